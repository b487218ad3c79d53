"""Writing checkpoints: the last one brought up to date, or all of it from the stream."""

import logging
from datetime import datetime
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from app.geo.areas import Areas
from app.journal import tables
from app.journal.columns import Array, is_last_of_key
from app.journal.engine import reading
from app.journal.moments import Moment
from app.journal.reader import complaint_versions
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.picture import checkpoint
from app.picture.checkpoint import Saved
from app.picture.columns import Columns
from app.picture.open import begun, bring_figures
from app.picture.picture import Picture
from app.picture.versions import VERSION_COLUMNS, Versions, in_order, joined, pick, versions_of
from app.settings import CityFile

log = logging.getLogger(__name__)


def write_due(journal: Journal, city: CityFile, now: datetime, areas: Areas | None = None) -> Path | None:
    """Write a checkpoint when an hour has struck since the last; its path, None when nothing was due.

    A folder that cannot be written is no reason to stop: the next console only starts slower.
    """
    if not checkpoint.is_due(checkpoint.newest(journal), now):
        return None
    try:
        return write(journal, city, now, areas)
    except OSError as fault:
        log.warning("the checkpoint could not be written: %s", fault)
        return None


def write(journal: Journal, city: CityFile, now: datetime, areas: Areas | None = None) -> Path:
    """Write a checkpoint of the newest commit. Raises OSError, JournalError."""
    saved = checkpoint.newest(journal, with_old=True, with_figures=True)
    with trouble_named(), reading(journal.engine) as connection:
        commit = Moment.now(connection).commit
        picture, start = begun(connection, city, areas, saved, commit)
        old = saved.old if saved is not None and saved.old is not None and start else versions_of([], picture.words)
        chunks = complaint_versions(connection, start, commit, None) if commit > start else iter(())
        new = [versions_of(chunk, picture.words) for chunk in chunks]
        bring_figures(connection, picture, start, Moment(commit))
        c = tables.commits.c
        recorded_at = connection.execute(sa.select(c.recorded_at).where(c.n == commit)).scalar() or 0
    old = _superseded(picture, old, joined(new) if new else versions_of([], picture.words))
    for versions in new:
        picture.take_versions(versions)
    columns, figures = _named(picture.complaints), _named(picture.indicators)
    derived = checkpoint.rules_digest(city, areas is not None)
    return checkpoint.save(
        journal, Saved(commit, recorded_at, now.timestamp(), derived, picture.words.all(), columns, old, figures)
    )


def _named(columns: Columns) -> dict[str, Array]:
    return {name: getattr(columns, name) for name in columns.names()}


def _superseded(picture: Picture, old: Versions, new: Versions) -> Versions:
    """All versions behind the newest of each complaint, once `new` has come to a picture and what was behind it."""
    keys = np.unique(new["key"])
    stood = _standing(picture, keys[keys <= picture.complaints.n])
    everything = in_order(joined([old, stood, new]))
    is_current = is_last_of_key(everything["key"]) & np.isin(everything["key"], keys)
    return pick(everything, ~is_current)


def _standing(picture: Picture, keys: Array) -> Versions:
    columns = {"key": keys} | {
        name: getattr(picture.complaints, name)[keys - 1] for name in VERSION_COLUMNS if name != "key"
    }
    return pick(columns, columns["commit"] > 0)
