"""Help: the page of the panel one is in, searched without a network, loading nothing and following no link."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest

from app.i18n import Language
from widgets.help_pages import help_pages, page_named, pages_with
from widgets.plain import page_view
from widgets.theme import NIGHT


def test_F1_opens_the_page_of_the_panel_that_has_the_keyboard(open_desk, qtbot):
    desk = open_desk()
    desk.open_panel("sources")
    desk.activateWindow()
    qtbot.waitUntil(lambda: desk.panel_with_focus() == "sources", timeout=20_000)
    desk.commands.actions["help"].trigger()
    window = desk.help.window
    assert window.isVisible()
    assert page_named("sources", "id").title in window.view.toPlainText()
    assert window.list.currentItem().text() == page_named("sources", "id").title
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_every_panel_has_its_own_page_and_the_unknown_one_the_desks(open_desk):
    desk = open_desk()
    assert {page_named(name, "id").name for name in desk.panels} == set(desk.panels)
    assert page_named("nothing", "en").name == "desk"


def test_pages_are_searched_and_the_words_marked(open_desk, group):
    desk = open_desk()
    desk.help.open("map")
    window = desk.help.window
    window.field.setText("stale_after")
    names = [page.name for page in pages_with("stale_after", "id")]
    assert 0 < len(names) < len(help_pages("id"))
    assert window.list.count() == len(names)
    assert "stale_after" in window.view.toPlainText()
    assert window.view.extraSelections()
    window.field.setText("xyzzy")
    assert window.list.count() == 0
    assert not window._none.isHidden()


def test_a_page_follows_the_language(open_desk, group):
    desk = open_desk()
    desk.help.open("queue")
    group.set_language(Language("en"))
    assert page_named("queue", "en").title in desk.help.window.view.toPlainText()
    assert desk.help.window.windowTitle() == "Help"


def test_the_palette_leads_to_a_page(open_desk, group):
    desk = open_desk()
    title = page_named("faults", "id").title
    desk.topbar.search.setText(title)
    desk.palette_sheet.open()
    entry = next(e for e in desk.palette_sheet.model.entries if e.command == "help:faults")
    desk.on_command(entry.command)
    assert title in desk.help.window.view.toPlainText()


@pytest.mark.parametrize("link", ["https://example.org/x.md", "file:///etc/passwd", "javascript:x.md", "//evil/x.md"])
def test_X3_a_link_to_the_outside_is_not_followed(app, link):
    view = page_view()
    asked: list[str] = []
    view.page_wanted.connect(asked.append)
    view.show_page(f"# T\n\n[there]({link}) [page](queue.md)", NIGHT)
    view.anchorClicked.emit(QUrl(link))
    assert asked == []
    view.anchorClicked.emit(QUrl("queue.md"))
    assert asked == ["queue"]


def test_X7_a_page_loads_no_picture_and_shows_html_literally(app, tmp_path):
    from PySide6.QtGui import QImage, QTextDocument

    picture = tmp_path / "x.png"
    QImage(4, 4, QImage.Format.Format_RGB32).save(str(picture))
    view = page_view()
    view.show_page(f"# T\n\n<b>fat</b> <img src='{picture}'>\n\n![p]({picture})", NIGHT)
    assert "<b>fat</b>" in view.toPlainText()
    kind = QTextDocument.ResourceType.ImageResource.value
    assert view.loadResource(kind, QUrl.fromLocalFile(str(picture))) is None
