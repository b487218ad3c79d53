"""Fusion, our palette and a small style sheet made from the tokens; nothing else decides how a widget looks."""

from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from widgets.contrast import readable_on
from widgets.fonts import FAMILY, font
from widgets.theme import Size, Theme

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.Light: "line",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "window",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.BrightText: "text",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.PlaceholderText: "faint",
}
_TEXTS = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)

_SHEET = Template("""
QWidget { font-family: "$family"; font-size: ${base}px; }
QMainWindow, QDialog, #desk, #floor { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 500; color: $text; }
QLabel[role="name"] { font-weight: 500; color: $text; }
QLabel[role="small"] { font-size: ${small}px; color: $secondary; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="wrong"] { color: $kritis; }
QLabel[role="faint"] { color: $faint; }
QLabel[role="caps"] { font-size: ${small}px; color: $secondary; }
QLabel[role="figure"] { font-size: ${figure}px; font-weight: 300; color: $text; }
QLabel[role="key"] { font-size: ${small}px; color: $secondary; border: 1px solid $line; border-radius: 4px;
  padding: 0 5px; background: $raised; }
QLineEdit, QPlainTextEdit, QComboBox { background: $window; color: $text; border: 1px solid $line;
  border-radius: ${radius}px; padding: 0 8px; min-height: 26px; selection-background-color: $accent;
  selection-color: $on_accent; }
QPlainTextEdit { padding: 4px; }
QComboBox::drop-down { border: 0; width: 18px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 1px solid $accent; }
QPushButton, QToolButton { background: $raised; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0 10px; min-height: 26px; }
QToolButton { padding: 0 6px; }
QPushButton:hover, QToolButton:hover { border-color: $faint; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: $selection;
  border-color: $accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 0 9px; min-height: 24px; }
QToolButton:focus { padding: 0 5px; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: transparent; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled { background: transparent; color: $faint; border-color: $line; }
QToolButton[role="quiet"], QPushButton[role="quiet"] { background: transparent; border-color: transparent;
  color: $secondary; }
QToolButton[role="quiet"]:hover, QPushButton[role="quiet"]:hover { background: $raised; color: $text; }
QToolButton[role="quiet"]:focus, QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="chip"] { border-radius: 14px; border-color: transparent; padding: 0 12px; color: $secondary;
  min-height: 26px; }
QPushButton[role="chip"]:hover { color: $text; border-color: $line; }
QPushButton[role="chip"]:checked { background: $selection; color: $text; border-color: $accent; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 0 11px; min-height: 24px; }
QToolButton::menu-indicator { image: none; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QAbstractItemView { background: $panel; color: $text; border: 0; outline: 0; gridline-color: $line; }
QTableView::item { padding: 0 8px; border: 0; }
QTableView::item:selected { background: $selection; }
QListWidget::item { padding: 0 8px; border: 0; }
QListWidget::item:selected { background: $selection; color: $text; }
QAbstractItemView:focus { border: 1px solid $accent; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section { background: $panel; color: $secondary; font-size: ${small}px; border: 0;
  border-bottom: 1px solid $line; padding: 0 8px; min-height: 26px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $line; border: 0; border-radius: 3px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollArea { border: 0; background: transparent; }
QMessageBox { background: $panel; }
#topbar { background: $panel; border-bottom: 1px solid $line; }
#sheet { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }
#sheet QAbstractItemView { background: $raised; }
#toast { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }
#toast[grave="true"] { border-color: $kritis; }
#band { border: 0; }
""")

_DOCKS = Template("""
ads--CDockContainerWidget { background: $window; }
ads--CDockContainerWidget > QSplitter { padding: 8px; }
QSplitter::handle { background: $window; }
QSplitter::handle:horizontal { width: 8px; }
QSplitter::handle:vertical { height: 8px; }
QSplitter::handle:hover { background: $line; }
ads--CDockAreaWidget { background: $panel; border: 1px solid $line; border-radius: ${radius}px; }
ads--CDockAreaTitleBar { background: transparent; border: 0; border-bottom: 1px solid $line; padding: 0 4px 0 4px;
  min-height: 38px; max-height: 38px; }
ads--CDockWidget { background: transparent; border: 0; }
ads--CDockAreaTabBar, ads--CDockAreaTabBar QWidget { background: transparent; border: 0; }
ads--CDockWidgetTab { background: transparent; border: 0; border-bottom: 2px solid transparent; padding: 0 4px; }
ads--CDockWidgetTab QLabel { color: $secondary; font-weight: 500; }
ads--CDockWidgetTab QLabel[front="true"] { color: $text; }
#headline { color: $secondary; }
ads--CDockWidgetTab:focus { border-bottom-color: $accent; }
ads--CTitleBarButton, #tabsMenuButton, #detachGroupButton, #dockAreaCloseButton { background: transparent;
  border: 1px solid transparent; min-height: 26px; padding: 0 5px; }
ads--CTitleBarButton:hover { background: $raised; }
ads--CFloatingDockContainer { background: $window; }
""")


def palette(theme: Theme) -> QPalette:
    """Qt's palette from the tokens; disabled text is faint."""
    made, tokens = QPalette(), theme.tokens()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(tokens[token]))
    for role in _TEXTS:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return made


def _words(theme: Theme) -> dict[str, str]:
    sizes = {"small": Size.SMALL, "base": Size.BASE, "title": Size.TITLE, "figure": Size.FIGURE, "radius": Size.RADIUS}
    on_accent = readable_on(theme.accent, theme.window, theme.text)
    return {**theme.tokens(), **{k: str(v) for k, v in sizes.items()}, "on_accent": on_accent, "family": FAMILY}


def stylesheet(theme: Theme) -> str:
    """The style sheet of the whole application."""
    return _SHEET.substitute(_words(theme))


def dock_stylesheet(theme: Theme) -> str:
    """The style sheet of the docks; the dock manager wants its own."""
    return _DOCKS.substitute(_words(theme))


def dress(app: QApplication, theme: Theme) -> None:
    """Give the whole application a theme. One it wears already costs nothing: Qt would polish every widget again."""
    sheet = stylesheet(theme)
    if app.styleSheet() == sheet:
        return
    if not app.styleSheet():  # under a sheet Qt names no style; setting one again polishes every widget twice
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font())
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet)
