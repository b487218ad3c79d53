"""Photos in words: what stands for a picture that is not shown, and what comparing it with the case says."""

from collections.abc import Mapping

from app.domain.photo import Check, Part
from app.i18n import N_, Language
from app.sentences import in_words
from app.views.photos import Look, PhotoLine

PART_WORDS: Mapping[Part, str] = {
    Part.CITIZEN: N_("Citizen's photo"),
    Part.BEFORE: N_("Before the work"),
    Part.AFTER: N_("After the work"),
}
LOOK_WORDS: Mapping[Look, str] = {
    Look.NOT_ASKED: N_("Photo not fetched yet"),
    Look.WAITING: N_("Photo is being fetched"),
    Look.FAILED: N_("Not fetched; it is tried again"),
    Look.REFUSED: N_("Cannot be shown"),
    Look.COVERED: N_("Press to look. The look is recorded."),
    Look.SHOWN: "",
    Look.MASKED: N_("Only for operators of the room"),
    Look.FORGOTTEN: N_("Erased"),
}
ODD = frozenset({Check.ELSEWHERE, Check.EARLIER, Check.LATER})


def stand_in(line: PhotoLine, words: Language) -> str:
    """What stands where the picture would be."""
    said = words.text(LOOK_WORDS[line.look]) if LOOK_WORDS[line.look] else ""
    return " · ".join(filter(None, (said, in_words(line.why, words))))


def distance_text(metres: float, words: Language) -> str:
    """ "40 m", or "1.4 km" from a kilometre on."""
    return f"{words.number(metres, 0)} m" if metres < 1_000 else f"{words.number(metres / 1_000, 1)} km"


def place_text(line: PhotoLine, words: Language) -> str:
    """How far from the case it was taken."""
    if line.metres is None:
        return words.text("place not told")
    return words.text("{distance} from the case", distance=distance_text(line.metres, words))


def time_text(line: PhotoLine, words: Language) -> str:
    """How long before or after the report, or the order, it was taken."""
    if line.taken is None or line.since is None:
        return words.text("time not told")
    seconds = (line.taken - line.since).total_seconds()
    age = words.age(abs(seconds))
    if line.part is Part.CITIZEN:
        told = words.text("{age} before report", age=age) if seconds < 0 else words.text("{age} after report", age=age)
    else:
        told = words.text("{age} before order", age=age) if seconds < 0 else words.text("{age} after order", age=age)
    return told


def spoken(line: PhotoLine, words: Language) -> str:
    """Everything of one photo in a sentence, for tooltips and screen readers."""
    parts = [words.text(PART_WORDS[line.part]), stand_in(line, words)]
    if line.look is Look.SHOWN:
        parts += [place_text(line, words), time_text(line, words)]
        if line.taken is not None:
            parts.append(words.moment(line.taken))
            parts += [] if line.is_sure else [words.text("the camera told no time zone")]
    return " · ".join(filter(None, parts))
