"""The daily summary and the revenue report as people read them: drawn from frozen values made by hand."""

import io
import subprocess
import sys
from typing import Any

import msgspec
import pypdf
import pytest

from app.domain.freshness import Freshness
from app.i18n import Language
from app.views.figure import INCOMPLETE
from reports.daily_parts import AgenciesPart
from reports.frozen import SourceAge, all_noted, thawed
from reports.issue import drawn
from tests.conftest import ROOT
from tests.reports.paper import (
    KECAMATAN,
    KINDS,
    NAMES,
    curves,
    day_part,
    frozen,
    money_row,
    noted,
    pages_of,
    revenue_part,
    words_of,
)
from tests.reports.test_paragraphs import no_action, text_of

HOSTILE = "<b>{{7*7}} \u202e<img src='/etc/passwd'/> & " + "x" * 500
NOTHING = day_part(
    names=(),
    received=noted("received", 0),
    closed=noted("closed", 0),
    on_time=noted("on_time", None, "%"),
    median_close=noted("median_close", None, "s"),
    by_hour=(0,) * 24,
    districts=(),
)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_daily_summary_says_every_figure_of_its_day(language: str) -> None:
    said = words_of(drawn(frozen("daily", language)))
    for name in NAMES:
        assert name in said
    words = Language(language)
    for value in (214, 176, 94, 120, 96, 71, 34, 13, 41, 52, 27, 8):
        assert words.number(value) in said
    assert words.number(93.4, 1) + "%" in said and words.number(4_812_907) in said
    assert "11" in said and "13" in said and "Dinas Sosial" in said


def test_the_daily_summary_in_indonesian_has_the_words_of_the_city() -> None:
    first = " ".join(pages_of(drawn(frozen()))[0].split())
    for words in (
        "Pemerintah Kota Bekasi · Patriot Operation Center",
        "Ringkasan Harian",
        "Rabu, 30 November 2016",
        "00.00–24.00 WIB · data s.d. 1 Des 06.00",
        "aduan masuk dan 176",
        "Aduan per SKPD",
        "jurnal 4.812.907",
        "+18 dari hari sebelumnya",
        "Pajak daerah hari ini",
    ):
        assert words in first, words


