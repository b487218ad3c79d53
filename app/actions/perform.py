"""Doing a deed: allowed or refused, then decision, audit row and outbox row in one transaction.

Done twice under one operation id it is done once, so whoever did not hear the answer may ask again. A version that
was looked at guards against overwriting what somebody else did since.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.actions.deadlines import timed
from app.actions.dispatch import CrewsWord
from app.actions.intake import Intake, next_number
from app.actions.resend import Resend
from app.actions.room import AreaFinder, Conflict, Deed, Effect, Refused, Scene, no_area
from app.actions.undo import Undo, conflict_on
from app.clock import monotonic, real_now
from app.domain.action import Action
from app.domain.case import Case, CaseId
from app.domain.complaint import Complaint
from app.domain.lifecycle import MOVES, Verb
from app.domain.order import Order
from app.domain.person import CREWS, DESK, Role, Signed, is_in_reach
from app.journal import tables
from app.journal.acting_tables import order_heads, order_versions
from app.journal.audit import append_audit, canonical
from app.journal.cases import Found, action_named, append_action, find_case
from app.journal.encode import from_ms, to_ms
from app.journal.engine import writing
from app.journal.figure_rows import order_of
from app.journal.outbox import UNDO_S, new_id, put_mails
from app.journal.personal import keep_personal
from app.journal.store import Journal, announce, append_facts, next_commit
from app.journal.trouble import trouble_named
from app.settings import CityFile

SILENT = frozenset(
    {"note", "raise", "pause", "resume", "cost", "safe", "undo", "resend", "report", "link", "adopt", "moved", "intake"}
)
"""Verbs that tell the citizen nothing: they are no first answer."""
TOLD = frozenset({"report", "link"})
"""What the courier may do, and nothing else."""
_o = order_versions.c


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a deed led to: its commit, its operation id, the case as it stands now, and when its mails may leave."""

    commit: int
    operation: str
    case: Case


@dataclass(frozen=True, slots=True)
class Acting:
    """Where deeds are done: one journal of one city."""

    journal: Journal
    city: CityFile
    area_of: AreaFinder = no_area

    def perform(
        self, signed: Signed, deed: Deed | CrewsWord, *, expected: int | None = None, operation: str | None = None
    ) -> Outcome:
        """Do one deed. `expected` is the version of the case that was looked at; None does it on any.

        Raises Refused (not allowed), Conflict (somebody was first), JournalError (the database is away).
        """
        operation = operation or new_id(real_now())
        with trouble_named(), writing(self.journal.engine) as connection:
            done = action_named(connection, operation)
            if done is not None:
                return Outcome(done[0], operation, done[1].after)
            on_case = deed.report(connection) if isinstance(deed, CrewsWord) else deed
            outcome = self._do(connection, signed, on_case, expected, operation)
            announce(connection)
        return outcome

    def perform_some(
        self, signed: Signed, deeds: Iterable[tuple[Deed, str]], slice_s: float
    ) -> list[Outcome | Refused | Conflict]:
        """Several deeds under their operations in one transaction, for about so long and at least one of them.

        Each is done or refused for itself. Raises JournalError: then none of these was done.
        """
        found: list[Outcome | Refused | Conflict] = []
        end = monotonic() + slice_s
        with trouble_named(), writing(self.journal.engine) as connection:
            for deed, operation in deeds:
                found.append(self._one_of(connection, signed, deed, operation))
                if monotonic() >= end:
                    break
            announce(connection)
        return found

    def _one_of(
        self, connection: Connection, signed: Signed, deed: Deed, operation: str
    ) -> Outcome | Refused | Conflict:
        done = action_named(connection, operation)
        if done is not None:
            return Outcome(done[0], operation, done[1].after)
        try:
            with connection.begin_nested():
                return self._do(connection, signed, deed, None, operation)
        except (Refused, Conflict) as why:
            return why

    def take_in(self, signed: Signed, intake: Intake, *, operation: str | None = None) -> Outcome:
        """Take a complaint by hand: it bears our number from this instant on. Raises Refused, JournalError."""
        operation = operation or new_id(real_now())
        intake.check(self.city)
        if signed.person.role not in DESK:
            raise Refused(signed.person.id, f"the role {signed.person.role} takes no complaints.", "Ask an operator.")
        with trouble_named(), writing(self.journal.engine) as connection:
            done = action_named(connection, operation)
            if done is not None:
                return Outcome(done[0], operation, done[1].after)
            number, now_ms = next_commit(connection, to_ms(self.journal.clock.now()))
            now = from_ms(now_ms)
            own = next_number(connection, now.astimezone(self.city.city.tz))
            area = self.area_of(intake.lat, intake.lon)
            complaint = intake.complaint(own, self.city, now, area)
            append_facts(connection, number, [complaint], now_ms)
            keep_personal(connection, intake.personal(own), now_ms)
            found = find_case(connection, CaseId(complaint.source, own))
            if found is None:
                raise AssertionError("a complaint that was just stored is not there")
            said = {"channel": intake.channel.value, "category": intake.category}
            effect = Effect(found.case, said, mails=intake.mails(operation, complaint))
            scene = Scene(self.city, now, operation, signed, complaint, area=area)
            outcome = record(connection, number, found, effect, "intake", scene)
            close_commit(connection, number, now_ms)
            announce(connection)
        return outcome

    def _do(self, connection: Connection, signed: Signed, deed: Deed, expected: int | None, operation: str) -> Outcome:
        found = find_case(connection, deed.case)
        if found is None:
            raise Refused(str(deed.case), "there is no such complaint.", "Look at its source and number.")
        self._allow(signed, deed, found)
        if expected is not None and expected != found.case.version:
            raise conflict_on(connection, found.case)
        number, now_ms = next_commit(connection, to_ms(self.journal.clock.now()))
        orders = orders_on(connection, str(deed.case))
        area = self.area_of(found.complaint.lat, found.complaint.lon)
        scene = Scene(self.city, from_ms(now_ms), operation, signed, found.complaint, orders, area)
        case = deed.prepare(connection, found.key, found.case) if isinstance(deed, Undo | Resend) else found.case
        outcome = record(connection, number, found, deed.apply(case, scene), str(deed.verb), scene)
        close_commit(connection, number, now_ms)
        return outcome

    def district_of(self, complaint: Complaint) -> str:
        """The code of the kecamatan a complaint lies in for a fact, "" when that is not known."""
        place = self.city.places.at(self.area_of(complaint.lat, complaint.lon))
        return place.kecamatan if place else ""

    def _allow(self, signed: Signed, deed: Deed, found: Found) -> None:
        person, case = signed.person, found.case
        if person.role is Role.COURIER and deed.verb in TOLD:
            return
        if person.role not in CREWS:
            raise Refused(person.id, f"the role {person.role} only looks.", "Ask an operator.")
        agency = case.agency or found.complaint.agency
        if not is_in_reach(person, agency, self.district_of(found.complaint)):
            raise Refused(str(case.id), f"{person.name} answers for other agencies or districts.", "Ask a supervisor.")
        move = MOVES.get(Verb(deed.verb)) if deed.verb in set(Verb) else None
        if move is None:
            return
        if person.role not in move.roles:
            raise Refused(str(case.id), f"the role {person.role} may not {deed.verb}.", "Ask a supervisor.")
        if case.stage not in move.origins:
            raise Refused(str(case.id), f"a case that is {case.stage} cannot be given {deed.verb}.", "Look again.")


