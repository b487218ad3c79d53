"""Servers call their data by many names: what is data is read whatever it is called, a page for people never."""

import json
from contextlib import ExitStack
from pathlib import Path

from tests.program.far_ends import serving
from tests.program.program import run, stored, write_city

BOX = "[37.6, -122.6, 37.9, -122.3]"
REQUEST = {
    "service_request_id": "638344",
    "status": "open",
    "service_code": "006",
    "requested_datetime": "2010-04-14T06:37:38-08:00",
    "lat": 37.762221815,
    "long": -122.4651145,
}
XML = "<requests><request>" + "".join(f"<{k}>{v}</{k}>" for k, v in REQUEST.items()) + "</request></requests>"
READ = {
    "json": ("application/json; charset=utf-8", "text/json", "text/plain", "application/octet-stream", "text/xml"),
    "xml": ("text/xml", "application/xml;charset=UTF-8", "text/plain", "application/octet-stream", "application/json"),
}
REFUSED = ("text/html", "application/xhtml+xml; charset=utf-8", "image/png", "application/pdf")


def test_H4_data_is_read_whatever_it_is_called_and_a_page_or_a_picture_is_a_failure(tmp_path: Path) -> None:
    bodies = {"json": json.dumps([REQUEST]).encode(), "xml": XML.encode()}
    empty = {"json": b"[]", "xml": b"<services/>"}
    cases = [(form, kind) for form, kinds in READ.items() for kind in (*kinds, *REFUSED)]
    sources, wanted = [], {}
    with ExitStack() as stack:
        for number, (form, kind) in enumerate(cases):
            answers = {f"/services.{form}": empty[form], f"/requests.{form}": bodies[form]}
            url = stack.enter_context(serving(answers, kind))
            wanted[f"s{number}"] = kind not in REFUSED
            sources.append(f'{f"s{number}"} open311 {url} {{ format = "{form}" }}')
        city = write_city(tmp_path / "c.toml", BOX, *sources)
        polled = run("collect", "--once", "--city", city, "--journal", tmp_path / "j.sqlite")
    assert polled.code == 1
    came = {row["source"] for row in stored("complaints", tmp_path / "j.sqlite")}
    assert {name: name in came for name in wanted} == wanted
    told = {line.partition(":")[0]: line for line in polled.err.splitlines() if ": failed: " in line}
    assert set(told) == {name for name, is_read in wanted.items() if not is_read}
    assert all("instead of data" in line for line in told.values())
