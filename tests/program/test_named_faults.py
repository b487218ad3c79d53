"""Every named fault of a far end through a real collector: the state it leads to, the sentence, and what is kept.

One collector lives through those that concern the link and must be well again by itself after each; the others meet
one full poll of a fresh journal, where nothing may be stored of the source that failed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.source import Ask, LinkState, Request
from app.journal import upkeep
from app.journal.export import export_rows
from data_sources.simulator import FarEnd, running
from tests.program.town import Led, collecting, polled_once, until

DEGRADED, WAITING, MISCONFIGURED = LinkState.DEGRADED, LinkState.WAITING, LinkState.MISCONFIGURED
ENDS_EARLY, TOO_LATE, TOO_LARGE = "ended early", "No whole answer within 1 s.|stopped answering", "larger than 20 MB"

LINK: list[tuple[str, str, Any, str, LinkState, str]] = [
    ("H1", "refuse", None, "json", DEGRADED, "refused the connection"),
    ("H2", "black_hole", None, "json", DEGRADED, TOO_LATE),
    ("H2", "drip_body", 0.4, "xml", DEGRADED, TOO_LATE),
    ("H2", "drip_headers", 0.4, "fleet", DEGRADED, TOO_LATE),
    ("H3", "retry_after", "1", "json", WAITING, "asked us to wait (503)"),
    ("H3", "too_many", "1", "fleet", WAITING, "asked us to wait (429)"),
    ("H4", "html", None, "json", DEGRADED, "sent text/html instead of data: <!DOCTYPE html>"),
    ("H4", "forbidden", None, "json", MISCONFIGURED, "refused us (403)"),
    ("H5", "reset", 0, "json", DEGRADED, "broke the connection off"),
    ("H6", "gzip_bomb", 25, "fleet", DEGRADED, TOO_LARGE),
]
ANSWERS: list[tuple[str, str, Any, str, LinkState, str]] = [
    ("H3", "retry_after", "-1", "json", DEGRADED, "not available (503)"),
    ("H3", "retry_after", "rubbish", "fleet", DEGRADED, "not available (503)"),
    ("H4", "status", 500, "json", DEGRADED, "answered 500"),
    ("H4", "html_502", None, "xml", DEGRADED, "answered 502"),
    ("H4", "html", None, "fleet", DEGRADED, "sent text/html instead of data: <!DOCTYPE html>"),
    ("H4", "no_content", None, "json", DEGRADED, "answered 204"),
    ("H4", "empty_body", None, "fleet", DEGRADED, "at byte 0"),
    ("H4", "error_200", None, "json", DEGRADED, "answered with an error: 500"),
    ("H4", "redirect", None, "json", DEGRADED, "'file' address"),
    ("H4", "redirect_loop", None, "fleet", DEGRADED, "keeps sending us on"),
    ("H4", "unauthorised", None, "fleet", MISCONFIGURED, "refused us (401)"),
    ("H4", "not_found", None, "json", MISCONFIGURED, "refused us (404)"),
    ("H5", "truncate", 100, "json", DEGRADED, ENDS_EARLY),
    ("H5", "close_after_headers", None, "fleet", DEGRADED, ENDS_EARLY),
    ("H5", "wrong_length", 10, "xml", DEGRADED, ENDS_EARLY),
    ("H5", "cut_json", None, "fleet", DEGRADED, "is not JSON: "),
    ("H5", "cut_json", None, "xml", DEGRADED, "at byte"),
    ("H6", "big", 25, "json", DEGRADED, TOO_LARGE),
    ("H6", "bad_deflate", None, "json", DEGRADED, "compression is broken"),
    ("H7", "next_page_elsewhere", None, "json", DEGRADED, "another server (127.0.0.2)"),
    ("D2", "leading_zero", None, "json", DEGRADED, "at byte"),
    ("D2", "deep", None, "fleet", DEGRADED, "nested too deep"),
    ("D3", "doctype", None, "xml", DEGRADED, "DOCTYPE"),
    ("D3", "entities", None, "xml", DEGRADED, "DOCTYPE"),
    ("D3", "xxe", None, "xml", DEGRADED, "DOCTYPE"),
    ("D3", "deep_xml", 1000, "xml", DEGRADED, "nested too deep"),
]


def named(faults: list[tuple[str, str, Any, str, LinkState, str]]) -> list[Any]:
    """The rows of a table as parameters, called by safety row, fault and source."""
    return [pytest.param(*fault[1:], id=f"{fault[0]}-{fault[1]}-{fault[3]}") for fault in faults]


@pytest.fixture(scope="module")
def far() -> Iterator[FarEnd]:
    """A small city."""
    with running(complaint_days=1, track_days=1, scale=0.1) as far_end:
        yield far_end


@pytest.fixture(scope="module")
def led(far: FarEnd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Led]:
    """One collector for all faults of the link."""
    with collecting(tmp_path_factory.mktemp("faults"), far) as led:
        yield led


@pytest.mark.parametrize(("name", "arg", "source", "state", "sentence"), named(LINK))
def test_H1_H2_H3_H4_H5_H6_a_sick_link_is_told_holds_up_no_other_and_recovers(
    led: Led, name: str, arg: Any, source: str, state: LinkState, sentence: str
) -> None:
    held = complaints(led)
    led.far.fault("traccar" if source == "fleet" else "open311", name, arg)
    try:
        assert until(lambda: is_told(sentence, led.status(source).error)), led.status(source).error
        status = led.status(source)
        assert status.state in (state, LinkState.DOWN)
        assert status.last_good is not None, "the age of the last whole answer goes on"
        assert bool(status.next_step) is (state is MISCONFIGURED)
        other = "json" if source == "fleet" else "fleet"
        polls = led.status(other).polls
        assert until(lambda: led.status(other).polls > polls and led.states()[other] is LinkState.OK)
    finally:
        led.far.clear()
    recover(led)
    assert complaints(led) >= held


def is_told(sentence: str, error: str) -> bool:
    """Whether the panel says one of the sentences; two watches may see the same silence."""
    return any(one in error for one in sentence.split("|"))


def recover(led: Led) -> None:
    """Well again by itself; only a refusal waits for a person, who asks for a poll now."""
    asked = set[tuple[str, int]]()

    def all_well() -> bool:
        for source, state in led.states().items():
            turn = (source, led.status(source).polls)
            if state is MISCONFIGURED and turn not in asked:
                asked.add(turn)
                led.journal.append([Request(source, str(turn), led.journal.clock.now(), Ask.POLL_NOW, "op")])
        return list(led.states().values()) == [LinkState.OK] * 3

    assert until(all_well)


def complaints(led: Led) -> set[tuple[str, str]]:
    """Every complaint in the journal that still stands."""
    return {(row["source"], row["id"]) for row in export_rows(led.journal, "complaints") if "gone" not in row["flags"]}


def test_after_all_of_them_the_journal_agrees_with_itself(led: Led) -> None:
    assert upkeep.check(led.journal) == []
    rows = [(r["source"], r["id"], r["valid_at"], r["status"]) for r in export_rows(led.journal, "complaints")]
    assert len(rows) == len(set(rows))
    assert list(export_rows(led.journal, "rejected")) == []


@pytest.mark.parametrize(("name", "arg", "source", "state", "sentence"), named(ANSWERS))
def test_H3_H4_H5_H6_H7_D2_D3_an_answer_that_is_none_is_a_failure_and_stores_nothing(
    far: FarEnd, tmp_path: Path, name: str, arg: Any, source: str, state: LinkState, sentence: str
) -> None:
    stream = "vehicles" if source == "fleet" else "complaints"
    far.fault("traccar" if source == "fleet" else "open311", name, arg, path="requests" if name in PAGED else None)
    try:
        with polled_once(tmp_path, far, source) as polled:
            status, trouble = polled.statuses[source], polled.outcomes[source].trouble
            assert trouble is not None and trouble.what == status.error
            assert is_told(sentence, status.error) and "\n" not in status.error
            assert status.state is state
            assert status.last_good is None
            assert bool(status.next_step) is (state is MISCONFIGURED)
            assert [(row["state"], row["error"]) for row in polled.rows("health", source)] == [(state, status.error)]
            if name not in PAGED:
                assert polled.rows(stream, source) == polled.rows("rejected", source) == []
    finally:
        far.clear()


PAGED = ("next_page_elsewhere",)  # its first page is good and kept; the walk ends there
