"""The far end of poc://app/: who may ask, for what."""

import pytest
from PySide6.QtCore import QUrl

from maps.basemap import MapBase
from maps.scheme import POLICY, is_allowed, tile_place

PAGE, NOBODY = QUrl("poc://app"), QUrl()


def test_the_first_load_and_the_page_itself_may_ask() -> None:
    assert is_allowed(b"GET", QUrl("poc://app/"), NOBODY)
    assert is_allowed(b"GET", QUrl("poc://app/layers/vehicles"), PAGE)
    assert is_allowed(b"GET", QUrl("poc://app/event?x"), PAGE)


@pytest.mark.parametrize(
    ("method", "url", "initiator"),
    [
        (b"POST", "poc://app/event", PAGE),
        (b"PUT", "poc://app/", PAGE),
        (b"GET", "poc://app/event?x", NOBODY),
        (b"GET", "poc://app/event?x", QUrl("https://evil.example")),
        (b"GET", "poc://app/event?x", QUrl("poc://other")),
        (b"GET", "poc://app/event?x", QUrl("null")),
        (b"GET", "poc://other/event?x", PAGE),
        (b"GET", "file:///etc/passwd", PAGE),
        (b"GET", "poc://app/base.json", NOBODY),
    ],
)
def test_X6_other_methods_and_initiators_are_refused(method: bytes, url: str, initiator: QUrl) -> None:
    assert not is_allowed(method, QUrl(url), initiator)


@pytest.mark.parametrize("path", ["/tiles/1/0/0", "/tiles/12/3266/2121"])
def test_a_tile_has_three_numbers(path: str) -> None:
    assert tile_place(path) == tuple(int(part) for part in path.split("/")[2:])


@pytest.mark.parametrize(
    "path",
    ["/tiles/1/2/0", "/tiles/1/0", "/tiles/-1/0/0", "/tiles/a/0/0", "/tiles/25/0/0", "/tiles/1/0/0/0", "/tiles/²/0/0"],
)
def test_anything_else_is_no_tile(path: str) -> None:
    assert tile_place(path) is None


def test_the_table_holds_every_file_the_page_loads(base: MapBase) -> None:
    assert all(asset.read() for asset in base.assets.values())
    assert not [path for path in base.assets if ".." in path]


def test_the_policy_allows_no_script_but_ours() -> None:
    assert "default-src 'none'" in POLICY and "script-src 'self';" in POLICY
    assert "unsafe" not in POLICY and "http" not in POLICY and "*" not in POLICY


def test_our_scripts_hold_no_eval_and_set_no_markup(base: MapBase) -> None:
    ours = "\n".join(asset.read().decode() for path, asset in base.assets.items() if path.startswith("/map/"))
    for word in (
        "eval(",
        "new Function",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "getImageData",
    ):
        assert word not in ours, word
