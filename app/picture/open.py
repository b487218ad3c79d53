"""Making a picture from the journal: the live one, or the city as of any instant."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.kind import Kind
from app.geo.areas import Areas
from app.journal import tables
from app.journal.columns import is_last_of_key
from app.journal.encode import from_ms
from app.journal.engine import reading
from app.journal.fixes import fixes_of
from app.journal.moments import Moment, fixes_standing, vehicles_standing
from app.journal.reader import (
    Delta,
    case_versions,
    complaint_versions,
    indicator_versions,
    indicators_before,
    waiting,
)
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.journal.unanswered import silences_of
from app.picture import checkpoint
from app.picture.checkpoint import Saved
from app.picture.columns import Words
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.picture.versions import pick
from app.settings import CityFile


def live_picture(journal: Journal, city: CityFile, areas: Areas | None = None, *, with_figures: bool = True) -> Picture:
    """The newest state of everything, ready to advance.

    A window asks without the agencies' figures, which are many, and fetches them by `figures_up_to` once it is painted.
    """
    saved = checkpoint.newest(journal, with_figures=with_figures)
    with trouble_named(), reading(journal.reads) as connection:
        moment = Moment.now(connection)
        picture, start = begun(connection, city, areas, saved, moment.commit)
        _fill(connection, picture, start, moment, None)
        if with_figures:
            bring_figures(connection, picture, start, moment)
    picture.sources = source_statuses(journal)
    return picture


def picture_at(
    journal: Journal,
    city: CityFile,
    frame: Frame,
    areas: Areas | None = None,
    *,
    by_stream: bool = False,
) -> Picture:
    """The city at a frame's instant: as known then (KNOWN), or as it truly was by all we know now (TRUE).

    `by_stream` reads every fact and trusts no checkpoint: for whoever checks what was once said.
    """
    saved = None if by_stream else checkpoint.newest(journal, with_old=True, with_figures=True)
    with trouble_named(), reading(journal.reads) as connection:
        newest = Moment.now(connection).commit
        moment = Moment.of(connection, frame.at, frame.axis)
        picture, start = begun(connection, city, areas, saved, newest)
        if saved is not None and start:
            _rewind(picture, saved, moment, frame.at)
        _fill(connection, picture, start, moment, frame.at)
        bring_figures(connection, picture, start, moment)
    return picture


def figures_up_to(journal: Journal, commit: int) -> Iterator[Delta]:
    """What `live_picture` left out, up to the picture's commit, in parts to apply one by one."""
    with trouble_named(), reading(journal.reads) as connection:
        for rows in indicator_versions(connection, commit, None):
            yield Delta(0, indicators=list(rows), kinds=frozenset({Kind.INDICATOR}))


def bring_figures(connection: Connection, picture: Picture, start: int, moment: Moment) -> None:
    """Bring the agencies' figures of a picture, which stand as of the commit `start`, to a moment.

    Those that came after the moment give way to what the journal had before; when they are most, all are read anew.
    """
    until, above, c = None if moment.until is None else from_ms(moment.until), start, picture.indicators
    gone = c.commit > moment.commit if moment.until is None else c.valid > moment.until / 1000
    if 2 * np.count_nonzero(gone) >= len(gone):
        c.cut(0)
        above = 0
    elif gone.any():
        c.clear(gone)
        picture.take_indicators(indicators_before(connection, np.flatnonzero(gone) + 1, moment.commit, until))
        c.cut(int(np.flatnonzero(c.commit)[-1]) + 1)
    if moment.commit > above:
        for rows in indicator_versions(connection, moment.commit, until, above):
            picture.take_indicators(rows)


def begun(
    connection: Connection, city: CityFile, areas: Areas | None, saved: Saved | None, newest: int
) -> tuple[Picture, int]:
    """A picture with the complaints of a checkpoint, and the commit it stands on; an empty one and 0 without."""
    if saved is None or not _is_of(connection, saved, newest):
        return Picture(city, areas), 0
    picture = Picture(city, areas, Words(saved.words))
    picture.complaints.replace(saved.columns)
    if saved.figures is not None:
        picture.indicators.replace(saved.figures)
    if saved.derived != checkpoint.rules_digest(city, areas is not None):
        picture.derive()
    return picture, saved.commit


def _is_of(connection: Connection, saved: Saved, newest: int) -> bool:
    """A journal brought back from a copy is younger than its checkpoint, or went another way since."""
    c = tables.commits.c
    recorded = connection.execute(sa.select(c.recorded_at).where(c.n == saved.commit)).scalar()
    return bool(0 < saved.commit <= newest and recorded == saved.recorded_at)


def _rewind(picture: Picture, saved: Saved, moment: Moment, at: datetime) -> None:
    """Put back what stood at a moment: versions of later commits, or of later truth, give way to the ones before."""
    c, old = picture.complaints, saved.old
    if old is None:
        return
    by, limit = ("commit", moment.commit) if moment.until is None else ("valid", moment.until / 1000)
    gone = getattr(c, by) > limit
    back = np.flatnonzero((old[by] <= limit) & gone[old["key"] - 1])
    stood = pick(old, back[is_last_of_key(old["key"][back])])
    empty = gone.copy()
    empty[stood["key"] - 1] = False
    picture.put_moved(stood)
    c.clear(empty)
    c.cut(int(np.flatnonzero(c.commit)[-1]) + 1 if c.commit.any() else 0)


def _fill(connection: Connection, picture: Picture, start: int, moment: Moment, at: datetime | None) -> None:
    """Add what came after a checkpoint, and the vehicles by seeks."""
    until = at if moment.until is not None else None
    if moment.commit > start:
        for chunk in complaint_versions(connection, start, moment.commit, until):
            picture.take_complaints(chunk)
    cases = case_versions(connection, moment.commit, until)
    picture.take_cases(cases)
    picture.take_silences(silences_of(connection, waiting(cases), moment.commit, moment.until))
    picture.take_vehicles(vehicles_standing(connection, moment))
    picture.take_positions(fixes_of(fixes_standing(connection, moment, at)))
    picture.commit = moment.commit
