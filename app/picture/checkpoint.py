"""Checkpoints: the complaints' columns, every superseded version behind them, and their commit, in one file.

A cache, never the truth: it may be deleted at any time, and one that is damaged, of another version or of another
journal is not used. With the old versions beside the newest, one file serves every instant on both axes.
"""

import json
import logging
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from app.journal.columns import Array
from app.journal.store import Journal
from app.picture.layout import COMPLAINTS, INDICATORS
from app.picture.stored import read_arrays
from app.picture.versions import VERSION_COLUMNS, Versions
from app.settings import CityFile

log = logging.getLogger(__name__)
FORMAT = 3
KEEP = 2
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError)


@dataclass(frozen=True)
class Saved:
    """What a checkpoint holds. `derived` names the city rules its derived columns were made by.

    `figures` are the agencies' figures as they stood; those behind them are few and sought in the journal.
    """

    commit: int
    recorded_at: int
    written_at: float
    derived: str
    words: tuple[str, ...]
    columns: dict[str, Array]
    old: Versions | None = None
    figures: dict[str, Array] | None = None


def folder_of(journal: Journal) -> Path:
    """Beside a SQLite file; for a server, in the user's cache under the journal's id."""
    url = journal.engine.url
    if url.get_backend_name() == "sqlite":
        return Path(f"{url.database}.checkpoints")
    return user_cache_path("patriot-operation-center") / "checkpoints" / journal.id


def rules_digest(city: CityFile, has_areas: bool) -> str:
    """Names everything in the city file that derived columns follow from."""
    rules: list[object] = [[c.id, c.severity, c.done, c.agency, dict(c.agency_in)] for c in city.categories]
    rules += [city.targets.model_dump(mode="json"), city.calendar.model_dump(mode="json")]
    areas = [city.places.model_dump_json(), _stamp(city.map.boundaries)] if has_areas else []
    return blake2b(json.dumps([city.city.zone, rules, areas]).encode(), digest_size=16).hexdigest()


def _stamp(path: Path | None) -> str:
    return f"{path} {path.stat().st_mtime_ns}" if path is not None and path.exists() else ""


def save(journal: Journal, saved: Saved) -> Path:
    """Write a checkpoint in one step and drop all but the newest KEEP. Raises OSError."""
    folder = folder_of(journal)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{saved.commit:012d}.npz"
    head = {"format": FORMAT, "journal": journal.id, "commit": saved.commit, "recorded_at": saved.recorded_at}
    head |= {"written_at": saved.written_at, "derived": saved.derived, "words": saved.words}
    arrays = {f"now_{name}": column for name, column in saved.columns.items()}
    arrays |= {f"old_{name}": column for name, column in (saved.old or {}).items()}
    arrays |= {f"fig_{name}": column for name, column in (saved.figures or {}).items()}
    text = np.frombuffer(json.dumps(head).encode(), "u1")
    part = folder / f"{path.name}.{os.getpid()}.part"
    with part.open("wb") as file:
        np.savez(file, allow_pickle=False, head=text, **arrays)
    part.replace(path)
    for stale in sorted(folder.glob("*.npz"))[:-KEEP]:
        stale.unlink(missing_ok=True)
    return path


def newest(journal: Journal, *, with_old: bool = False, with_figures: bool = False) -> Saved | None:
    """The newest usable checkpoint; `with_old` reads the superseded versions too, `with_figures` the agencies'."""
    for path in sorted(folder_of(journal).glob("*.npz"), reverse=True):
        try:
            return _load(path, journal.id, with_old, with_figures)
        except _BROKEN as fault:
            log.info("checkpoint %s is not used: %s", path.name, fault)
    return None


def _load(path: Path, journal_id: str, with_old: bool, with_figures: bool) -> Saved:
    (said,) = read_arrays(path, ["head"])
    head = json.loads(said.tobytes())
    if head["format"] != FORMAT or head["journal"] != journal_id:
        raise ValueError("made by another version or for another journal")
    columns = _columns(path, "now_", {name: kind for name, (kind, _) in COMPLAINTS.items()})
    old = _columns(path, "old_", VERSION_COLUMNS) if with_old else None
    kinds = {name: kind for name, (kind, _) in INDICATORS.items()}
    figures = _columns(path, "fig_", kinds) if with_figures else None
    for many in (columns, old or {}, figures or {}):
        if len({len(column) for column in many.values()}) > 1:
            raise ValueError("columns of different length")
    words = tuple(head["words"])
    return Saved(head["commit"], head["recorded_at"], head["written_at"], head["derived"], words, columns, old, figures)


def _columns(path: Path, prefix: str, kinds: Mapping[str, str]) -> dict[str, Array]:
    columns = dict(zip(kinds, read_arrays(path, [prefix + name for name in kinds]), strict=True))
    for name, kind in kinds.items():
        if columns[name].dtype != np.dtype(kind):
            raise ValueError(f"column {name} has another type")
    return columns


def is_due(saved: Saved | None, now: datetime) -> bool:
    """Whether an hour of the city's clock (and so its midnight) has struck since the last checkpoint."""
    return saved is None or saved.written_at < now.replace(minute=0, second=0, microsecond=0).timestamp()
