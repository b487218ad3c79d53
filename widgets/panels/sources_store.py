"""The foot of the sources panel: which journal this is, whether it answers, who leads, and our version."""

import tomllib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.domain.visible import visible
from app.i18n import Language
from app.journal.lease import Lease
from widgets.live import Live


@lru_cache
def program_version() -> str:
    """Our own version, installed or run from its folder."""
    try:
        return version("patriot-operation-center")
    except PackageNotFoundError:
        project = Path(__file__).parents[2] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def store_words(live: Live, lease: Lease | None, words: Language) -> str:
    """One line about the journal: whether it answers, its commit, who collects, our version."""
    since = live.database_away_since
    if since is not None:
        state = words.text("database lost since {time}", time=words.time(live.clock.city_time(since)))
    else:
        state = words.text("database answers")
    parts = [state, words.text("commit {n}", n=words.number(live.picture.commit)), _leader(lease, words)]
    parts.append(words.text("version {version}", version=program_version()))
    return " · ".join(part for part in parts if part)


def _leader(lease: Lease | None, words: Language) -> str:
    if lease is None or not lease.alive:
        return words.text("no collector is running")
    return words.text("collector {name} (epoch {epoch})", name=visible(lease.holder, 60), epoch=lease.epoch)
