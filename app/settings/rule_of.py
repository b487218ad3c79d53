"""The rule of deadlines for one kind of complaint, put together from the city file."""

from datetime import datetime

from app.domain.deadline import Deadline, Step
from app.domain.targets import Hours, Rule, deadlines_of
from app.settings.city_file import CityFile

_FIELDS = {
    Step.FIRST_ANSWER: "first_answer",
    Step.ON_SITE: "on_site",
    Step.MAKE_SAFE: "make_safe",
    Step.DONE: "done",
}


def rule_of(city: CityFile, category: str, severity: str = "") -> Rule:
    """What the category demands, and what the severity demands beside it; "" = the category's own severity."""
    known = city.category_of(category)
    word = severity or (known.severity if known else "menengah")
    tables = [table for table in (known, city.targets.of(word)) if table is not None]
    allowed = {
        step: tuple(text for table in tables if (text := getattr(table, field)) is not None)
        for step, field in _FIELDS.items()
    }
    return Rule(city.targets.version, allowed, known.legal if known else "complaint")


def hours_of(city: CityFile, agency: str) -> Hours:
    """The working time that counts for an agency's cases."""
    return Hours(city.working(), city.working(agency))


def owed_by(city: CityFile, category: str, agency: str, received: datetime, severity: str = "") -> tuple[Deadline, ...]:
    """The deadlines of a complaint nobody here has touched; `agency` = who answers for it."""
    return deadlines_of(rule_of(city, category, severity), received, hours_of(city, agency))
