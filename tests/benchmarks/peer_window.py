"""Peer: a bare PySide6 window with an empty web page, from the start of the process to its first painted frame."""

import os
import subprocess
import sys
import time
from pathlib import Path

SCRIPT = """
import os, sys, time
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv)
view = QWebEngineView()
view.resize(1920, 1040)
view.titleChanged.connect(lambda title: title == "painted" and (print(time.monotonic(), flush=True), app.quit()))
painted = "requestAnimationFrame(() => requestAnimationFrame(() => { document.title = 'painted'; }))"
view.loadFinished.connect(lambda ok: view.page().runJavaScript(painted))
view.setHtml("<!doctype html><title>empty</title>")
view.show()
app.exec()
os._exit(0)
"""


def first_picture(folder: Path) -> float:
    """Milliseconds from the start of the process to the painted page."""
    sandbox = {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.geteuid() == 0 else {}
    quick = {"QT_QUICK_BACKEND": "software"}  # as our desk chooses it where there is no graphics card
    file = folder / "bare.py"
    file.write_text(SCRIPT, encoding="utf-8")
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(file)],
        env={**os.environ, **sandbox, **quick},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return (float(done.stdout.split()[-1]) - started) * 1000
