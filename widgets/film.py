"""Pictures of the desk one after the other, to tell a story: the launch scenario, or whatever is followed."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from app.journal.search import search_complaints
from widgets.console import Console
from widgets.shots import turn, wait_until

_PATIENCE_S = 60.0


def film(console: Console, folder: Path, pictures: int, step: timedelta, follow: str) -> Iterator[Path]:
    """Save `pictures` pictures, `step` of the city's time apart; the complaint whose words hold `follow` is selected
    and the map goes to it as soon as it is reported. Yields each file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    start, followed = console.live.clock.now(), False
    for number in range(1, pictures + 1):
        moment = start + step * number
        while console.live.clock.now() < moment:
            followed = followed or _follow(console, follow)
            turn(250)
        yield _save(console, folder / f"film-{number:02d}.png", moment)


def _follow(console: Console, words: str) -> bool:
    keys = search_complaints(console.live.journal, words, most=1) if words else []
    if not keys or keys[0] > console.live.picture.complaints.n:
        return False
    console.group.show_on_map("complaint", keys[0])
    return True


def _save(console: Console, path: Path, moment: datetime) -> Path:
    wait_until(lambda: console.live.wait_until_idle(1.0), _PATIENCE_S)
    if not console.desk.grab().save(str(path), "PNG"):
        raise OSError(f"{path} could not be written")
    sys.stderr.write(f"{path} {console.group.language.clock(moment)}\n")
    return path
