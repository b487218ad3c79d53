"""A room whose people have limits: who they are, where the cases lie, and the boundaries between two districts."""

from app.domain.case import CaseId
from app.domain.person import Person, Role
from app.journal.reach import Ground, Ring
from tests.journal.facts import complaint

PEOPLE = {
    person.id: person
    for person in (
        Person("sri", "Sri", Role.ADMIN),
        Person("bebas", "Bebas", Role.OPERATOR),
        Person("barat", "Barat", Role.OPERATOR, areas=("01",)),
        Person("timur", "Timur", Role.SUPERVISOR, areas=("02", "03")),
        Person("hijau", "Hijau", Role.OPERATOR, "dlh"),
        Person("kru", "Kru", Role.AGENCY, "dlh", ("01",)),
        Person("salah", "Salah", Role.AGENCY, "dinkes"),
        Person("tanpa", "Tanpa Dinas", Role.AGENCY),
        Person("pergi", "Pergi", Role.OPERATOR),
    )
}
GROUPS = {Role.ADMIN: "poc_admin", Role.OPERATOR: "poc_operate", Role.SUPERVISOR: "poc_supervise"}
WEST, EAST, NOWHERE, OUTSIDE = (-6.24, 107.01), (-6.24, 107.03), (None, None), (-6.39, 106.81)
PLACES = {"01": WEST, "02": EAST, "": NOWHERE, "far": OUTSIDE}
CASES = [(f"{district}-{agency}", district, agency) for district in PLACES for agency in ("", "dlh", "dinkes")]
COMPLAINTS = [complaint(n, lat=PLACES[d][0], lon=PLACES[d][1], agency=agency) for n, d, agency in CASES]


def case(n: str) -> CaseId:
    """A case of `CASES`."""
    return CaseId("sorot", n)


def square(south: float, west: float, side: float) -> Ring:
    """A square's ring in degrees."""
    north, east = south + side, west + side
    return ((south, west), (south, east), (north, east), (north, west))


GROUNDS = [Ground("01", (square(-6.25, 107.0, 0.02),)), Ground("02", (square(-6.25, 107.02, 0.02),))]
