"""The photos of a case side by side: the citizen's, the crew's before and after. Its height never changes."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.photo import Part
from app.i18n import Language
from app.views.photos import Look, PhotoLine
from widgets.photos.card import HEIGHT, PhotoCard
from widgets.photos.large import LargePhoto
from widgets.photos.reading import Seen, decoded
from widgets.theme import NIGHT, Size, Theme


class PhotoStrip(QWidget):
    """Without photos it is not there. `look_wanted`: a person pressed a covered photo."""

    look_wanted = Signal()
    MOST = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._lines: tuple[PhotoLine, ...] = ()
        self._seen: Mapping[str, Seen] = {}
        self._words, self._theme = Language("id"), NIGHT
        self._large: LargePhoto | None = None
        self.cards = [PhotoCard() for _ in range(self.MOST)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP[1])
        for card in self.cards:
            row.addWidget(card, 1)
            card.hide()
            card.clicked.connect(self._on_clicked)
        self.hide()

    def show_photos(self, lines: Sequence[PhotoLine], seen: Mapping[str, Seen], words: Language) -> None:
        """Show these photos; further ones of the citizen are in the large view, which closes when they are covered."""
        self._lines, self._seen, self._words = tuple(lines), seen, words
        if self._large is not None and not self._large.lines <= set(self._lines):
            self._large.close()
        chosen = _chosen(self._lines)
        for card, line in zip(self.cards, chosen, strict=False):
            here = seen.get(line.hash) if line.look is Look.SHOWN else None
            card.show_line(line, here.small if here else None, words)
        for n, card in enumerate(self.cards):
            card.setVisible(n < len(chosen))
        self.setVisible(bool(chosen))

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        for card in self.cards:
            card.set_theme(theme)

    def look(self) -> bool:
        """Want to see the citizen's covered photos; whether there are any."""
        is_covered = any(line.look is Look.COVERED for line in self._lines)
        if is_covered:
            self.look_wanted.emit()
        return is_covered

    def enlarge(self, line: PhotoLine) -> LargePhoto:
        """Open the large view at this photo."""
        shown = [one for one in self._lines if one.look is Look.SHOWN]
        pictures = [(one, decoded(self._seen[one.hash].jpeg)) for one in shown]
        large = LargePhoto(pictures, shown.index(line), self._words, self._theme, self)
        large.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        large.finished.connect(self._on_closed)
        self._large = large
        large.open()
        return large

    def _on_closed(self, _result: int) -> None:
        self._large = None

    def _on_clicked(self) -> None:
        card = self.sender()
        line = card.line if isinstance(card, PhotoCard) else None
        if line is None:
            return
        if line.look is Look.SHOWN:
            self.enlarge(line)
        else:
            self.look()


def _chosen(lines: Sequence[PhotoLine]) -> list[PhotoLine]:
    """One of each part, the citizen's best first: what is shown, then what may be looked at, then the rest."""
    best = {Look.SHOWN: 0, Look.COVERED: 1, Look.WAITING: 2}
    chosen: dict[Part, PhotoLine] = {}
    for line in lines:
        there = chosen.get(line.part)
        if there is None or best.get(line.look, 3) < best.get(there.look, 3):
            chosen[line.part] = line
    return [chosen[part] for part in Part if part in chosen]
