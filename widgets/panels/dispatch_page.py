"""What the dispatch panel holds: the case, the money, the units to choose from, how they are told, and the orders."""

from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.i18n import Language
from app.views.suggest import ASKED, MOST
from widgets.marks import pixmap
from widgets.page import Page
from widgets.panels.dispatch_list import UnitList, UnitModel
from widgets.panels.dispatch_orders import OrderList
from widgets.plain import caption, text_label, tip
from widgets.text_block import TextBlock
from widgets.theme import Size, Theme

_ORDER = "#order { background: %s; border-radius: 6px; }"


class DispatchPage(Page):
    """Filled by the panel. Widgets are reused: nothing jumps while somebody chooses."""

    def __init__(self, words: Language, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark, self.case, self.stage = text_label(), text_label(role="name"), text_label(role="secondary")
        self.title, self.money = TextBlock("title"), TextBlock()
        self.units_name, self.basis = text_label(role="caps"), TextBlock("secondary")
        self.model = UnitModel(words)
        self.units = UnitList(self.model, theme)
        self.none = TextBlock()
        self.left_out = TextBlock("secondary")
        self.more, self.any_kind = QPushButton(), QPushButton()
        self.channel_name, self.channel = text_label(role="secondary"), QComboBox()
        self.text_name, self.text = text_label(role="secondary"), QLineEdit()
        self.cost_name, self.cost = text_label(role="secondary"), QLineEdit()
        self.send = QPushButton()
        self.orders_name, self.orders = text_label(role="caps"), OrderList()
        self._stand()

    def _stand(self) -> None:
        head = QHBoxLayout()
        for label in (self.mark, self.case):
            head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self.stage)
        self.column.addLayout(head)
        self.column.addWidget(self.title)
        self.column.addWidget(self.money)
        self.column.addWidget(self.orders_name)
        self.column.addWidget(self.orders)
        lower = (self.units_name, self.basis, self.units, self.none, self.left_out)
        for part in lower:
            self.column.addWidget(part)
        chips = QHBoxLayout()
        for chip in (self.more, self.any_kind):
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chips.addWidget(chip)
        chips.addStretch(1)
        self.send.setProperty("role", "primary")
        self.send.setMinimumHeight(Size.HIT + 6)
        self.column.addWidget(self.send)
        self.column.addLayout(chips)
        self.column.addLayout(self._form())
        self.column.addStretch(1)
        self.setFocusProxy(self.units)

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Size.GAP[1])
        grid.setVerticalSpacing(Size.GAP[0])
        rows: tuple[tuple[QWidget, QWidget], ...] = (
            (self.channel_name, self.channel),
            (self.text_name, self.text),
            (self.cost_name, self.cost),
        )
        for at, (label, field) in enumerate(rows):
            grid.addWidget(label, at, 0)
            grid.addWidget(field, at, 1)
        grid.setColumnStretch(1, 1)
        self.text.setMaxLength(500)
        self.cost.setMaxLength(15)
        self.channel.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return grid

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self.units_name.setText(words.text("Units that may be sent").upper())
        self.orders_name.setText(words.text("Orders").upper())
        self.units.setAccessibleName(words.text("Units that may be sent"))
        caption(self.more, words.text("More units"))
        tip(self.more, words.text("Also those that are further off"))
        caption(self.any_kind, words.text("Every kind"))
        tip(self.any_kind, words.text("Also vehicles that are not meant for this category"))
        fields = (
            (self.channel_name, self.channel, words.text("Told by")),
            (self.text_name, self.text, words.text("Words to the crew")),
            (self.cost_name, self.cost, words.text("Estimate, Rp")),
        )
        for label, field, name in fields:
            label.setText(name)
            field.setAccessibleName(name)
        tip(
            self.cost,
            words.text("What it will cost; it is set aside in the agency's response fund. Empty: nothing is."),
        )

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.dress(theme)
        self.setStyleSheet(self.styleSheet() + _ORDER % theme.raised)
        self.units.painter.set_theme(theme)
        self.units.viewport().update()

    def start_over(self) -> None:
        """Another case: nothing typed, the usual units."""
        for field in (self.text, self.cost):
            field.clear()
        for chip in (self.more, self.any_kind):
            chip.setChecked(False)

    def most(self) -> int:
        """How many units are shown."""
        return ASKED if self.more.isChecked() else MOST

    def show_mark(self, name: str, colour: str) -> None:
        """The severity's mark."""
        self.mark.setPixmap(pixmap(name, colour, 14, self.devicePixelRatioF()))

    def show_send(self, text: str, why_not: str, words: Language) -> None:
        """The button's words; why it is off, "" for on."""
        caption(self.send, text)
        self.send.setEnabled(not why_not)
        tip(self.send, why_not or words.text("Enter in the list sends it; the order leaves after ten seconds."))
