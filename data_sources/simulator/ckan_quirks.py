"""What portals do to a table over the years, applied to good rows: columns, types, order, texts."""

from typing import Any

from data_sources.simulator.ckan_tables import Row
from data_sources.simulator.faults import Active
from data_sources.simulator.hostile import hostile_text
from data_sources.simulator.noise import chooser


def bend_fields(columns: list[str], faults: Active) -> list[dict[str, Any]]:
    """The list of columns: all texts but the id, and what faults make of it."""
    fields = [{"id": name, "type": "int" if name == "_id" else "text"} for name in columns]
    if "lost_field" in faults:
        fields = [field for field in fields if field["id"] != _lost(columns, faults)]
    if "retype" in faults:
        fields[-1] = {**fields[-1], "type": "numeric"}
    if "new_field" in faults:
        fields.append({"id": "Petugas", "type": "text"})
    return fields


def bend_rows(rows: list[Row], faults: Active) -> list[Row]:
    """Rows under the faults that are on; the rows themselves belong to their table."""
    if not faults:
        return rows
    if "empty" in faults:
        return []
    rows = [dict(row) for row in rows]
    for n, row in enumerate(rows):
        names = list(row)
        if "lost_field" in faults:
            row.pop(_lost(names, faults), None)
        if "retype" in faults:
            row[names[-1]] = _number(str(row[names[-1]]))
        if "new_field" in faults:
            row |= {"Petugas": f"Petugas {n % 7}"}
        if "hostile" in faults:
            row[names[min(2, len(names) - 1)]] = hostile_text(n, faults["hostile"].arg)
        if "bad_amount" in faults and n == 0:
            row[names[-1]] = faults["bad_amount"].arg or "dua juta"
    if "duplicates" in faults:
        rows = [row for row in rows for _ in range(2)]
    if "out_of_order" in faults:
        chooser("order", len(rows)).shuffle(rows)
    return rows


def _lost(columns: list[str], faults: Active) -> str:
    """The column that is gone: by its name, else the last."""
    told = (faults["lost_field"].arg or "").strip()
    return next((name for name in columns if name.strip() == told), columns[-1])


def _number(text: str) -> float | None:
    digits = text.replace("Rp", "").replace(".", "").replace(",", ".").strip()
    return None if digits == "-" else float(digits)
