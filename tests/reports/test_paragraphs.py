"""Foreign text on paper: only letters, whatever it holds, and never longer than a page can bear."""

import ast
import io
import time
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from reportlab.platypus import Flowable

from reports import fonts
from reports.grid import Column, grid, records
from reports.page import INNER, PageWords, pdf_of
from reports.text import BODY, Run, paragraph
from tests.conftest import ROOT

WORDS = PageWords(
    *("Kota Uji", "Judul", "Rabu, 30 November 2016", "00.00–24.00 WIB", "Sumber: uji", "jurnal 1"),
    *("id", "Kota Uji", "Uji", ("uji-1", "abc"), "uji"),
)
MARKUP = (
    "<b>unclosed",
    "<font color=\"[[[getattr(pow,Word('__globals__'))]]]\">x</font>",
    '<onDraw name="f" label="x"/>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<img src="http://127.0.0.1:9/x.png"/>',
    '<img src="/etc/passwd"/>',
    "&lt;b&gt; &#x41; <!-- -->",
    "]]> <![CDATA[x]]>",
)


def page(*flowables: Flowable) -> bytes:
    return pdf_of(WORDS, list(flowables))


def text_of(pdf: bytes) -> str:
    """The text as another maker's reader finds it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()


def test_P1_a_local_picture_named_in_a_text_is_not_embedded(tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "secret.png"
    Image.new("RGB", (40, 40), (255, 0, 0)).save(picture)
    pdf = page(paragraph(BODY, f'<img src="{picture}" width="40" height="40"/>'))
    assert b"/Image" not in pdf.replace(b"/ImageB", b"").replace(b"/ImageC", b"").replace(b"/ImageI", b"")
    assert "secret.png" in text_of(pdf)


@pytest.mark.parametrize("text", MARKUP)
def test_P1_P2_P3_markup_is_letters(text: str) -> None:
    pdf = page(paragraph(BODY, text), grid([Column("a", 200), Column("b", 100)], [[text, (Run(text, ink="#112233"),)]]))
    assert text_of(pdf).replace(" ", "").count(text.replace(" ", "")) == 3
    assert no_action(pdf)


def test_P3_an_expression_in_a_colour_or_a_drawing_tag_is_not_evaluated(tmp_path: Path) -> None:
    """The library evaluated such values once (CVE-2023-33733); the file would be there."""
    trace = tmp_path / "ran"
    call = f"[[[__import__('pathlib').Path('{trace}').touch()]]]"
    pdf = page(paragraph(BODY, f'<font color="{call}">x</font><onDraw name="{call}" label="x"/>'))
    assert not trace.exists()
    assert "__import__" in text_of(pdf)


def no_action(pdf: bytes) -> bool:
    """Whether a PDF holds no link, script, launch or embedded file, in any object of it."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    said = " ".join(str(reader.get_object(n)) for n in range(1, len(reader.xref[0]) + 1))
    return not any(word in said for word in ("/URI", "/JavaScript", "'/JS'", "/Launch", "/EmbeddedFile", "/OpenAction"))


def test_P2_no_link_is_in_a_page_of_links() -> None:
    assert no_action(page(*(paragraph(BODY, text) for text in MARKUP)))


def test_P4_a_cell_of_five_thousand_words_goes_on_over_pages() -> None:
    words = " ".join(f"kata{n}" for n in range(5_000))
    long_cell = paragraph(BODY, words, cap=100_000)
    pdf = page(grid([Column("a", 300, figures=False), Column("b", 100)], [["kecil", "1"], [long_cell, "2"]]))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 3
    assert "kata4999" in text_of(pdf)


def test_P4_a_text_of_two_hundred_thousand_words_is_cut_before_it_is_laid_out() -> None:
    """Without the cut it does not end in minutes; the time a test may take is the proof."""
    pdf = page(paragraph(BODY, "kata " * 200_000), paragraph(BODY, "x" * 1_000_000))
    assert len(text_of(pdf)) < 2_000 and "…" in text_of(pdf)


