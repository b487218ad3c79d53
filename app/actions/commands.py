"""`act`, `people` and `audit` of the command line: the same deeds, checks, audit and outbox as in the windows."""

import getpass
import json
import os
import sys
from argparse import Namespace
from socket import gethostname
from typing import TextIO

from app.actions.districts import area_finder, grounds
from app.actions.money import left_bound
from app.actions.perform import Acting, Outcome
from app.actions.privacy import forget_case
from app.actions.spoken import INTAKE, deed_of, intake_of
from app.domain.case import Case, CaseId
from app.domain.lifecycle import OPTIONS, Verb
from app.domain.person import Person, Role, Signed
from app.geo.boundaries import Chosen
from app.journal.audit import Anchor, Verified, verify_chain
from app.journal.engine import reading
from app.journal.grants import grant
from app.journal.people import accounts, add_person, change_person, close_account, sign_in
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.settings import CityFile
from app.settings.areas import city_areas

SECRET = "POC_PASSWORD"  # noqa: S105 - the name of a variable, no secret


def act(journal: Journal, city: CityFile, args: Namespace, out: TextIO) -> int:
    """One deed as `--as USER`; its outcome as a JSON line. Raises ValueError, PocError."""
    acting = Acting(journal, city, area_finder(city))
    said = {name: str(value) for name in OPTIONS if (value := getattr(args, name)) is not None}
    signed = signed_in(journal, args.user)
    if args.verb == INTAKE:
        outcome = acting.take_in(signed, intake_of(said), operation=args.operation)
    elif args.case is None:
        raise ValueError("name the case as source/id, for example sorot/4812")
    else:
        deed = deed_of(args.verb, args.case, said)
        outcome = acting.perform(signed, deed, expected=args.expect, operation=args.operation)
    out.write(json.dumps(_told(outcome)) + "\n")
    out.flush()
    sys.stderr.write(_still_bound(outcome.case) if args.verb == Verb.CLOSE else "")
    return 0


def _still_bound(case: Case) -> str:
    """A warning with the next step while an estimate is bound to a closed case; "" for none."""
    amount = left_bound(case)
    next_step = f"act cost {case.id} --spent RUPIAH --as USER (0 when it cost nothing)"
    return f"warning: an estimate of {amount} rupiah stays bound to {case.id}. Next: {next_step}\n" if amount else ""


def _told(outcome: Outcome) -> dict[str, object]:
    case = outcome.case
    told = {"commit": outcome.commit, "operation": outcome.operation, "case": str(case.id), "stage": case.stage.value}
    return told | {"version": case.version, "order": case.order}


def signed_in(journal: Journal, user: str) -> Signed:
    """The person, by the password in POC_PASSWORD or asked for. Raises SignInRefused."""
    secret = os.environ.get(SECRET)
    if secret is None:
        secret = getpass.getpass(f"{user}: ") if sys.stdin.isatty() else ""
    return sign_in(journal, user, secret, f"{gethostname()} (command line)")


def people(journal: Journal, args: Namespace, out: TextIO) -> int:
    """List, add, change or close accounts. The new password comes from POC_NEW_PASSWORD or is asked for."""
    if args.what == "list":
        out.writelines(
            f"{a.person.id}\t{a.person.role}\t{a.person.name}\t{a.person.agency}\t{'closed' if a.disabled else ''}\n"
            for a in accounts(journal)
        )
        return 0
    by = signed_in(journal, args.user) if args.user else None
    if args.what == "close" and by is not None:
        close_account(journal, by, args.id)
        return 0
    person = Person(args.id, args.name or args.id, Role(args.role), args.agency or "", tuple(args.area))
    secret = os.environ.get("POC_NEW_PASSWORD") or (getpass.getpass("new password: ") if sys.stdin.isatty() else "")
    if args.what == "add":
        add_person(journal, by, person, secret, args.pin or "")
    elif by is not None:
        change_person(journal, by, person, password=secret, pin=args.pin or "")
    else:
        raise ValueError("say --as ADMIN: only the first person comes in without")
    return 0


def forget(journal: Journal, city: CityFile, args: Namespace, out: TextIO) -> int:
    """`journal forget CASE --as USER`. Raises ValueError, PocError."""
    if not args.case or not args.user:
        raise ValueError("name the case and who does it: journal forget sorot/4812 --as USER")
    erased = forget_case(
        Acting(journal, city, area_finder(city)), signed_in(journal, args.user), CaseId.parse(args.case)
    )
    out.write(f"journal: {args.case} forgotten; something was kept at {erased} of its numbers\n")
    return 0


def grants(url: str, city: CityFile, out: TextIO) -> int:
    """`people grants`: the groups of a PostgreSQL journal and their rights; the owner of its tables runs it."""
    chosen = city_areas(city)
    count = grant(url, [agency.id for agency in city.agencies], grounds(city, chosen.areas))
    out.write(f"people: {count} groups have their rights\n")
    out.write(f"people: {_by_district(chosen)}\n")
    return 0


def _by_district(chosen: Chosen) -> str:
    if chosen.areas.official:
        return "districts go by the official boundaries of today; run this again when the file changes"
    return f"nobody is held to districts: {chosen.problem or 'the city file names no official boundaries'}"


def audit(journal: Journal, args: Namespace, out: TextIO) -> int:
    """`audit verify [--anchor SEQ:HASH]`: 0 when the chain agrees, 1 naming the first bad row."""
    anchor = Anchor.parse(args.anchor) if args.anchor else None
    with trouble_named(), reading(journal.engine) as connection:
        found = verify_chain(connection, anchor)
    out.write(said_of(found) + "\n")
    return 0 if found.wrong is None else 1


def said_of(found: Verified) -> str:
    """What a look through the chain found, in one line."""
    if found.wrong is not None:
        return f"audit: row {found.wrong} is {found.why}; {found.rows} rows before it agree"
    return f"audit: {found.rows} rows agree; head {found.head or 'none'}"
