"""What has to be said to the web engine before Qt starts, and our own address scheme.

`prepare` before any Qt import, `register_scheme` before the QApplication. Chromium reads both once.
"""

import os

SCHEME = b"poc"
HOST = "app"
JS_FLAGS = "--expose-gc --max-old-space-size=256"  # the page's garbage is collected by us; a leak ends the page, not us


def prepare(root: bool = False) -> None:
    """Set the engine's flags. With `root` its sandbox is off, for it refuses to run as root.

    Only demo, shots, bench and tests may pass `root=True`: they show nothing but our own simulator's data.
    """
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f'--js-flags="{JS_FLAGS}"'
    os.environ.pop("QTWEBENGINE_REMOTE_DEBUGGING", None)  # it would open a port
    if root:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    else:
        os.environ.pop("QTWEBENGINE_DISABLE_SANDBOX", None)


def register_scheme() -> None:
    """Make `poc://app/` a secure origin of its own, without access to local files. Once, before QApplication."""
    from PySide6.QtWebEngineCore import QWebEngineUrlScheme

    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)
