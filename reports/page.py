"""A page: head, foot, the band of a simulated journal, and the document around the sections.

The same flowables give the same bytes: no time of now, no random id.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
    Table,
)

from reports.fonts import MEDIUM, REGULAR, drawn, load, width_of
from reports.palette import MARGIN, PAPER, Size

WIDTH, HEIGHT = A4
INNER = WIDTH - 2 * MARGIN
_FIRST_TOP, _LATER_TOP, _FOOT = 100.0, 62.0, 54.0
_BAND = 15.0
_BEGINNING = 120.0  # room for a heading and the first lines of its table


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands on every page, in the report's language. `bands` are warnings across the top; `lang` is id or en."""

    over: str  # above the title: the city and the centre
    title: str
    day: str
    span: str  # which hours, data up to when
    sources: str
    trace: str  # journal commit and fingerprint
    lang: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    creator: str
    bands: tuple[str, ...] = ()
    audit: str = ""  # the head of the audit chain, as `audit verify --anchor` takes it


def _flowing(flowables: Sequence[Flowable]) -> Iterator[Flowable]:
    """A long table begins where its heading stands and goes on over pages, instead of leaving half a page empty."""
    for n, flowable in enumerate(flowables):
        is_before_table = n + 1 < len(flowables) and isinstance(flowables[n + 1], Table)
        if is_before_table and getattr(flowable, "keepWithNext", False):
            flowable.keepWithNext = 0
            yield CondPageBreak(_BEGINNING)
        yield flowable


def pdf_of(words: PageWords, flowables: Sequence[Flowable]) -> bytes:
    """The whole document. Raises LayoutError when something cannot be placed on any page."""
    load()
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=words.title + " · " + words.day,
        author=words.author,
        subject=words.subject,
        keywords=list(words.keywords),
        creator=words.creator,
        lang=words.lang,
        invariant=1,
        pageCompression=1,
        allowSplitting=1,
        initialFontName=REGULAR,
    )
    lower = len(words.bands) * _BAND
    document.addPageTemplates(
        [
            _template("first", _FIRST_TOP + lower, lambda canvas, _: _first_head(canvas, words)),
            _template("later", _LATER_TOP + lower, lambda canvas, _: _later_head(canvas, words)),
        ]
    )
    document.build([NextPageTemplate("later"), *_flowing(flowables)], canvasmaker=_numbering(words))
    return out.getvalue()


def _template(name: str, top: float, head: Any) -> PageTemplate:
    frame = Frame(MARGIN, _FOOT, INNER, HEIGHT - top - _FOOT, 0, 0, 0, 0, id=name)
    return PageTemplate(name, [frame], onPage=head)


def _numbering(words: PageWords) -> type[Canvas]:
    """A canvas that knows how many pages there are before it writes the foot of each."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page in self._pages:
                self.__dict__.update(page)
                _foot(self, words, f"{self._pageNumber} / {len(self._pages)}")
                super().showPage()
            super().save()

    return Numbered


def _say(canvas: Canvas, x: float, y: float, text: str, face: str, size: float, ink: str, right: bool = False) -> None:
    canvas.setFont(face, size)
    canvas.setFillColor(HexColor(ink))
    (canvas.drawRightString if right else canvas.drawString)(x, y, drawn(text))


def _bands(canvas: Canvas, words: PageWords) -> float:
    """Draw the warnings; the height of the page that is left."""
    top = HEIGHT - 22
    for band in words.bands:
        canvas.setFillColor(HexColor(PAPER.raised))
        canvas.rect(MARGIN, top - _BAND + 3, INNER, _BAND - 2, stroke=0, fill=1)
        _say(canvas, MARGIN + 6, top - _BAND + 6.6, _fitted(band, MEDIUM, 7, INNER - 12), MEDIUM, 7, PAPER.replay)
        top -= _BAND
    return float(HEIGHT - len(words.bands) * _BAND)


def _first_head(canvas: Canvas, words: PageWords) -> None:
    top, right = _bands(canvas, words), WIDTH - MARGIN
    _say(canvas, MARGIN, top - 51.5, _fitted(words.over, REGULAR, 8.6, INNER), REGULAR, 8.6, PAPER.secondary)
    span_width = width_of(drawn(words.span), REGULAR, 8.6)
    title = _fitted(words.title, MEDIUM, Size.TITLE, INNER - span_width - 16)
    _say(canvas, MARGIN, top - 75, title, MEDIUM, Size.TITLE, PAPER.text)
    _say(canvas, right, top - 66, words.day, MEDIUM, 8.8, PAPER.text, right=True)
    _say(canvas, right, top - 79, words.span, REGULAR, 8.6, PAPER.secondary, right=True)
    canvas.setStrokeColor(HexColor(PAPER.heading))
    canvas.setLineWidth(1.4)
    canvas.line(MARGIN, top - 92, right, top - 92)


def _later_head(canvas: Canvas, words: PageWords) -> None:
    top, right = _bands(canvas, words), WIDTH - MARGIN
    _say(canvas, MARGIN, top - 42, _fitted(words.title, MEDIUM, 8.6, INNER / 3), MEDIUM, 8.6, PAPER.text)
    _say(canvas, right, top - 42, f"{words.day} · {words.span}", REGULAR, Size.SMALL, PAPER.secondary, right=True)
    canvas.setStrokeColor(HexColor(PAPER.rule))
    canvas.setLineWidth(0.8)
    canvas.line(MARGIN, top - 50, right, top - 50)


def _foot(canvas: Canvas, words: PageWords, number: str) -> None:
    canvas.setStrokeColor(HexColor(PAPER.line))
    canvas.setLineWidth(0.6)
    lines = [line for line in (words.sources, words.trace, words.audit) if line]
    top = 36.0 if len(lines) < 3 else 40.5
    canvas.line(MARGIN, top + 11, WIDTH - MARGIN, top + 11)
    for n, line in enumerate(lines):
        said = _fitted(line, REGULAR, 6.8, INNER - 40)
        _say(canvas, MARGIN, top - 9.5 * n, said, REGULAR, 6.8, PAPER.secondary)
    _say(canvas, WIDTH - MARGIN, top, number, REGULAR, 6.8, PAPER.secondary, right=True)


def _fitted(text: str, face: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    text = drawn(text[:400])
    if width_of(text, face, size) <= room:
        return text
    while text and width_of(text + "…", face, size) > room:
        text = text[:-1]
    return text + "…"
