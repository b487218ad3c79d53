"""The only place that builds a paragraph: words become markup here, escaped, and nowhere else (safety P1 to P3).

The library reads its own markup in paragraphs: an unescaped `<img>` would embed a local file, an unclosed `<b>` would
end the whole report. So callers give runs of plain text with a weight and an ink, never markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from app.domain.visible import visible
from reports.fonts import MEDIUM, REGULAR, load, spans
from reports.palette import PAPER, Size

CAP = 600  # characters of one run of a cell; 20,000 words took more than a second, 200,000 had no end
LEFT, RIGHT, CENTRE = TA_LEFT, TA_RIGHT, TA_CENTER


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks. `lead` is the distance of lines as a multiple of the size."""

    size: float = Size.BASE
    face: str = REGULAR
    ink: str = PAPER.text
    align: int = LEFT
    lead: float = 1.35
    after: float = 0.0
    before: float = 0.0
    indent: float = 0.0
    tail: float = 0.0

    def right(self) -> "Style":
        """The same, ranged right."""
        return replace(self, align=RIGHT)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of plain text; what is empty is the style's. `note` is a footnote's number behind it."""

    text: str
    face: str = ""
    ink: str = ""
    note: int = 0
    size: float = 0


BODY = Style()
SMALL = Style(Size.SMALL, ink=PAPER.secondary)
LEAD = Style(Size.LEAD, lead=1.55, tail=6)
HEADING = Style(Size.HEADING, MEDIUM, PAPER.heading, before=16, after=7)


def paragraph(style: Style, *runs: Run | str, cap: int = CAP) -> Paragraph:
    """A paragraph of plain runs. Hidden characters are made visible, each run is cut at `cap` characters."""
    load()
    pieces = [run if isinstance(run, Run) else Run(run) for run in runs]
    return Paragraph("".join(_markup(run, style, cap) for run in pieces), _made(style))


def _markup(run: Run, style: Style, cap: int) -> str:
    inner = "".join(_piece(text, font or run.face, run) for font, text in spans(visible(run.text, cap)))
    return inner + (_number(run.note, style) if run.note else "")


def _number(note: int, style: Style) -> str:
    """A footnote's number, as small and as high as suits the type it stands behind."""
    size = min(max(style.size * 0.5, Size.TINY - 1), Size.SMALL)
    face = f'<font name="{REGULAR}" color="{PAPER.secondary}">\N{HAIR SPACE}{note:d}</font>'
    return f'<super rise="{style.size * 0.4:.2f}" size="{size:.2f}">{face}</super>'


def _piece(text: str, face: str, run: Run) -> str:
    said = (
        f' name="{face}"' * bool(face) + f' color="{run.ink}"' * bool(run.ink) + f' size="{run.size}"' * bool(run.size)
    )
    return f"<font{said}>{escape(text)}</font>" if said else escape(text)


@cache
def _made(style: Style) -> ParagraphStyle:
    return ParagraphStyle(
        f"{style!r}",
        fontName=style.face,
        fontSize=style.size,
        leading=style.size * style.lead,
        textColor=HexColor(style.ink),
        alignment=style.align,
        spaceAfter=style.after,
        spaceBefore=style.before,
        leftIndent=style.indent,
        rightIndent=style.tail,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


def heading(words: str, note: int = 0, aside: str = "") -> Paragraph:
    """A section's heading, with a quiet word behind it such as a unit; it stays with what follows."""
    quiet = [Run(f" · {aside}", REGULAR, PAPER.secondary, size=Size.SMALL + 0.6)] if aside else []
    made = paragraph(HEADING, Run(words, note=note), *quiet)
    made.keepWithNext = 1
    return made


def lines(style: Style, texts: Sequence[str]) -> list[Paragraph]:
    """One paragraph a text."""
    return [paragraph(style, text) for text in texts]
