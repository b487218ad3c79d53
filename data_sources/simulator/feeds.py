"""The agencies' own feeds: JSON and CSV at plain addresses, each in the shape its agency happened to choose."""

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data_sources.simulator.answers import JSON, answer, faults_of
from data_sources.simulator.faults import Active
from data_sources.simulator.feed_draw import Agencies, Record
from data_sources.simulator.feed_funds import Funds
from data_sources.simulator.hostile import hostile_text
from data_sources.simulator.json_faults import spoil_json
from data_sources.simulator.world import World

PREFIX = "/feeds"
CSV = "text/csv; charset=utf-8"
STEP_S = 60
"""What the agencies send changes at full minutes only, so that a body is made once a minute."""
_PAGE = 100


class Feeds:
    """All of /feeds of one city."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.agencies, self.funds = Agencies(world), Funds(world)
        self._kept: dict[str, tuple[int, list[Record]]] = {}

    def routes(self) -> list[Route]:
        return [
            Route(PREFIX + "/dinkes/dbd.json", self.dengue),
            Route(PREFIX + "/dinkes/tempat-tidur.json", self.beds),
            Route(PREFIX + "/bappeda/kemajuan.json", self.progress),
            Route(PREFIX + "/bppt/izin.csv", self.permits),
            Route(PREFIX + "/telematika/sistem.json", self.systems),
            Route(PREFIX + "/kebersihan/angkutan.csv", self.waste),
            Route(PREFIX + "/bpkad/dana-tanggap.json", self.ledger),
        ]

    def _records(self, name: str, draw: Callable[[float], Iterable[Record]]) -> list[Record]:
        """The records of the last full minute."""
        minute = int(self._world.now() // STEP_S)
        kept = self._kept.get(name)
        if kept is None or kept[0] != minute:
            kept = self._kept[name] = minute, list(draw(minute * STEP_S))
        return kept[1]

    async def dengue(self, request: Request) -> Response:
        """Weeks nested under two names."""
        rows = bend(self._records("dengue", self.agencies.dengue), "kasus", faults_of(request))
        return _json(request, rows, lambda records: {"status": "ok", "data": {"mingguan": records}})

    async def beds(self, request: Request) -> Response:
        """A bare list, wide: two numbers a record."""
        return _json(request, bend(self._records("beds", self.agencies.beds), "terisi", faults_of(request)))

    async def progress(self, request: Request) -> Response:
        """In pages of a hundred with a link to the next one."""
        rows = bend(self._records("progress", self.agencies.progress), "fisik", faults_of(request))
        page = max(1, int(request.query_params.get("page") or 1))
        part = rows[(page - 1) * _PAGE : page * _PAGE]
        following = f"{request.url.path}?page={page + 1}" if page * _PAGE < len(rows) else None
        if "same_page" in faults_of(request):
            part, following = rows[:_PAGE], f"{request.url.path}?page={page + 1}"
        return _json(request, part, lambda records: {"items": records, "next": following})

    async def permits(self, request: Request) -> Response:
        """CSV with semicolons, wide, below two lines of title."""
        rows = bend(self._records("permits", self.agencies.permits), "Masuk", faults_of(request))
        return _csv(request, rows, ["Tanggal", "Masuk", "Terbit", "Tepat Waktu"], ";", "Rekapitulasi Izin BPPT\r\n\r\n")

    async def systems(self, request: Request) -> Response:
        """A list under one name."""
        rows = bend(self._records("systems", self.agencies.systems), "aktif", faults_of(request))
        return _json(request, rows, lambda records: {"sistem": records})

    async def waste(self, request: Request) -> Response:
        """CSV with commas and decimal commas, so that numbers stand in quotes; a row of sums at its end."""
        rows = bend(self._records("waste", self.agencies.waste), "Terangkut (ton)", faults_of(request))
        total = [{"Tanggal": "Jumlah", "Terangkut (ton)": str(len(rows)), "Keterangan": ""}] if rows else []
        return _csv(request, [*rows, *total], ["Tanggal", "Terangkut (ton)", "Keterangan"], ",")

    async def ledger(self, request: Request) -> Response:
        """The response funds."""
        rows = bend(self._records("ledger", self.funds.ledger), "nilai", faults_of(request))
        return _json(request, rows, lambda records: {"dana_tanggap": records})


def bend(rows: list[Record], value: str, faults: Active) -> list[Record]:
    """Records under the faults that are on."""
    if not faults:
        return rows
    if "empty" in faults:
        return []
    rows = [dict(row) for row in rows]
    for n, row in enumerate(rows):
        if "lost_field" in faults:
            row.pop(faults["lost_field"].arg or value, None)
        if "retype" in faults:
            row[value] = {"nilai": row.get(value)}
        if "new_field" in faults:
            row |= {"petugas": f"P{n % 5}", "phone": "081234567890"}
        if "bad_amount" in faults and n == 0:
            row[value] = faults["bad_amount"].arg or "dua juta"
        if "hostile" in faults:
            row |= {
                key: hostile_text(n, faults["hostile"].arg)
                for key in row
                if key in ("keterangan", "catatan", "keperluan")
            }
    return [row for row in rows for _ in range(2)] if "duplicates" in faults else rows


def _json(request: Request, rows: list[Record], shape: Callable[[Any], Any] = lambda records: records) -> Response:
    """The records in their agency's shape. Faults of the text go into the first record."""
    faults, mark = faults_of(request), "\u0001records\u0001"
    around = spoil_json(shape(mark), {}).decode()
    inner = spoil_json(rows, faults)
    before, _, after = around.partition(spoil_json(mark, {}).decode())
    return answer(request, before.encode() + inner + after.encode(), JSON)


def _csv(request: Request, rows: list[Record], columns: list[str], sign: str, title: str = "") -> Response:
    """A CSV as a spreadsheet saves it. Columns that faults brought come last."""
    names = [
        *(c for c in columns if not rows or c in rows[0]),
        *(c for c in (rows[0] if rows else ()) if c not in columns),
    ]
    out = io.StringIO()
    out.write(title)
    writer = csv.DictWriter(out, names, delimiter=sign, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    body = out.getvalue()
    return answer(request, (body[: len(body) * 2 // 3] if "cut_json" in faults_of(request) else body).encode(), CSV)
