"""From a block of the city file to a connector, and a look at a source for `doctor`."""

from datetime import timedelta
from importlib.metadata import EntryPoint

import pytest
from werkzeug import Response

from app.errors import ConfigError
from data_sources import connector
from data_sources.connector import PROTOCOLS, ProtocolSpec, build_connector, check_options, find_protocol, probe
from data_sources.traccar import TraccarConnector
from data_sources.traccar_options import Options as TraccarOptions
from tests.data_sources.complaint_desk import Desk, rows


def test_the_protocols_are_there_under_their_names():
    assert {name: protocol.name for name, protocol in PROTOCOLS.items()} == {
        name: name for name in ("open311", "traccar", "ckan", "json_feed")
    }


def test_all_faults_of_options_are_told_with_the_nearest_spelling(source):
    spec = source("open311", 'options = { page_sise = 5, page_base = 7, charset_override = "latin-99" }').sources[0]
    faults = {fault.key: fault for fault in check_options(spec)}
    assert set(faults) == {f"source far: options.{name}" for name in ("page_sise", "page_base", "charset_override")}
    assert faults["source far: options.page_sise"].nearest == "page_size"
    with pytest.raises(ConfigError) as caught:
        build_connector(spec, source("open311"))
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    "options",
    [
        "jurisdiction_required = true",
        'date_in_zone = "Asia/Bekasi"',
        "max_span_days = 0",
        'overlap = "soon"',
        'format = "yaml"',
        'url = "http://x"',
        'api_key = "x"',
        "ids_per_request = 51",
        'status_map = { baru = "new" }',
    ],
)
def test_an_option_that_makes_no_sense_is_a_fault(source, options):
    assert check_options(source("open311", f"options = {{ {options} }}").sources[0])


@pytest.mark.parametrize("options", ['auth_mode = "digest"', "slice_hours = 25", "groups = 5"])
def test_an_option_of_traccar_that_makes_no_sense_is_a_fault(source, options):
    assert check_options(source("traccar", f"options = {{ {options} }}").sources[0])


def test_every_setting_of_the_wire_formats_is_an_option(source):
    options = """
        path_templates = { services = "Services.{format}", requests = "Requests.{format}", updates = "u.{format}" }
        format = "json"
        wrap = "named"
        jurisdiction_id = "bekasi"
        jurisdiction_required = true
        auth_mode = "query"
        page_base = 1
        page_size = 50
        max_span_days = 30
        date_out = "local_ms"
        date_in_zone = "Asia/Jakarta"
        swap_latlon = false
        crs = "EPSG:4326"
        status_map = { baru = "open" }
        status_case = "upper"
        updates_mode = "by_id"
        device_field = "deviceid"
        always_email = "noreply@example.id"
        photo_mode = "upload"
        accept_encoding = ""
        charset_override = "windows-1252"
        extra_headers = { X-A = "b" }
        rate_per_minute = 30
        timeout_s = 60
        quirks_seen = ["last page again"]
    """
    assert check_options(source("open311", f"[source.options]\n{options}").sources[0]) == []


def test_an_unknown_protocol_is_a_fault_with_the_nearest_name(source):
    (fault,) = check_options(source("open312").sources[0])
    assert fault.nearest == "open311"


def test_another_package_may_add_a_protocol(source, monkeypatch):
    added = ProtocolSpec("tracker", TraccarOptions, TraccarConnector)
    point = EntryPoint("tracker", "somewhere:SPEC", connector.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda self: added)
    monkeypatch.setattr(
        connector, "entry_points", lambda **which: [point] if which.get("name", "tracker") == "tracker" else []
    )
    assert find_protocol("tracker") is added
    built, _ = build_connector(source("tracker").sources[0], source("tracker"))
    assert isinstance(built, TraccarConnector)
    assert find_protocol("open311") is PROTOCOLS["open311"]


def test_a_slow_pace_can_be_told_and_cut(far_end, now):
    far = far_end("open311", "options = { rate_per_minute = 1 }")
    far.serves("requests.json", [])
    assert far.http.rate_per_minute == 1
    far.http.cancel()
    with pytest.raises(Exception, match="stopped"):
        far.poll(now)


def test_a_look_at_a_source_that_works(far_end, now):
    far = Desk(rows(3, now)).attach(far_end("open311"))
    found = probe(far.spec, far.city, now)
    assert (found.reachable, found.authorised, found.speaks) == (True, True, True)
    assert found.newest_age_s == 60
    assert found.records == 3, "each once, although the live window and the history both list them"
    assert found.clock_skew_s is not None
    assert found.quirks["format"] == "json"


@pytest.mark.parametrize(
    "answer,reachable,authorised",
    [
        (Response("", 401), True, False),
        (Response("", 403), True, False),
        (Response("", 404), True, True),
        (Response("<html>Masuk</html>", 200, content_type="text/html"), True, True),
        (Response("", 502), True, True),
    ],
)
def test_a_look_at_a_source_that_does_not(far_end, now, answer, reachable, authorised):
    far = far_end("traccar")
    far.serves("devices", answer)
    found = probe(far.spec, far.city, now)
    assert (found.reachable, found.authorised, found.speaks) == (reachable, authorised, False)
    assert found.error
    assert found.next_step


def test_history_is_not_starved_by_live_rounds_longer_than_every(far_end, now):
    far = Desk(rows(40, now, every=timedelta(days=1))).attach(far_end("open311"))
    moment, older = now, 0
    for _ in range(60):
        moment += timedelta(seconds=30)  # one poll takes longer than `every`
        older += sum(fact.requested_at < now - timedelta(days=2) for fact in far.poll(moment).facts)
    assert older > 10