def orders_on(connection: Connection, case: str) -> dict[str, Order]:
    """The orders of a case by their id, as they stand."""
    joined = order_heads.join(order_versions, _o.v == order_heads.c.v)
    rows = connection.execute(sa.select(order_versions).select_from(joined).where(_o.case_id == case).order_by(_o.key))
    return {row.id: order_of(row) for row in rows}


def record(connection: Connection, number: int, found: Found, effect: Effect, verb: str, scene: Scene) -> Outcome:
    """Decision, orders, mails and audit row, all under one commit, which is still to be closed."""
    now_ms = to_ms(scene.now)
    case = _signed_off(effect.case, found, verb, scene)
    action = Action(
        scene.operation, scene.now, verb, scene.signed.person.id, scene.signed.workstation, case, effect.said
    )
    append_action(connection, number, found.key, action)
    append_facts(connection, number, effect.orders, now_ms)
    put_mails(connection, scene.operation, effect.mails, scene.now, real_now() + timedelta(seconds=UNDO_S))
    _audit(connection, now_ms, action, found.case, effect)
    return Outcome(number, scene.operation, case)


def close_commit(connection: Connection, number: int, now_ms: int) -> None:
    """The last row of a commit: from now on others see it."""
    connection.execute(tables.commits.insert(), {"n": number, "recorded_at": now_ms})


def _signed_off(case: Case, found: Found, verb: str, scene: Scene) -> Case:
    """The case with who did it, on top of which version, and what the source said then."""
    first = case.first_answer_at or (None if verb in SILENT else scene.now)
    return replace(
        timed(found.case, case, verb, scene),
        version=found.case.version + 1,
        seen=found.complaint.status,
        first_answer_at=first,
        changed_at=scene.now,
        changed_by=scene.signed.person.id,
        changed_verb=verb,
    )


def _audit(connection: Connection, at: int, action: Action, before: Case, effect: Effect) -> None:
    """Texts may name a citizen: the chain holds their hash, the case itself, and what leaves."""
    said = sha256(canonical(_whole(action.said)).encode()).hexdigest()
    after: dict[str, Any] = {"operation": action.id, "case": _whole(action.after), "said": said}
    after["mails"] = [mail.id for mail in effect.mails]
    entity = str(action.after.id)
    append_audit(connection, at, action.by, action.workstation, action.verb, entity, {"case": _whole(before)}, after)


def _whole(value: Any) -> Any:
    """Plain JSON values without floats."""
    return msgspec.to_builtins(value)
