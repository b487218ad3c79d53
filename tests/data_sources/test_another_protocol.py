"""A third party's protocol: a small package of its own on the path, with nothing of ours changed."""

import importlib
import sys
from pathlib import Path

import pytest

from data_sources.connector import build_connector, check_options, find_protocol, known_protocols, probe

CODE = """
from pydantic import BaseModel

from app.domain.reading import Reading
from data_sources.batch import Batch
from data_sources.connector import ProtocolSpec


class Options(BaseModel, extra="forbid"):
    station: str


class Weir:
    def __init__(self, spec, city, http):
        self.spec, self.http = spec, http

    def poll(self, cursor, now):
        level = float(self.http.get("level").body)
        station = self.spec.options["station"]
        fact = Reading(self.spec.id, f"{station}@{now.isoformat()}", now, station, "tma", level, "cm")
        return Batch([fact], {}, complete_live=True)


SPEC = ProtocolSpec("weir", Options, Weir)
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed distribution: its module and what pip writes beside it."""
    (tmp_path / "poc_weir.py").write_text(CODE, encoding="utf-8")
    info = tmp_path / "poc_weir-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: poc-weir\nVersion: 1.0\n", encoding="utf-8")
    points = "[patriot_operation_center.protocols]\nweir = poc_weir:SPEC\nopen311 = poc_weir:SPEC\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield
    sys.modules.pop("poc_weir", None)


@pytest.mark.usefixtures("package")
def test_an_installed_package_adds_a_protocol_and_cannot_replace_ours(source, far_end, now, httpserver):
    assert "weir" in known_protocols()
    spec = source("weir", 'options = { station = "Prisdo" }').sources[0]
    assert check_options(spec) == []
    (fault,) = check_options(source("weir", 'options = { station = "x", statoin = "y" }').sources[0])
    assert fault.nearest == "station"
    httpserver.expect_request("/api/level").respond_with_data("187.5", content_type="text/plain")
    connector, _ = build_connector(spec, source("weir"))
    (fact,) = connector.poll({}, now).facts
    assert (fact.station, fact.value) == ("Prisdo", 187.5)
    assert probe(spec, source("weir"), now).speaks
    connector.http.close()
    assert find_protocol("open311").name == "open311"


def test_without_the_package_nobody_speaks_it(source):
    (fault,) = check_options(source("weir").sources[0])
    assert "nobody here speaks 'weir'" in fault.what
