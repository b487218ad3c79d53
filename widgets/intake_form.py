"""What is asked of a caller: fields, the checks of each, and the complaint that comes of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from app.actions.intake import Channel, Intake
from app.i18n import N_, Language
from app.settings import CityFile
from widgets.plain import text_label, tip
from widgets.theme import Size

CHANNEL_WORDS: Mapping[Channel, str] = {
    Channel.EMERGENCY: N_("Emergency call 112"),
    Channel.TELEPHONE: N_("Telephone"),
    Channel.WALK_IN: N_("At the counter"),
    Channel.WHATSAPP: N_("WhatsApp"),
}
_HEIGHT = 96
LONGEST = 4_000  # characters of what was said
CREATES = "open311"
"""The protocol by which a backend can be asked to create a complaint."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: degrees, and how it was said ("" by a click on the map)."""

    lat: float
    lon: float
    name: str = ""


def backend_of(city: CityFile) -> str:
    """The source that creates what is taken by hand: the first that takes what this room decides; "" for none."""
    return next((spec.id for spec in city.sources if spec.write_back and spec.protocol == CREATES), "")


class IntakeForm(QWidget):
    """The fields in the order a call goes. `changed` after every change."""

    changed = Signal()

    def __init__(self, city: CityFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city = city
        self.spot: Spot | None = None
        self.channel, self.category = QComboBox(), QComboBox()
        self.caller, self.phone, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.description = QPlainTextEdit()
        self._labels = [text_label(role="secondary") for _ in range(6)]
        self._stand()
        self._connect()

    def _stand(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Size.GAP[1])
        grid.setVerticalSpacing(Size.GAP[1])
        grid.setColumnStretch(1, 1)
        fields = (self.channel, self.caller, self.phone, self.category, self.description, self.address)
        for row, (label, field) in enumerate(zip(self._labels, fields, strict=True)):
            top = Qt.AlignmentFlag.AlignTop if field is self.description else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(label, row, 0, top)
            grid.addWidget(field, row, 1)
        self.category.setEditable(True)
        self.category.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.description.setFixedHeight(_HEIGHT)
        grid.setRowMinimumHeight(fields.index(self.description), _HEIGHT)
        self.description.setTabChangesFocus(True)
        self.description.setObjectName("act-text")
        for line, most in ((self.caller, 120), (self.phone, 40), (self.address, 300)):
            line.setMaxLength(most)

    def _connect(self) -> None:
        self.channel.currentIndexChanged.connect(self._on_changed)
        self.category.currentTextChanged.connect(self._on_changed)
        for line in (self.caller, self.phone, self.address):
            line.textChanged.connect(self._on_changed)
        self.description.textChanged.connect(self._on_changed)

    def set_words(self, words: Language) -> None:
        """Use another language; what was chosen stays."""
        names = (
            N_("Came by"),
            N_("Caller's name"),
            N_("Caller's number"),
            N_("Category"),
            N_("What was said"),
            N_("Address"),
        )
        fields = (self.channel, self.caller, self.phone, self.category, self.description, self.address)
        for label, field, name in zip(self._labels, fields, names, strict=True):
            label.setText(words.text(name))
            field.setAccessibleName(words.text(name))
        for line in (self.caller, self.phone):
            tip(line, words.text("Kept apart from the complaint, and shown only on request"))
        _fill(self.channel, [(words.text(CHANNEL_WORDS[one]), one.value) for one in Channel])
        english = words.code == "en"
        kinds = [((kind.name_en if english else "") or kind.name, kind.id) for kind in self._city.categories]
        _fill(self.category, sorted(kinds))
        found = QCompleter([name for name, _ in sorted(kinds)], self.category)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        self.category.setCompleter(found)

    def clear(self) -> None:
        """An empty form for the next caller; the channel stays, for calls come in rows."""
        for line in (self.caller, self.phone, self.address):
            line.clear()
        self.description.clear()
        self.category.setCurrentIndex(-1)
        self.category.clearEditText()
        self.spot = None
        self.changed.emit()

    def texts(self) -> dict[str, str]:
        """What was typed and chosen, by field, so that it can be kept."""
        spot = "" if self.spot is None else f"{self.spot.lat!r} {self.spot.lon!r} {self.spot.name}"
        return {
            "channel": str(self.channel.currentData() or ""),
            "caller": self.caller.text(),
            "phone": self.phone.text(),
            "category": self.category_id(),
            "description": self.description.toPlainText(),
            "address": self.address.text(),
            "spot": spot,
        }

    def restore(self, texts: Mapping[str, str]) -> None:
        """Take back what was kept; what no longer means anything is left out."""
        for box, name in ((self.channel, "channel"), (self.category, "category")):
            if texts.get(name) and (at := box.findData(texts[name])) >= 0:
                box.setCurrentIndex(at)
        for line, name in ((self.caller, "caller"), (self.phone, "phone"), (self.address, "address")):
            line.setText(texts.get(name, ""))
        self.description.setPlainText(texts.get("description", ""))
        self.set_spot(_spot_of(texts.get("spot", "")))

    def set_spot(self, spot: Spot | None) -> None:
        """The place was said; its name goes into an empty address."""
        self.spot = spot
        if spot is not None and spot.name and not self.address.text().strip():
            self.address.setText(spot.name)
        self.changed.emit()

    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen yet."""
        typed = (self.caller.text(), self.phone.text(), self.address.text(), self.description.toPlainText())
        return not any(text.strip() for text in typed) and not self.category_id() and self.spot is None

    def category_id(self) -> str:
        """The chosen category; "" while what is typed is none."""
        at = self.category.findText(self.category.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return str(self.category.itemData(at)) if at >= 0 else ""

    def missing(self, words: Language) -> list[str]:
        """What keeps it from being stored, one sentence each."""
        found = []
        if not self.category_id():
            found.append(words.text("Choose a category."))
        if not self.description.toPlainText().strip():
            found.append(words.text("Say what was reported."))
        if self.spot is not None and not self._is_inside(self.spot):
            found.append(words.text("The place is outside the city."))
        return found

    def hints(self, words: Language) -> list[str]:
        """What would help, though it may be stored without."""
        found = []
        if self.spot is None:
            found.append(words.text("Without a place no unit can be suggested by distance."))
        digits = sum(sign.isdigit() for sign in self.phone.text())
        if self.phone.text().strip() and digits < 3:
            found.append(words.text("The number has hardly any digits."))
        return found

    def intake(self) -> Intake:
        """The complaint as it stands in the form."""
        caller = {"name": self.caller.text().strip(), "phone": self.phone.text().strip()}
        return Intake(
            category=self.category_id(),
            description=self.description.toPlainText().strip()[:LONGEST],
            channel=Channel(str(self.channel.currentData())),
            address=self.address.text().strip(),
            lat=self.spot.lat if self.spot else None,
            lon=self.spot.lon if self.spot else None,
            caller={key: text for key, text in caller.items() if text},
            backend=backend_of(self._city),
        )

    def _is_inside(self, spot: Spot) -> bool:
        south, west, north, east = self._city.city.box_with_margin
        return south <= spot.lat <= north and west <= spot.lon <= east

    def _on_changed(self, _what: object = None) -> None:
        self.changed.emit()


def _spot_of(text: str) -> Spot | None:
    lat, _, rest = text.partition(" ")
    lon, _, name = rest.partition(" ")
    try:
        return Spot(float(lat), float(lon), name)
    except ValueError:
        return None


def _fill(box: QComboBox, rows: list[tuple[str, str]]) -> None:
    """Fill a choice anew; what was chosen stays chosen."""
    chosen, typed = box.currentData(), box.currentText() if box.isEditable() else ""
    was_chosen = box.currentIndex() >= 0
    box.blockSignals(True)
    box.clear()
    for text, value in rows:
        box.addItem(text, value)
    box.setCurrentIndex(box.findData(chosen) if was_chosen else (-1 if box.isEditable() else 0))
    if box.isEditable() and not was_chosen:
        box.setEditText(typed)
    box.blockSignals(False)