def test_P4_a_record_that_cannot_be_drawn_costs_only_its_own_line() -> None:
    def build(number: int) -> list[Any]:
        if number == 1:
            raise ValueError("rotten")
        return [f"baris {number}", object() if number == 2 else "7"]

    columns = [Column("a", 300, figures=False), Column("b", 100)]
    pdf = page(grid(columns, records(range(4), build, 2, "tak dapat dicetak")))
    said = text_of(pdf)
    assert said.count("tak dapat dicetak") == 2
    assert "baris 0" in said and "baris 3" in said and "baris 1" not in said


def test_P5_the_library_s_search_for_fonts_is_never_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from reportlab.lib import fontfinder

    def asked(*_: Any, **__: Any) -> None:
        raise AssertionError("the font cache was unpickled")

    monkeypatch.setattr(fontfinder.FontFinder, "load", asked)
    monkeypatch.setattr(fontfinder.FontFinder, "__init__", asked)
    for cached in (fonts.load, fonts.fallback, fonts.font_for):
        cached.cache_clear()
    assert "Huruf" in text_of(page(paragraph(BODY, "Huruf ☂ Ж")))
    assert "fontfinder" not in "".join(path.read_text(encoding="utf-8") for path in (ROOT / "reports").glob("*.py"))


def test_P1_only_one_place_builds_paragraphs() -> None:
    """A second place could forget to escape."""
    found = [path.name for path in (ROOT / "reports").rglob("*.py") if _builds_paragraphs(path)]
    assert found == ["text.py"]


def _builds_paragraphs(path: Path) -> bool:
    names = {"Paragraph", "XPreformatted", "ParaFrag", "TableOfContents"}
    calls = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return any(getattr(call, "id", getattr(call, "attr", "")) in names for call in calls)


def test_hidden_characters_are_spelled_and_strange_ones_drawn_or_spelled() -> None:
    said = text_of(page(paragraph(BODY, "kanan\u202ekiri \u200b \x00 \ud800 😀 Ж")))
    for spelled in ("‹U+202E›", "‹U+200B›", "‹U+0000›", "‹U+D800›", "Ж"):
        assert spelled in said
    assert "😀" in said or "‹U+1F600›" in said


def test_fonts_are_embedded_and_only_what_is_used_of_them() -> None:
    pdf = page(paragraph(BODY, Run("tebal", fonts.MEDIUM), Run("Ж☂")))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    resources: Any = reader.pages[0]["/Resources"]
    found = {str(font.get_object()["/BaseFont"]): font.get_object() for font in resources["/Font"].values()}
    assert all("+" in name for name in found), "a subset has a tag before its name"
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in found.values())
    assert len(pdf) < 60_000


def test_the_same_flowables_give_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    one = page(paragraph(BODY, "sama"))
    monkeypatch.setattr(time, "time", lambda: 1e9)
    assert page(paragraph(BODY, "sama")) == one


def test_the_document_says_its_language_author_and_id() -> None:
    reader = pypdf.PdfReader(io.BytesIO(page(paragraph(BODY, "isi"))))
    info = reader.metadata
    assert info is not None
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "id"
    assert (info["/Author"], info["/Subject"]) == ("Kota Uji", "Uji")
    assert info["/Title"].startswith("Judul") and info["/Keywords"].startswith("uji-1")


def test_a_heading_wider_than_the_page_is_cut_and_pages_are_counted() -> None:
    long = PageWords(*("x" * 5_000 for _ in range(6)), "id", "a", "s", (), "c", bands=("PITA " * 200,))
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(long, [paragraph(BODY, f"baris {n}") for n in range(200)])))
    assert len(reader.pages) > 2
    for number, one in enumerate(reader.pages, 1):
        assert f"{number} / {len(reader.pages)}" in one.extract_text()
        assert "PITA" in one.extract_text()
    assert INNER < 595
