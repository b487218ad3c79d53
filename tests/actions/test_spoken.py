"""Deeds from words: every verb of the table can be said, and what nobody knows is named."""

import io
import json
from argparse import Namespace
from typing import Any

import pytest

from app.actions.commands import act, audit, people
from app.actions.perform import Acting
from app.actions.room import Refused
from app.actions.spoken import DEEDS, deed_of, intake_of
from app.domain.case import CaseId
from app.domain.lifecycle import MOVES, OPTIONS, Stage, Verb, verbs_from
from app.domain.person import Role
from app.journal.audit import Anchor
from app.journal.people import SignInRefused
from tests.actions.conftest import CITY

SAID = {"text": "x", "reason": "y", "agency": "dbm", "unit": "armada/7", "of": "sorot/2", "to": "PU"}
SAID |= {"severity": "tinggi", "committed": "5", "state": "sent", "order": "P-1", "undone": "o"}


def said(verb: str, case: str | None = None, **options: Any) -> Namespace:
    """The parsed command line."""
    rest = dict.fromkeys(OPTIONS) | {"expect": None, "operation": None, "user": "sri"} | options
    return Namespace(verb=verb, case=case, **rest)


@pytest.fixture
def admin(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> Acting:
    """A room whose admin's password is in the environment."""
    monkeypatch.setenv("POC_NEW_PASSWORD", "sandi-panjang")
    monkeypatch.setenv("POC_PASSWORD", "sandi-panjang")
    added = {"what": "add", "user": None, "id": "sri", "name": "Sri", "role": "admin", "agency": None}
    assert people(acting.journal, Namespace(**added, area=[], pin=None), io.StringIO()) == 0
    return acting


@pytest.mark.parametrize("verb", list(DEEDS))
def test_every_verb_can_be_said(verb: str) -> None:
    deed = deed_of(verb, "sorot/1", SAID)
    assert deed.case == CaseId("sorot", "1")
    assert deed.verb == verb


def test_every_move_of_the_table_can_be_said_and_every_stage_can_be_left() -> None:
    assert set(MOVES) <= set(DEEDS)
    for stage in Stage:
        assert any(MOVES[verb].to for verb in verbs_from(stage, Role.SUPERVISOR))
    assert verbs_from(Stage.NEW, Role.BRIEFING) == ()


@pytest.mark.parametrize(
    "verb, case, words, fault",
    [
        ("fly", "sorot/1", {}, "no verb 'fly'"),
        ("verify", "4812", {}, "no case: '4812'"),
        ("raise", "sorot/1", {"severity": "huge"}, "no severity 'huge'"),
        ("cost", "sorot/1", {"spent": "5,5"}, "invalid literal"),
        ("report", "sorot/1", {"state": "lost"}, "not a valid OrderState"),
    ],
)
def test_what_nobody_knows_is_named(verb: str, case: str, words: dict[str, str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        deed_of(verb, case, words)


def test_an_intake_can_be_said() -> None:
    intake = intake_of({"category": "jalan", "text": "Lubang", "place": "-6.2,107.0", "caller": "name=Ani;phone=0812"})
    assert (intake.lat, intake.lon, intake.caller["phone"]) == (-6.2, 107.0, "0812")


def test_act_does_a_deed_and_prints_its_outcome(admin: Acting) -> None:
    out = io.StringIO()
    assert act(admin.journal, CITY, said("verify", "sorot/1", operation="op-9"), out) == 0
    told = json.loads(out.getvalue())
    assert (told["operation"], told["stage"], told["version"]) == ("op-9", "verified", 1)
    with pytest.raises(Refused):
        act(admin.journal, CITY, said("close", "sorot/1"), out)
    with pytest.raises(ValueError, match="name the case"):
        act(admin.journal, CITY, said("verify"), out)
    assert act(admin.journal, CITY, said("intake", category="jalan", text="Lubang"), out) == 0


def test_closing_without_the_cost_warns_of_the_estimate_that_stays_bound(
    admin: Acting, capsys: pytest.CaptureFixture[str]
) -> None:
    def do(verb: str, **more: str) -> str:
        assert act(admin.journal, CITY, said(verb, "sorot/1", **more), io.StringIO()) == 0
        return capsys.readouterr().err

    assert do("dispatch", unit="armada/7", committed="750000") == do("finish", text="ditambal") == ""
    told = do("close")
    assert "750000 rupiah stays bound to sorot/1" in told and "act cost sorot/1 --spent" in told
    assert do("cost", spent="690000") == do("reopen", reason="lagi") == ""
    assert do("dispatch", unit="armada/7", committed="5") == do("finish", text="x") == do("close", spent="0") == ""


def test_act_needs_the_right_password(admin: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POC_PASSWORD", "salah-sama-sekali")
    with pytest.raises(SignInRefused):
        act(admin.journal, CITY, said("verify", "sorot/1"), io.StringIO())


def test_audit_verify_prints_the_head_and_takes_it_as_an_anchor(admin: Acting) -> None:
    act(admin.journal, CITY, said("verify", "sorot/1"), io.StringIO())
    out = io.StringIO()
    assert audit(admin.journal, Namespace(anchor=None), out) == 0
    head = out.getvalue().split("head ")[1].strip()
    assert audit(admin.journal, Namespace(anchor=head), out) == 0
    assert audit(admin.journal, Namespace(anchor=f"1:{'0' * 64}"), out) == 1
    assert "row 1 is not as noted" in out.getvalue()
    with pytest.raises(ValueError, match="no anchor"):
        Anchor.parse("7")


def test_people_are_listed_changed_and_closed(admin: Acting) -> None:
    def command(what: str, **more: Any) -> str:
        out = io.StringIO()
        fields: dict[str, Any] = {
            "id": "rina",
            "name": "Rina",
            "role": "operator",
            "agency": None,
            "area": [],
            "pin": None,
            "user": "sri",
        }
        assert people(admin.journal, Namespace(what=what, **(fields | more)), out) == 0
        return out.getvalue()

    command("add")
    command("change", role=Role.SUPERVISOR.value)
    assert "rina\tsupervisor\tRina" in command("list")
    command("close")
    assert "rina\tsupervisor\tRina\t\tclosed" in command("list")
    with pytest.raises(ValueError, match="say --as ADMIN"):
        command("change", user=None)


def test_the_verbs_are_those_of_the_table() -> None:
    assert {Verb(verb) for verb in DEEDS if verb in set(Verb)} == set(Verb)
