"""Pictures of the sources panel under each fault the simulator knows: real collector, real window.

    python -m tests.program.fault_panels [--language id|en] [--theme night|day] FOLDER [FAULT ...]

One picture a fault, named after it; the sentences are also printed, so that they can be read in a row.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.clock import monotonic
from app.domain.source import Ask, LinkState, Request
from app.i18n import Language
from app.views.sources import SourceLine
from data_sources.simulator import running
from data_sources.simulator.fault_names import CATALOGUE
from tests.program.real_desk import RealDesk, real_desk
from tests.program.town import Led, collecting, town
from widgets.session import PRODUCT
from widgets.source_words import age_words, error_words, source_name, state_word, step_words
from widgets.theme import DAY, NIGHT

POLLS = 4
"""Polls of each source under a fault before its picture: the third failure in a row is what a person finds."""
PATIENCE_S = 12.0
ARGS = {"big": "25", "gzip_bomb": "25", "deep_xml": "1000", "retry_after": "9", "too_many": "9", "latency": "2"}
"""Milder than the default where the default only costs time, harder where it would be over before the picture."""
SIZE = (1500, 420)


def main(argv: Sequence[str]) -> int:
    """Save the pictures. Needs a display (Xvfb will do)."""
    parser = argparse.ArgumentParser(prog="fault_panels")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=("id", "en"), default="id")
    parser.add_argument("--theme", choices=("night", "day"), default="night")
    parser.add_argument("faults", nargs="*", help="names of faults (default: all of them)")
    args = parser.parse_args(argv)
    args.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    app.setApplicationName(PRODUCT)
    with tempfile.TemporaryDirectory() as scratch, running(complaint_days=1, track_days=1, scale=0.3) as far:
        folder = Path(scratch)
        with collecting(folder, far, every="0.5s") as led:
            city = town(folder, far, "0.5s")
            with real_desk(city, led.journal.url, folder / "desk", language=args.language) as desk:
                desk.group.set_theme(DAY if args.theme == "day" else NIGHT)
                for name in args.faults or CATALOGUE:
                    _show(desk, led, name, args.folder / f"{name}.png")
    return 0


def _show(desk: RealDesk, led: Led, name: str, path: Path) -> None:
    """Switch a fault on, wait until every source met it, save the panel, and make all well again."""
    before = {source: led.status(source).polls for source in led.states()}
    led.far.fault("*", name, ARGS.get(name))
    end = monotonic() + PATIENCE_S
    while monotonic() < end and not all(_has_met(led, source, n) for source, n in before.items()):
        desk.wait(100)
    desk.window.open_panel("sources")
    desk.wait(1_100)  # a tick of the desk
    panel = desk.window.panels["sources"]
    panel.resize(*SIZE)
    QApplication.sendPostedEvents(panel, QEvent.Type.LayoutRequest)
    panel.grab().save(str(path), "PNG")
    for line in panel.model.lines:
        sys.stdout.write(_sentence(name, line, desk.group.language) + "\n")
    sys.stdout.flush()
    led.far.clear()
    _recover(desk, led)


def _has_met(led: Led, source: str, polls: int) -> bool:
    status = led.status(source)
    return status.polls >= polls + POLLS or status.state in (LinkState.WAITING, LinkState.MISCONFIGURED, LinkState.DOWN)


def _recover(desk: RealDesk, led: Led) -> None:
    """Ask for a poll now, as a person would, until every source is well."""
    end = monotonic() + 60
    while monotonic() < end and set(led.states().values()) != {LinkState.OK}:
        for source, state in led.states().items():
            if state is not LinkState.OK:
                wish = Request(source, f"{source}{monotonic()}", led.journal.clock.now(), Ask.POLL_NOW, "op")
                led.journal.append([wish])
        desk.wait(700)


def _sentence(name: str, line: SourceLine, words: Language) -> str:
    parts = (state_word(line, words), age_words(line, words), error_words(line, words, 120), step_words(line, words))
    return f"{name:22} {source_name(line):6} " + " | ".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
