"""Peers: the same page as HTML, printed by a headless Chromium, by the web engine of PySide6, and by WeasyPrint."""

import html
import importlib.util
import shutil
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from reports.daily_parts import DayPart
from reports.fonts import roboto_folder
from reports.frozen import Frozen, all_noted
from reports.issue import drawn
from reports.page import INNER
from reports.revenue_parts import RevenuePart
from reports.sheet import Sheet
from tests.benchmarks.places import as_root

STYLE = """
@font-face{font-family:R;src:url(FOLDER/Roboto-Regular.ttf)} @font-face{font-family:R;font-weight:500;
src:url(FOLDER/Roboto-Medium.ttf)} @font-face{font-family:R;font-weight:300;src:url(FOLDER/Roboto-Light.ttf)}
@page{size:A4;margin:16mm} body{font:8.2pt R;color:#17202a;margin:0} h1{font:500 20pt R} h2{font:500 11.6pt R;
color:#0f4c66} table{width:100%;border-collapse:collapse} td,th{padding:3.4pt 5pt;border-bottom:.6pt solid #e1e7ec;
text-align:right;font-weight:400} td:first-child,th:first-child{text-align:left} .lead{font-size:10.6pt}
.big{font:300 20pt R} .note{font-size:6.7pt;color:#566573;margin:0 0 2pt}
"""


def page(frozen: Frozen) -> str:
    """The daily summary's words, tables, bars and footnotes as HTML."""
    sheet = Sheet.of(frozen)
    drawn(frozen)
    day = frozen.part("day", DayPart)
    figures = [noted for _, noted in all_noted(frozen.sections)]
    tiles = "".join(f"<td>{_e(sheet.value(one))}</td>" for one in (day.received, day.on_time, day.vehicles, day.open))
    rows = "".join(
        f"<tr><td>{_e(row.name)}</td>"
        + "".join(f"<td>{_e(sheet.value(one))}</td>" for one in (row.received, row.closed, row.open, row.median))
        + "</tr>"
        for row in day.agencies
    )
    tax = frozen.part("revenue", RevenuePart)
    money = "".join(
        f"<tr><td>{_e(row.name)}</td>"
        + "".join(f"<td>{_e(sheet.value(one))}</td>" for one in (row.today, row.to_date, row.target, row.remainder))
        + "</tr>"
        for row in (*tax.kinds, tax.total)
    )
    notes = "".join(
        f'<p class="note"><b>{n}</b> {_e(one.name)}: {_e(sheet.value(one))}. {_e(one.rule)} {one.inputs}</p>'
        for n, one in enumerate(figures, 1)
    )
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE.replace('FOLDER', roboto_folder().as_uri())}</style>"
        f"<h1>{_e(frozen.head.city)}</h1><p class=lead>{_e(sheet.value(day.received))}</p>"
        f'<table class="big"><tr>{tiles}</tr></table><h2>Per jam</h2>{_bars(day.by_hour)}<h2>SKPD</h2>'
        f"<table>{rows}</table><h2>{_e(tax.total_name)}</h2><table>{money}</table>{notes}"
    )


def _e(text: str) -> str:
    return html.escape(text)


def _bars(counts: Sequence[int | None]) -> str:
    most, step = max([count or 0 for count in counts] + [1]), INNER / 24
    bars = "".join(
        f'<rect x="{n * step}" y="{92 - 92 * (c or 0) / most}" width="{step * 0.8}" height="{92 * (c or 0) / most}"/>'
        for n, c in enumerate(counts)
    )
    return f'<svg width="{INNER}" height="100" fill="#2c7fa3">{bars}</svg>'


def commands(source: Path, out: Path) -> dict[str, list[str]]:
    """What prints `source` to `out`, by the peer's name, as far as it is on this machine."""
    found = {}
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser:
        root = ["--no-sandbox"] if as_root() else []
        quiet = ["--headless", "--disable-gpu", "--no-pdf-header-footer", *root]
        found["headless Chromium"] = [browser, *quiet, f"--print-to-pdf={out}", source.as_uri()]
    else:
        found["PySide6 web engine"] = [sys.executable, "-m", "tests.benchmarks.peer_print", str(source), str(out)]
    if importlib.util.find_spec("weasyprint"):
        found["WeasyPrint"] = [sys.executable, "-m", "weasyprint", str(source), str(out)]
    elif weasy := shutil.which("weasyprint"):
        found["WeasyPrint"] = [weasy, str(source), str(out)]
    return found


INSTALL = {
    "headless Chromium": "apt-get install chromium",
    "WeasyPrint": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, "
    "then .venv/bin/pip install weasyprint (no part of the lock: it needs those libraries of the system)",
}


def missing(found: Collection[str]) -> list[str]:
    """What to say of each peer that is not on this machine: that it was not measured, and how it is installed."""
    return [f"NOT MEASURED: {name} is not on this machine. {how}" for name, how in INSTALL.items() if name not in found]
