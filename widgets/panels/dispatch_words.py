"""Everything the dispatch panel says, as plain text in the group's language."""

from collections.abc import Mapping
from datetime import datetime

from app.domain.order import OrderState
from app.domain.suggest import Out
from app.i18n import N_, Language
from app.sentences import in_words
from app.settings import Channel, CityFile
from app.views.dispatch import OrderLine, StepTold
from app.views.suggest import Suggestions, Unit, Way
from app.views.suggest_kinds import Fit
from widgets.case_words import one_line
from widgets.panels.dispatch_ways import Told

STATE_WORDS: Mapping[OrderState, str] = {
    OrderState.WAITING: N_("waiting to leave"),
    OrderState.SENT: N_("sent"),
    OrderState.ACCEPTED: N_("accepted"),
    OrderState.DEPARTED: N_("departed"),
    OrderState.ARRIVED: N_("arrived"),
    OrderState.DONE: N_("done"),
    OrderState.REFUSED: N_("refused"),
    OrderState.RECALLED: N_("called back"),
}


def state_word(words: Language, state: OrderState) -> str:
    """An order's state."""
    return words.text(STATE_WORDS[state])


def distance(metres: float, words: Language) -> str:
    """850 m, 3,2 km."""
    return f"{words.number(metres, 0)} m" if metres < 1_000 else f"{words.number(metres / 1_000, 1)} km"


def minutes(seconds: float, words: Language) -> str:
    """Whole minutes, at least one."""
    return words.text("{n} min", n=words.number(max(1, round(seconds / 60))))


def unit_line(unit: Unit, words: Language) -> str:
    """What stands below a unit's name: distance, load, age of its fix, and last its kind, which is cut first."""
    far = "" if unit.distance_m is None else distance(unit.distance_m, words)
    load = words.text("free") if not unit.load else load_text(unit.load, words)
    fix = words.text("fix {age} ago", age=words.age(unit.fix_age_s))
    kind = one_line(unit.kind_name_en if words.code == "en" else unit.kind_name, 40)
    return " · ".join(filter(None, (far, load, fix, kind)))


def load_text(load: int, words: Language) -> str:
    """Orders a unit has."""
    return words.plural("{n} open order before this", "{n} open orders before this", load)


def ready_text(unit: Unit, words: Language) -> str:
    """When a unit would be there; nothing where no way is known."""
    return "" if unit.ready_s is None else minutes(unit.ready_s, words)


def why_text(unit: Unit, detour: float, words: Language) -> str:
    """How a unit's time was found, for its tooltip and a screen reader."""
    if unit.way is Way.NONE:
        return words.text("No way to the place is known.")
    way = minutes(unit.way_s or 0, words)
    if unit.way is Way.ROAD:
        told = words.text("{way} on the road, by the road network", way=way)
    else:
        told = words.text("{way} on the road: straight line × {factor}", way=way, factor=words.number(detour, 1))
    return f"{told}; {load_text(unit.load, words)}" if unit.load else told


def basis_text(found: Suggestions, told: Told, error: str, words: Language) -> str:
    """Where the times come from."""
    if not found.has_place:
        return words.text("The complaint has no place: no distance can be told.")
    line = words.text("straight line × {factor}", factor=words.number(found.detour, 1))
    match told:
        case Told.ROADS:
            return words.text("Times by the road network.")
        case Told.ASKING:
            return words.text("Times by {line}; the road network is being asked.", line=line)
        case Told.SILENT:
            return words.text("Times by {line}; nobody asked the road network: no collector answers.", line=line)
        case Told.FAILED:
            why = in_words(error, words)
            return words.text("Times by {line}; the road network did not answer: {why}", line=line, why=why)
    return words.text("Times by {line}.", line=line)


def left_out_lines(found: Suggestions, city: CityFile, words: Language) -> list[str]:
    """An honest word about every unit that is not in the list."""
    lines = []
    if more := found.fit - len(found.units):
        lines.append(words.plural("{n} fit unit is further off", "{n} fit units are further off", more))
    return lines + [_left_out(left.why, left.count, city, words) for left in found.left_out]


def _left_out(why: Out, n: int, city: CityFile, words: Language) -> str:
    match why:
        case Out.OTHER_KIND:
            return words.plural("{n} unit of another kind", "{n} units of other kinds", n)
        case Out.ON_THIS_CASE:
            return words.plural("{n} unit has this order already", "{n} units have this order already", n)
        case Out.NEVER_SEEN:
            return words.plural("{n} unit was never seen", "{n} units were never seen", n)
        case Out.OLD_FIX:
            age = words.age(city.sending.fix_within.total_seconds())
            return words.plural("{n} unit not seen for {age}", "{n} units not seen for {age}", n, age=age)
        case Out.OFF_SHIFT:
            return words.plural("{n} unit is off shift", "{n} units are off shift", n)
    most = city.sending.most_orders
    return words.plural("{n} unit has {most} open orders", "{n} units have {most} open orders", n, most=most)


def kinds_text(found: Suggestions, city: CityFile, words: Language) -> str:
    """Which kinds of vehicle are looked for, and why."""
    names = ", ".join(_kind(kind, city, words) for kind in found.kinds)
    if found.by is Fit.ASKED:
        return words.text("Units of every kind, as you asked.")
    if found.by is Fit.ANY:
        return words.text("No agency is known: units of every kind.")
    if not found.kinds:
        return words.text("The agency that answers for this runs no vehicles that are known.")
    if found.by is Fit.CATEGORY:
        return words.text("For this category: {kinds}", kinds=names)
    return words.text("Of the agency: {kinds}", kinds=names)


def _kind(kind: str, city: CityFile, words: Language) -> str:
    fleet = city.fleet_of(kind)
    if fleet is None:
        return kind
    return (fleet.name_en or fleet.name) if words.code == "en" else fleet.name


def channel_text(channel: Channel, words: Language) -> str:
    """A way to reach a crew, for the list of ways."""
    name = channel.name or channel.id
    return words.text("{name} (call {phone})", name=name, phone=channel.phone) if channel.kind == "voice" else name


def steps_text(steps: tuple[StepTold, ...], words: Language) -> str:
    """Each state with when and who, in their order."""
    return " → ".join(
        words.text("{state} {time} {who}", state=state_word(words, s.state), time=words.time(s.at), who=s.by)
        for s in steps
    )


def late_text(line: OrderLine, now: datetime, words: Language) -> str:
    """That a crew has let its time to answer pass, and how long the order waits; "" where it answered or still may."""
    if line.silent_since is None:
        return ""
    return words.text("No answer for {age}", age=words.age((now - line.steps[0].at).total_seconds()))
