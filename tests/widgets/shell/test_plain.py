"""X7: foreign text is shown literally by every label, tooltip and message box; a lint test keeps it so."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from widgets.plain import caption, message_box, plain, text_label, text_view, tip, tip_text

ROOT = Path(__file__).parents[3]
ATTACKS = ("<b>tebal</b>", "<img src='{path}'>", "&lt;b&gt;", "a <i>b</i>\n<u>c</u>", "<qt>x</qt>", "<!doctype html>x")
MAKERS = {"QLabel", "QMessageBox", "QTextBrowser", "QTextEdit", "QErrorMessage", "QWhatsThis"}
CALLS = {"setToolTip", "setWhatsThis", "setStatusTip", "setHtml", "setMarkdown", "setTextFormat", "showText"}
BOX_CALLS = {"information", "warning", "critical", "question", "about"}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A local picture that rich text would load."""
    path = tmp_path / "secret.png"
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    image.save(str(path))
    return path


def test_X7_a_label_shows_markup_literally_and_loads_no_picture(app, picture):
    attack = f"<img src='{picture}'>"
    rich, ours = QLabel(attack), text_label(attack)
    assert _has_magenta(rich), "the attack does not work on a bare label, so this test proves nothing"
    assert not _has_magenta(ours)
    assert ours.text() == attack


def _has_magenta(widget: QWidget) -> bool:
    image = widget.grab().toImage()
    return any(image.pixelColor(x, y).name() == "#ff00ff" for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("attack", ATTACKS)
def test_X7_a_tooltip_reads_back_as_the_text_itself(app, attack):
    shown = tip_text(attack)
    document = QTextDocument()
    document.setHtml(shown)
    assert shown.startswith("<qt>"), "Qt would have to guess, and might show the entities themselves"
    assert document.toPlainText() == attack
    assert "<img" not in document.toHtml()


@pytest.mark.parametrize("attack", ATTACKS)
def test_X7_a_message_box_shows_markup_literally(app, attack):
    box = message_box(None, "Judul", "Teks", attack, "Batal", "Hapus")
    assert box.textFormat() is Qt.TextFormat.PlainText
    labels = box.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels if attack in label.text())
    assert box.informativeText() == ""
    assert [button.text() for button in box.buttons()] == ["Batal", "Hapus"]
    assert box.defaultButton() is box.escapeButton()
    box.deleteLater()


def test_X7_long_text_is_never_rich(app):
    view = text_view()
    view.setPlainText("<b>x</b>")
    assert view.toPlainText() == "<b>x</b>"
    assert view.isReadOnly()


def test_a_tooltip_is_also_what_a_screen_reader_says(app):
    widget = QWidget()
    tip(widget, "Tanya <semua>", "F5")
    assert widget.accessibleDescription() == "Tanya <semua> (F5)"
    assert "&lt;semua&gt;" in widget.toolTip()
    assert tip_text("") == ""


def test_an_ampersand_in_a_caption_is_no_mnemonic(app):
    from PySide6.QtWidgets import QPushButton

    button = QPushButton()
    caption(button, "Sampah & TPS")
    assert button.text() == "Sampah && TPS"
    assert button.accessibleName() == "Sampah & TPS"
    assert plain(QLabel()).textFormat() is Qt.TextFormat.PlainText


def _sources() -> list[Path]:
    return [p for top in ("widgets", "maps") for p in sorted((ROOT / top).rglob("*.py")) if p.name != "plain.py"]


def _bad_calls(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            owner = getattr(getattr(node.func, "value", None), "id", "")
            if name in MAKERS | CALLS or (owner == "QMessageBox" and name in BOX_CALLS):
                found.append(f"line {node.lineno}: {name}")
        if isinstance(node, ast.ClassDef):
            bases = {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
            found += [f"line {node.lineno}: class of {base}" for base in bases & (MAKERS - {"QLabel"})]
    return found


@pytest.mark.parametrize("path", _sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_X7_only_plain_py_makes_labels_tooltips_and_boxes(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bad = _bad_calls(tree)
    assert (_without_plain_labels(tree, bad) if "maps" in path.parts else bad) == []


def _without_plain_labels(tree: ast.AST, bad: list[str]) -> list[str]:
    """maps stands below widgets and cannot use its helper: a label there must be made plain in the same module."""
    plain_now = sum(
        isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "setTextFormat"
        and ast.unparse(node.args[0]).endswith("TextFormat.PlainText")
        for node in ast.walk(tree)
    )
    labels = [line for line in bad if line.endswith("QLabel")]
    others = [line for line in bad if not line.endswith(("QLabel", "setTextFormat"))]
    return others + (labels if len(labels) > plain_now else [])


@pytest.mark.parametrize(
    "bad",
    ["QLabel('x')", "w.setToolTip(t)", "QMessageBox.warning(a, b, c)", "class V(QTextBrowser): pass", "v.setHtml(t)"],
)
def test_X7_the_lint_finds_what_it_looks_for(bad: str):
    assert _bad_calls(ast.parse(bad))


def test_QMessageBox_is_known_to_guess_rich_text(app):
    """Why the helper exists: Qt's own default."""
    box = QMessageBox()
    assert box.textFormat() is Qt.TextFormat.AutoText
    box.deleteLater()
