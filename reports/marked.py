"""A figure with its severity mark before it, in a tile or a cell: the screen's shape and colour, drawn as a vector."""

from reportlab.graphics import renderPDF
from reportlab.platypus import Flowable, Paragraph

from app.domain.severity import Severity
from reports.marks import mark

_GAP = 3.0
_MIDDLE = 0.66  # of the type's size: from the top of a line to the middle of its figures


class Marked(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A paragraph, and a mark of `size` points at the left edge, on the line of its first letters."""

    def __init__(self, words: Paragraph, severity: Severity | int, size: float = 6.5, *, at_left: bool = False) -> None:
        super().__init__()
        self.words, self.severity, self.size, self.at_left = words, severity, size, at_left

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As the words need it; in a tile they stand behind the mark."""
        self.room = self.size + _GAP if self.at_left else 0.0
        self.width, self.height = width, self.words.wrap(width - self.room, height)[1]
        return self.width, self.height

    def draw(self) -> None:
        """The words, and the mark in the middle of their first line."""
        self.words.drawOn(self.canv, self.room, 0)
        middle = self.height - self.words.style.fontSize * _MIDDLE
        renderPDF.draw(mark(self.severity, self.size), self.canv, 0, middle - self.size / 2)