@pytest.mark.parametrize("name", ["daily", "revenue"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_figure_has_a_footnote_with_rule_source_and_commits(name: str, language: str) -> None:
    report = frozen(name, language)
    said = words_of(drawn(report))
    words = Language(language)
    notes = said.split(words.text("How each figure was made"))[1]
    shown = [noted for _, noted in all_noted(report.sections) if noted.value and noted.unit == "complaints"]
    for one in shown:
        assert f"{words.number(one.inputs[0].count)} {words.text('complaints')}" in notes, one.id
    assert words.text("commits {first} to {last}", first="12", last=words.number(4_812_907)) in notes
    numbers = [int(word) for word in notes.split() if word.isdigit() and len(word) < 3]
    assert set(range(1, 12)) <= set(numbers), "the notes are numbered"


def test_pages_are_numbered_and_all_say_day_commit_and_fingerprint() -> None:
    report = frozen()
    pages = pages_of(drawn(report))
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
        assert report.digest() in text and report.id() in text and "30 November 2016" in text


def test_a_simulated_journal_says_so_on_every_page_and_a_draft_has_no_id() -> None:
    report = frozen(is_simulated=True)
    for text in pages_of(drawn(report, is_draft=True)):
        assert "SIMULASI" in text and "KONSEP" in text and report.id() not in text
    assert all("SIMULASI" not in text for text in pages_of(drawn(frozen())))


@pytest.mark.parametrize("name", ["daily", "revenue"])
def test_the_same_values_give_the_same_bytes_and_others_others(name: str) -> None:
    report = frozen(name)
    assert drawn(report) == drawn(thawed(report.text()))
    assert drawn(report) != drawn(frozen(name, commit=4_812_908))
    assert frozen(name, commit=4_812_908).id() != report.id()


def test_a_day_of_nothing_is_said_in_words_and_never_as_a_late_half() -> None:
    pdf = drawn(frozen(day=NOTHING))
    said = words_of(pdf)
    assert "Tidak ada aduan masuk dan tidak ada yang selesai." in said
    assert "Tidak ada aduan pada rentang ini." in said
    assert "Tidak ada aduan untuk SKPD mana pun" in said
    assert "Separuh" not in said


def test_what_nobody_knows_is_a_dash_and_a_sentence_and_never_nought() -> None:
    unknown = day_part(
        received=noted("received", None), closed=noted("closed", None), by_hour=(None,) * 24, agencies=(), before=None
    )
    late = (SourceAge("sorot", "Telematika", "never", int(Freshness.NEVER)),)
    said = words_of(drawn(frozen(day=unknown, sources=late, is_whole=False)))
    assert "Jumlah aduan yang masuk tidak diketahui." in said
    assert "Belum pernah menjawab: sorot." in said
    assert "Hari belum usai" in said
    assert "angka tidak diketahui" in said


def test_a_source_that_is_lost_and_what_is_withheld_are_named() -> None:
    said = words_of(drawn(frozen(revenue=revenue_part(curves=None, withheld=("Pajak Parkir",)))))
    assert "sehingga angkanya tidak bergerak: dana." in said
    assert "atau sumbernya hilang: Pajak Parkir." in said
    assert "3 hari sebelumnya" in said


def test_nothing_missing_is_said_too() -> None:
    good = (SourceAge("sorot", "Telematika", "ok", 0, 9.0, 9.0),)
    milestones = tuple(one for one in revenue_part().milestones if one.met is not None)
    whole = revenue_part(curves=None, milestones=milestones)
    said = words_of(drawn(frozen(sources=good, revenue=whole)))
    assert "Tidak ada: semua sumber menjawab dan semua angka diketahui." in said


def test_every_agency_that_answers_is_said_without_names() -> None:
    said = words_of(drawn(frozen(agencies=AgenciesPart(13, 13, ()))))
    assert "13 dari 13 SKPD menjawab." in said and "Tidak menjawab" not in said


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_revenue_report_has_every_kind_and_kecamatan_with_targets_and_milestones(language: str) -> None:
    said = words_of(drawn(frozen("revenue", language)))
    for name in (*KINDS, *KECAMATAN):
        assert name in said
    words = Language(language)
    assert words.number(1539, 2) in said and words.number(91.6, 2) + "%" in said
    assert words.text("Target as revised, from {day}", day="15 Nov 2016") in said
    assert words.text("still ahead") in said
    assert words.money(1.64e12) in said


def test_a_year_whose_end_is_known_is_never_projected() -> None:
    total = money_row("total", "Jumlah", projection=None, projection_low=None, projection_high=None)
    over = msgspec.structs.replace(curves(), low=(None,) * 366, high=(None,) * 366, projected=(None,) * 366)
    said = words_of(drawn(frozen("revenue", revenue=revenue_part(total=total, curves=over))))
    for word in ("diperkirakan", "Perkiraan akhir tahun", "proyeksi rentangnya"):
        assert word not in said
    assert "belum pernah" in said or "Tidak ada proyeksi" in said


def test_pajak_daerah_is_never_called_pad() -> None:
    for name in ("daily", "revenue"):
        said = words_of(drawn(frozen(name)))
        assert "Pajak daerah" in said
        assert "PAD" not in said.replace("PADA", "") and "Pendapatan asli daerah" not in said.lower()


@pytest.mark.parametrize("name", ["daily", "revenue"])
def test_P1_P2_P3_hostile_names_and_errors_are_letters_everywhere(name: str) -> None:
    sources = (SourceAge("s<b>", HOSTILE, "down", 3, 9.0, 9.0, HOSTILE),)
    bad: dict[str, Any] = {"sources": sources, "city": HOSTILE}
    lines = tuple(money_row(f"K{n}", HOSTILE) for n in range(3))
    bad["revenue"] = revenue_part(kinds=lines, districts=lines, total_name=HOSTILE, withheld=(HOSTILE,))
    if name == "daily":
        bad["day"] = day_part(names=(HOSTILE, *NAMES))
    pdf = drawn(frozen(name, **bad))
    said = text_of(pdf).replace(" ", "")
    assert "<b>{{7*7}}‹U+202E›<imgsrc='/etc/passwd'/>&" in said
    assert no_action(pdf) and "/XObject" not in str(pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"])


def test_P4_very_many_rows_go_on_over_pages_with_their_heading() -> None:
    many = tuple(f"Dinas {n}" for n in range(400))
    pages = pages_of(drawn(frozen(day=day_part(names=many))))
    assert len(pages) > 15
    assert "Dinas 399" in " ".join(pages)
    assert sum("Median selesai" in page for page in pages) > 5


def test_reports_are_made_where_there_is_no_qt() -> None:
    program = (
        "import sys\n"
        "class NoQt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('PySide6', 'shiboken6', 'PySide6QtAds', 'pyqtgraph'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, NoQt())\n"
        "import main, reports.command\n"
        "from reports.issue import drawn\n"
        "from tests.reports.paper import frozen\n"
        "sys.stdout.buffer.write(drawn(frozen()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == drawn(frozen())


def test_a_long_table_begins_on_its_headings_page_and_goes_on() -> None:
    """So many agencies do not fit below the hours; half a page stayed empty."""
    made = frozen("daily", "id", day=day_part(names=tuple(f"Dinas {n:02d}" for n in range(26))))
    pages = [" ".join(page.split()) for page in pages_of(drawn(made))]
    assert "Dinas 00" in pages[0] and "Dinas 25" in pages[1]


def test_sums_that_are_not_complete_are_named_among_what_is_missing() -> None:
    row = money_row("total", "Jumlah")
    row = msgspec.structs.replace(row, to_date=msgspec.structs.replace(row.to_date, note=INCOMPLETE))
    said = words_of(drawn(frozen("revenue", "en", revenue=revenue_part(total=row))))
    assert "Older records are still being fetched, so that sums are not complete: pajak." in said


def test_a_target_that_no_kecamatan_has_is_nothing_that_is_missing() -> None:
    bare = {"target": None, "percent": None, "remainder": None}
    places = tuple(money_row(f"32.75.{n:02d}", name, 0.1, **bare) for n, name in enumerate(KECAMATAN))
    places = tuple(
        msgspec.structs.replace(
            row, **{name: msgspec.structs.replace(getattr(row, name), id=f"district.{row.key}.{name}") for name in bare}
        )
        for row in places
    )
    said = words_of(drawn(frozen("revenue", "en", revenue=revenue_part(districts=places))))
    assert "1 figure is not known: 4." in said and "Remainder (" not in said
