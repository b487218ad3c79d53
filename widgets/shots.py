"""Pictures of every screen and every panel as PNG, taken when their content is there."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.clock import monotonic
from widgets.screens.desk import DeskWindow

if TYPE_CHECKING:
    from widgets.console import Console

_PATIENCE_S = 20.0
_AGAIN_S = 3.0
_SETTLE_MS = 350  # after "painted" a web view needs a moment until its pixels are in the widget
_GRID = 24


def turn(ms: int) -> None:
    """Let the event loop run for some milliseconds."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def wait_until(true: Callable[[], bool], patience_s: float = _PATIENCE_S) -> bool:
    """Let the event loop run until something is true; False when it never was."""
    end = monotonic() + patience_s
    while not true():
        if monotonic() > end:
            return False
        turn(50)
    return True


def wait_while_growing(count: Callable[[], int], patience_s: float, still_s: float = 8.0) -> bool:
    """Let the event loop run until a count has stood still for a while; False when it never did."""
    end, seen, since = monotonic() + patience_s, count(), monotonic()
    while monotonic() - since < still_s:
        if monotonic() > end:
            return False
        turn(200)
        if count() != seen:
            seen, since = count(), monotonic()
    return True


def has_content(picture: QImage) -> bool:
    """Whether a picture shows more than one colour; looked at on a coarse grid."""
    if picture.isNull():
        return False
    columns, rows = range(0, picture.width(), _GRID), range(0, picture.height(), _GRID)
    return len({picture.pixel(x, y) for x in columns for y in rows}) > 1


def is_painted(panel: QWidget) -> bool:
    """Whether a panel says that its content is there, and it is to be seen."""
    asked = getattr(panel, "is_painted", None)
    return (asked is None or bool(asked())) and has_content(panel.grab().toImage())


def settle(panels: Sequence[QWidget], patience_s: float) -> None:
    """Wait until panels are painted, give the web view its moment, and look again: rows may have come meanwhile."""
    wait_until(lambda: all(is_painted(panel) for panel in panels), patience_s)
    turn(_SETTLE_MS)
    wait_until(lambda: all(is_painted(panel) for panel in panels), _AGAIN_S)


def save_shots(desk: DeskWindow, folder: Path, size: QSize) -> Iterator[Path]:
    """Save the desk and each of its panels below `folder`; yields each file. The desk must be connected to its live
    picture, and this must run in the GUI thread outside any slot."""
    folder.mkdir(parents=True, exist_ok=True)
    desk.resize(size)
    desk.show()
    shown = [name for name, spec in desk.specs.items() if spec.is_open]
    settle([desk.panels[name] for name in shown if desk.panels[name].isVisible()], _PATIENCE_S)
    yield _save(desk, folder / "desk.png")
    for name, panel in desk.panels.items():
        desk.open_panel(name)
        settle([panel], 5.0)
        yield _save(desk.layouts.dock(name).dockAreaWidget(), folder / f"panel-{name}.png")


def save_briefing(console: "Console", folder: Path, size: QSize) -> Iterator[Path]:
    """Save every page of the mayor's screen below `folder`; yields each file."""
    mayor = console.open_briefing()
    mayor.setWindowState(mayor.windowState() & ~mayor.windowState().WindowFullScreen)
    mayor.resize(size)
    turn(_SETTLE_MS)
    if not mayor.rotation.held:
        mayor.hold()
    for at, (scene, page) in enumerate(mayor.pages()):
        mayor.rotation.go(at)
        mayor.show_page()
        settle([mayor], 5.0)
        yield _save(mayor, folder / f"briefing-{scene}{f'-{page}' if page else ''}.png")


def _save(widget: QWidget, path: Path) -> Path:
    """Write a picture. Raises OSError when it cannot be written."""
    if not widget.grab().save(str(path), "PNG"):
        raise OSError(f"{path} could not be written")
    return path
