"""Where it is: by a click on the map, or by the name of a landmark; the name of an area only brings the map there."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from app.i18n import Language
from app.settings.places import Kecamatan, Landmark
from widgets.group import Group
from widgets.intake_form import Spot
from widgets.palette_find import Entry, find_places
from widgets.plain import caption, text_label, tip
from widgets.theme import Size

if TYPE_CHECKING:
    from widgets.live import Live

_MOST = 6
_NEAR, _WIDE = 17.0, 14.5  # zoom of a point, and of an area one still has to click in


class PlaceField(QWidget):
    """`said` carries a Spot. What is found stands in a list below the field; Enter takes the first."""

    said = Signal(object)

    def __init__(self, live: "Live", group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group = live, group
        self._found: list[Entry] = []
        self.field, self.list, self.click = QLineEdit(), QListWidget(), QPushButton()
        self.where = text_label(role="small")
        self.where.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Size.GAP[0])
        grid.addWidget(self.field, 0, 0)
        grid.addWidget(self.click, 0, 1)
        grid.addWidget(self.list, 1, 0, 1, 2)
        grid.addWidget(self.where, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.list.hide()
        self.click.setCheckable(True)
        self._connect()

    def _connect(self) -> None:
        self.field.textEdited.connect(self._on_text)
        self.field.returnPressed.connect(self._on_enter)
        self.list.itemActivated.connect(self._on_item)
        self.list.itemClicked.connect(self._on_item)
        self.click.toggled.connect(self._group.set_picking)
        self._group.picking_changed.connect(self.click.setChecked)
        self._group.point_picked.connect(self._on_point)

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self.field.setPlaceholderText(words.text("Name of a place, street or area"))
        self.field.setAccessibleName(words.text("Name of a place, street or area"))
        self.list.setAccessibleName(words.text("Places found"))
        caption(self.click, words.text("Click on the map"))
        tip(self.click, words.text("The next click on the map says the place"))

    def show_spot(self, spot: Spot | None, words: Language) -> None:
        """Say the place that stands."""
        if spot is None:
            self.where.setText(words.text("No place yet."))
            return
        point = f"{spot.lat:.5f}, {spot.lon:.5f}"
        self.where.setText(f"{spot.name} · {point}" if spot.name else point)

    def clear(self) -> None:
        """Nothing is looked for any more."""
        self.field.clear()
        self._offer([])
        self._group.set_picking(False)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        words = self._group.language
        found = find_places(text.strip(), self._live, words) if len(text.strip()) > 1 else []
        self._offer(sorted(found, key=lambda entry: -entry.score)[:_MOST])

    def _offer(self, found: list[Entry]) -> None:
        self._found = found
        self.list.clear()
        for entry in found:
            item = QListWidgetItem(f"{entry.title} · {entry.detail}")
            item.setSizeHint(QSize(0, Size.HIT))
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(max(1, len(found)) * Size.HIT + 2)

    def _on_enter(self) -> None:
        if self._found:
            self._take(self._found[0])

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        self._take(self._found[self.list.row(item)])

    def _take(self, entry: Entry) -> None:
        places = self._live.city.places
        many: Mapping[str, Sequence[Landmark | Kecamatan]] = {
            "landmark": places.landmarks,
            "kecamatan": places.kecamatan,
            "kelurahan": places.kelurahan,
        }
        place = many[entry.kind][entry.key]
        self.field.setText(place.name)
        self._offer([])
        self._group.point_requested.emit(place.lat, place.lon, _NEAR if entry.kind == "landmark" else _WIDE)
        if entry.kind == "landmark":
            self.said.emit(Spot(place.lat, place.lon, place.name))
        else:  # the middle of an area is not where something happened: the person clicks it
            self.where.setText(self._group.language.text("Now click the exact place in {area}.", area=place.name))
            self._group.set_picking(True)

    @Slot(float, float)
    def _on_point(self, lat: float, lon: float) -> None:
        if self.isVisible():
            self.said.emit(Spot(lat, lon, self.field.text().strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes into what was found."""
        if event.key() == Qt.Key.Key_Down and self._found:
            self.list.setFocus()
            self.list.setCurrentRow(0)
            return
        super().keyPressEvent(event)
