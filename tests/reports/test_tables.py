"""Tables for other programs: C1 no cell starts a formula, F1 no name leaves its folder, nothing half written stays."""

import csv
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reports.tables import WRITERS, Cancelled, Table, free_path, safe_cell, safe_name, write_csv, write_xlsx
from tests.conftest import ROOT

ATTACKS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\N{FULLWIDTH EQUALS SIGN}1",
    ";=1+1",
    '"=1+1',
    " =1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://x","y")',
)
NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def no_progress(_part: float) -> None:
    """Nobody looks."""


def table(*texts: str) -> Table:
    rows = [(text, -12.5, date(2016, 11, 30), None) for text in texts]
    return Table("Pajak daerah 2016", ("Jenis", "Sisa", "Hari", "Catatan"), rows, ("Pajak daerah, bukan PAD",))


@pytest.mark.parametrize("attack", ATTACKS)
def test_C1_a_text_that_could_be_a_formula_gets_an_apostrophe_in_csv(tmp_path, attack):
    path = tmp_path / "a.csv"
    write_csv(table(attack), path, no_progress)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cell = list(csv.reader(file))[1][0]
    assert cell == f"'{attack}"


def test_C1_numbers_stay_numbers_also_negative_ones(tmp_path):
    path = tmp_path / "a.csv"
    write_csv(table("PBB"), path, no_progress)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").splitlines(keepends=True)[1] == "PBB,-12.5,2016-11-30,\r\n"


@pytest.mark.parametrize("harmless", ["PBB-P2", "Rp1 miliar", "a=b", "", "3 + 4", "\N{EN DASH}"])
def test_C1_an_ordinary_text_is_left_alone(harmless):
    assert safe_cell(harmless) == harmless


@pytest.mark.parametrize("attack", ATTACKS)
def test_C1_a_workbook_holds_typed_strings_and_no_formula_and_no_link(tmp_path, attack):
    path = tmp_path / "a.xlsx"
    write_xlsx(table(attack), path, no_progress)
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
        assert not sheet.findall(".//m:f", NAMESPACE)
        assert not any("rels" in name and "sheet" in name for name in book.namelist())
    cells = sheet.findall(".//m:row", NAMESPACE)[2].findall("m:c", NAMESPACE)
    assert cells[0].get("t") in ("s", "inlineStr"), "a text is no typed string"
    assert cells[1].get("t") is None and float(cells[1].findtext("m:v", "", NAMESPACE)) == -12.5


BAD_NAMES = (
    "../../.bashrc",
    "CON",
    "a\0b",
    "x" * 300,
    ".hidden",
    "a/b\\c",
    "",
    "..",
    "nul.txt",
    "\u202egnp.exe",
    "-rf",
)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_F1_a_name_is_one_plain_word_that_stays_in_the_folder(tmp_path, name):
    made = safe_name(name, ".csv")
    assert "/" not in made and "\\" not in made and "\0" not in made
    assert not made.startswith((".", "-"))
    assert len(made) <= 90
    assert made.split(".")[0].lower() not in ("con", "nul")
    path = free_path(tmp_path, name, ".csv")
    assert path.parent == tmp_path.resolve()


def test_F1_a_link_in_the_folder_is_not_written_through(tmp_path):
    folder, outside = tmp_path / "out", tmp_path / "outside.csv"
    folder.mkdir()
    outside.write_text("mine")
    (folder / "pajak.csv").symlink_to(outside)
    path = free_path(folder, "pajak", ".csv")
    write_csv(table("x"), path, no_progress)
    assert outside.read_text() == "mine"
    assert path.name == "pajak-2.csv"
    write_csv(table("x"), folder / "pajak.csv", no_progress)  # a race: the link came after the name was chosen
    assert outside.read_text() == "mine", "the file was written through the link"


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_what_is_taken_back_leaves_nothing_behind(tmp_path, suffix):
    def enough(part: float) -> None:
        if part > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        WRITERS[suffix](table(*["x"] * 500), tmp_path / f"a{suffix}", enough)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_progress_is_told_until_the_end(tmp_path, suffix):
    told: list[float] = []
    WRITERS[suffix](table(*["x"] * 300), tmp_path / f"a{suffix}", told.append)
    assert told == sorted(told) and told[0] == 0 and told[-1] == 1 and len(told) > 50
    assert [path.name for path in tmp_path.iterdir()] == [f"a{suffix}"]


def test_what_nobody_knows_is_an_empty_cell_and_not_zero(tmp_path):
    rows = [("PBB", float("nan")), ("BPHTB", None), ("HOTEL", float("inf"))]
    path = tmp_path / "a.csv"
    write_csv(Table("T", ("a", "b"), rows), path, no_progress)
    assert path.read_text(encoding="utf-8-sig").splitlines()[1:] == ["PBB,", "BPHTB,", "HOTEL,"]
    write_xlsx(Table("T", ("a", "b"), rows), tmp_path / "a.xlsx", no_progress)


def test_tables_bring_neither_qt_nor_the_maker_of_pages():
    code = "import reports.tables, sys; print([m for m in ('PySide6', 'reportlab', 'xlsxwriter') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(OSError):
        write_csv(table("x"), Path("/proc/none/a.csv"), no_progress)
