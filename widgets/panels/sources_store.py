"""The foot of the sources panel: which journal this is, whether it answers, who leads, and our version."""

import tomllib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.domain.freshness import Freshness
from app.domain.visible import visible
from app.i18n import N_, Language
from app.journal.about import StoreFacts
from app.journal.lease import Lease
from app.views.figure import Figure, Stamp
from widgets.live import Live

_DRIFT_S = 2.0  # a difference of clocks from which it is said


@lru_cache
def program_version() -> str:
    """Our own version, installed or run from its folder."""
    try:
        return version("patriot-operation-center")
    except PackageNotFoundError:
        project = Path(__file__).parents[2] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def store_words(live: Live, lease: Lease | None, store: StoreFacts | None, words: Language) -> str:
    """One line about the journal: whether it answers, what it is, its commit, who collects, our version."""
    since = live.database_away_since
    if since is not None:
        state = words.text("database lost since {time}", time=words.time(live.clock.city_time(since)))
    else:
        state = words.text("database answers")
    parts = [state, *(_facts(store, words) if store is not None else ())]
    parts += [words.text("commit {n}", n=words.number(live.picture.commit)), _leader(lease, words)]
    parts.append(words.text("version {version}", version=program_version()))
    return " · ".join(part for part in parts if part)


def store_figure(live: Live, store: StoreFacts | None) -> Figure:
    """The commit of the journal that is shown; its size and the room on its disk as parts."""
    stamp = Stamp("store", (), live.frame().at, Freshness.FRESH)
    sizes = [] if store is None else [("size", N_("Size of the journal"), store.size)]
    sizes += [] if store is None else [("free", N_("Free on its disk"), store.free)]
    parts = tuple(
        stamp.figure(id_, name, value / 1e6, "MB", f"store.{id_}") for id_, name, value in sizes if value is not None
    )
    return stamp.figure("commit", N_("Commit shown"), float(live.picture.commit), "", "store.commit", parts=parts)


def _facts(store: StoreFacts, words: Language) -> list[str]:
    role = words.text("replica, read only") if store.is_replica else words.text("primary")
    parts = [f"{store.product} ({role})"]
    if store.size is not None:
        parts.append(words.text("{size} large", size=size_words(store.size, words)))
    if store.free is not None:
        parts.append(words.text("{size} free on its disk", size=size_words(store.free, words)))
    if store.drift_s is not None and abs(store.drift_s) >= _DRIFT_S:
        parts.append(words.text("its clock differs by {n} s", n=words.number(store.drift_s, 0)))
    return parts


def size_words(size: int, words: Language) -> str:
    """Bytes as 820 MB or 12,4 GB."""
    if size >= 1_000_000_000:
        return f"{words.number(size / 1e9, 1)} GB"
    return f"{words.number(size / 1e6, 0 if size >= 10_000_000 else 1)} MB"


def _leader(lease: Lease | None, words: Language) -> str:
    if lease is None or not lease.alive:
        return words.text("no collector is running")
    return words.text("collector {name} (epoch {epoch})", name=visible(lease.holder, 60), epoch=lease.epoch)
