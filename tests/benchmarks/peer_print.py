"""Peer: the web engine of PySide6 prints an HTML file to PDF: `python -m tests.benchmarks.peer_print IN OUT`."""

import os
import sys
from pathlib import Path


def main(source: str, out: str) -> int:
    """Load, print, end; 1 when it could not be printed."""
    from tests.benchmarks.places import as_root

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if as_root():
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    from PySide6.QtCore import QUrl
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    page = QWebEnginePage()
    page.pdfPrintingFinished.connect(lambda path, is_well: app.exit(0 if is_well else 1))
    page.loadFinished.connect(lambda is_well: page.printToPdf(out))
    page.load(QUrl.fromLocalFile(str(Path(source).resolve())))
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
