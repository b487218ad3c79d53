"""Looking at a citizen's own data, and forgetting a citizen: who may, and never without a row in the audit."""

from sqlalchemy.engine import Connection

from app.actions.perform import Acting
from app.actions.room import Refused
from app.domain.case import CaseId
from app.domain.person import DESK, SENIOR, Role, Signed, is_in_reach
from app.journal.cases import Found, find_case
from app.journal.encode import to_ms
from app.journal.engine import reading, writing
from app.journal.retention import forget, reveal_in
from app.journal.trouble import trouble_named

CALLED = ("name", "phone", "email", "address")  # what is shown first, in this order


def reveal(acting: Acting, signed: Signed, case: CaseId) -> dict[str, str]:
    """What is kept about the citizen of a case, after the audit row that names who looked.

    Raises Refused for roles without need to know and for other people's districts, JournalError, NotAllowed.
    """
    journal = acting.journal
    with trouble_named(), writing(journal.engine) as connection:
        now, told = to_ms(journal.clock.now()), dict[str, str]()
        for one in looked_at(acting, connection, signed, case):
            told |= reveal_in(connection, now, signed, one)
    return {key: told[key] for key in sorted(told, key=_order)}


def looked_at(acting: Acting, connection: Connection, signed: Signed, case: CaseId) -> tuple[CaseId, ...]:
    """The numbers under which a person may look at the citizen of a case. Raises Refused."""
    _allow(signed, DESK, "look at citizens' data")
    found = find_case(connection, case)
    _reach(acting, signed, case, found)
    return found.case.numbers if found else (case,)


def forget_case(acting: Acting, signed: Signed, case: CaseId) -> int:
    """Erase what is kept about the citizen of a case, at both numbers it bears; of how many something was kept."""
    _allow(signed, SENIOR, "forget a citizen")
    with trouble_named(), reading(acting.journal.engine) as connection:
        found = find_case(connection, case)
    _reach(acting, signed, case, found)
    return forget(acting.journal, signed, [case])


def _allow(signed: Signed, roles: frozenset[Role], what: str) -> None:
    if signed.person.role not in roles:
        raise Refused(signed.person.id, f"the role {signed.person.role} may not {what}.", "Ask a supervisor.")


def _reach(acting: Acting, signed: Signed, case: CaseId, found: Found | None) -> None:
    if found is None:
        raise Refused(str(case), "there is no such complaint.", "Look at its source and number.")
    agency = found.case.agency or found.complaint.agency
    if not is_in_reach(signed.person, agency, acting.district_of(found.complaint)):
        name = signed.person.name
        raise Refused(str(case), f"{name} answers for other agencies or districts.", "Ask a supervisor.")


def _order(key: str) -> tuple[int, str]:
    return (CALLED.index(key) if key in CALLED else len(CALLED), key)
