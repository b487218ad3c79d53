"""What people did, as columns beside the complaints: the newest action on each case stands."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from app.domain.severity import Severity
from app.journal.cases import case_of
from app.journal.columns import Array
from app.journal.copying import Row
from app.journal.unanswered import Silence
from app.picture.columns import Columns, Words

NONE = 255
_SEVERITY = {s.name.lower(): int(s) for s in Severity}


def take_cases(columns: Columns, rows: Sequence[Row], words: Words) -> Array:
    """Take actions (reader.CASE_COLUMNS) in the order they were done. Keys changed, ascending."""
    if not rows:
        return np.empty(0, "i8")
    newest = {row[0]: row for row in rows}
    keys = np.array(sorted(newest), "i8")
    columns.grow(int(keys[-1]))
    for key, (_, _, _, commit, version, stage, agency, severity, order, paused, *owed) in newest.items():
        i = key - 1
        columns.stage[i], columns.version[i], columns.commit[i] = stage, version, commit
        columns.agency[i], columns.paused[i] = words.code(agency), paused
        columns.severity[i] = _SEVERITY.get(severity, NONE)
        columns.order[i] = NONE if order is None else order
        columns.due[i], columns.legal[i], columns.ended[i] = (np.nan if ms is None else ms / 1000 for ms in owed[:3])
        columns.committed[i], columns.spent[i], after = owed[3:]
        columns.waits[i] = order_code(case_of(after).order) if after else 0
    return keys


def take_silences(columns: Columns, silences: Sequence[Silence]) -> Array:
    """Take orders nobody answered in time, in the order they were noted. Keys changed, ascending."""
    if not silences:
        return np.empty(0, "i8")
    columns.grow(max(one.key for one in silences))
    for one in silences:
        columns.silent[one.key - 1], columns.silent_at[one.key - 1] = order_code(one.order), one.at / 1000
    return np.unique(np.array([one.key for one in silences], "i8"))


def order_code(order: str) -> int:
    """An order's id as a number above 0, to tell whether two orders of one case are the same."""
    return crc32(order.encode()) or 1
