"""X2: folium builds a skeleton from constants only."""

import ast
from pathlib import Path

from maps import skeleton as module
from maps.skeleton import build_skeleton, skeleton

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "data_sources", "maps", "reports", "widgets")
ALLOWED_TO_IMPORT = {"maps/skeleton.py"}


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Tuple | ast.List):
        return all(_is_constant(part) for part in node.elts)
    return isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)


def faults(source: str) -> list[str]:
    """Calls of folium or branca, or of what they made, with anything but constants."""
    tree, names = ast.parse(source), {"folium", "branca"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("folium", "branca"):
            names |= {alias.asname or alias.name for alias in node.names}
    for _ in range(5):  # what a call of a tainted name is assigned to is tainted too
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and _root(node.value) in names:
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _root(node) in names]
    return [
        ast.unparse(call)
        for call in calls
        if not all(_is_constant(value) for value in [*call.args, *(k.value for k in call.keywords)])
    ]


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_X2_folium_calls_have_constant_arguments_only() -> None:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            if "folium" not in source and "branca" not in source:
                continue
            assert faults(source) == [], path
            imports = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Import | ast.ImportFrom)]
            named = {a.name.split(".")[0] for n in imports for a in n.names} | {
                (n.module or "").split(".")[0] for n in imports if isinstance(n, ast.ImportFrom)
            }
            if named & {"folium", "branca"}:
                assert str(path.relative_to(ROOT)) in ALLOWED_TO_IMPORT


def test_X2_the_check_itself_finds_what_it_must() -> None:
    assert faults("import folium\nfolium.Map(location=(0, -6.2), tiles=None)") == []
    assert faults("import folium\nfolium.Popup(text)") == ["folium.Popup(text)"]
    assert faults("from folium import Popup as P\nP(f'{a}')") == ["P(f'{a}')"]
    assert faults("import folium\nm = folium.Map()\nm.add_child(thing)") == ["m.add_child(thing)"]
    assert faults("import folium\nf = folium.Map().get_root()\nf.html.add_child(x)") == ["f.html.add_child(x)"]


def test_the_skeleton_has_no_inline_script_or_style_and_no_far_address() -> None:
    made = build_skeleton()
    page = made.page
    assert "<style" not in page and "javascript:" not in page and "http" not in page
    assert page.count("<script") == page.count("<script src=") + page.count('<script type="module" src=')
    assert "L.map(" in made.script and "http" not in made.script
    assert "folium-map" in made.html


def test_the_skeleton_is_kept_and_folium_is_not_asked_again(tmp_path: Path) -> None:
    first = skeleton(tmp_path)
    kept = next(tmp_path.glob("skeleton-*.json"))
    kept.write_text(kept.read_text().replace("L_NO_TOUCH", "KEPT"), encoding="utf-8")
    assert "KEPT" in skeleton(tmp_path).head and "KEPT" not in first.head


def test_a_folder_that_cannot_be_written_or_read_is_no_reason_to_fail(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert "L.map(" in skeleton(blocked / "cache").script
    (tmp_path / f"skeleton-{module.FORM}-{module.version('folium')}.json").write_text('{"html": 1')
    assert "L.map(" in skeleton(tmp_path).script
