"""Who works here, and what each role may do. Source: the city's own division of work; enforced in `app.actions`."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the room."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    AGENCY = "agency"  # staff of one agency, who act on its own cases only
    BRIEFING = "briefing"  # looks, and touches nothing
    ADMIN = "admin"
    COURIER = "courier"  # no person: the collector, which records what far ends told


COURIER_ID = "kurir"
"""Under whose name the collector records what a crew's channel told."""
DESK = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN})
CREWS = DESK | {Role.AGENCY}
SENIOR = frozenset({Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Person:
    """A person who signs in. `agency` binds to one agency's cases; `areas` (district codes) to some districts."""

    id: str
    name: str
    role: Role
    agency: str = ""
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """A person at work, and at which workstation; every action names both."""

    person: Person
    workstation: str


def is_in_reach(person: Person, agency: str, area: str) -> bool:
    """Whether a case of `agency` in district `area` is one of theirs. "" = not known: nobody is shut out by it
    except those bound to one agency, who may only act where theirs is named."""
    if person.role is Role.AGENCY and (not person.agency or agency != person.agency):
        return False
    if person.agency and person.role is not Role.AGENCY and agency and agency != person.agency:
        return False
    return not (person.areas and area and area not in person.areas)
