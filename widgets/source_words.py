"""How a source's state is said and marked: the same words in the chips, the list and the panel."""

from app.domain.freshness import Freshness
from app.domain.severity import Severity
from app.domain.source import LinkState
from app.domain.visible import visible
from app.i18n import N_, Language
from app.sentences import in_words
from app.views.sources import LINK_WORDS, SourceLine
from widgets.marks import SEVERITY_MARKS
from widgets.source_advice import advice
from widgets.theme import Theme

_LATE = {Freshness.AGEING: N_("slow {age}"), Freshness.STALE: N_("late {age}"), Freshness.LOST: N_("lost {age}")}
_GRADES = {Freshness.AGEING: Severity.MENENGAH, Freshness.STALE: Severity.TINGGI, Freshness.LOST: Severity.KRITIS}


def source_name(line: SourceLine) -> str:
    """A source as people call it: its id with capitals."""
    return line.id.replace("-", " ").replace("_", " ").title()


def state_word(line: SourceLine, words: Language) -> str:
    """The state of the line in a word or two."""
    return words.text(LINK_WORDS[line.state])


def age_words(line: SourceLine, words: Language) -> str:
    """Age of the last complete answer, with the word for being late; "no answer yet" for never."""
    if line.paused:
        return words.text("paused")
    if line.link_age_s is None or line.freshness is Freshness.NEVER:
        return words.text("no answer yet")
    age = words.age(line.link_age_s)
    late = _LATE.get(line.freshness)
    return words.text(late, age=age) if late else age


def error_words(line: SourceLine, words: Language, cap: int = 300) -> str:
    """The last error or note in the person's language where we have its words, else as the collector wrote it."""
    return visible(in_words(line.error or line.note, words), cap)


def step_words(line: SourceLine, words: Language, cap: int = 300) -> str:
    """What to do next; empty when all is well."""
    return visible(in_words(line.next_step, words) or advice(line, words), cap)


def grade(line: SourceLine) -> Severity | None:
    """How abnormal a source is; None is normal, and normal is silent."""
    if line.state is LinkState.MISCONFIGURED:
        return Severity.KRITIS
    if line.paused or line.state is LinkState.NEVER:
        return Severity.RENDAH
    found = _GRADES.get(line.freshness)
    broken = line.state in (LinkState.DOWN, LinkState.DEGRADED, LinkState.WAITING)
    return found or (Severity.MENENGAH if broken else None)


def mark_of(line: SourceLine, theme: Theme) -> tuple[str, str] | None:
    """Shape and colour of a source's mark; None when it is normal."""
    found = grade(line)
    return None if found is None else (SEVERITY_MARKS[found], theme.severity(found))
