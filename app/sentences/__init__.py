"""Sentences written in English by parts that know no languages, said in a person's language.

The collector, the city file's checks and the journal write English: into the journal, or as an error. Here stand their
sentences as message ids; `{names}` stand for what differs from time to time and is carried over. An unknown sentence
stays as it was written.
"""

import re
from functools import cache

from app.errors import ConfigError, Fault, PocError
from app.i18n import Language
from app.sentences.access import ACCESS
from app.sentences.acting import ACTING
from app.sentences.bulk import BULK
from app.sentences.outgoing import OUTGOING
from app.sentences.photos import PHOTOS
from app.sentences.program import PROGRAM
from app.sentences.settings import SETTINGS
from app.sentences.sources import SOURCES

SENTENCES = (*ACCESS, *ACTING, *BULK, *OUTGOING, *PHOTOS, *SOURCES, *SETTINGS, *PROGRAM)
_NESTED = ("error", "told", "what")  # under these names stands another sentence
_DEEPEST = 3
_LONGEST = 4_000  # characters; what is longer is no sentence of ours


def in_words(sentence: str, words: Language) -> str:
    """One or several lines in a person's language."""
    lines = sentence[:_LONGEST].split("\n")
    return "\n".join(_line(line, words, _DEEPEST) for line in lines)


def named_in_words(text: str, words: Language) -> str:
    """A sentence after the name of what it speaks of: "city.geojson: The file is empty."."""
    name, colon, sentence = text.partition(": ")
    whole = in_words(text, words)
    return f"{name}: {in_words(sentence, words)}" if colon and whole == text else whole


def error_in_words(error: PocError, words: Language) -> str:
    """An error as one line: the thing, what happened, the next step."""
    parts = (in_words(error.what, words), in_words(error.next_step, words))
    return f"{error.thing}: " + " ".join(part for part in parts if part)


def trouble_in_words(trouble: Exception, command: str, words: Language) -> str:
    """What stopped a command, for stderr; every fault of a file on a line of its own."""
    if isinstance(trouble, ConfigError):
        return "\n".join(f"{trouble.thing}: {_fault(fault, words)}" for fault in trouble.faults)
    cause = trouble if isinstance(trouble, PocError) else trouble.__cause__
    said = error_in_words(cause, words) if isinstance(cause, PocError) else in_words(str(trouble), words)
    return f"{command}: {said}"


def poll_in_words(records: int, rejected: int, trouble: PocError | None, words: Language) -> str:
    """What one full poll of a source came to."""
    if trouble is None:
        numbers = {"records": words.number(records), "rejected": words.number(rejected)}
        return words.text("{records} records read, {rejected} rejected", **numbers)
    said = (in_words(trouble.what, words), in_words(trouble.next_step, words))
    return words.text("failed: {what}", what=" ".join(filter(None, said)))


def _fault(fault: Fault, words: Language) -> str:
    where = words.text("line {n}", n=fault.line) + ": " if fault.line else ""
    meant = " " + words.text("(did you mean {word}?)", word=repr(fault.nearest)) if fault.nearest else ""
    return f"{where}{fault.key}: {in_words(fault.what, words)}{meant}"


def matching(sentence: str) -> tuple[str, dict[str, str]] | None:
    """The message id a sentence was made from, and the values in it."""
    for message in SENTENCES:
        found = _pattern(message).fullmatch(sentence)
        if found is not None:
            return message, found.groupdict()
    return None


def _line(line: str, words: Language, depth: int) -> str:
    found = matching(line.strip()) if depth and line.strip() else None
    if found is None:
        return line
    message, values = found
    for name in values.keys() & set(_NESTED):
        values[name] = _line(values[name], words, depth - 1) if values[name].strip() else ""
    if values.get("told"):
        values["told"] = f" {values['told'].strip()}"
    return words.text(message, **values)


@cache
def _pattern(message: str) -> re.Pattern[str]:
    """A message id as a pattern; a value is as short as it may be, for what follows may hold a point too."""
    parts = re.split(r"\{(\w+)\}", message)
    texts = (re.escape(part) if at % 2 == 0 else f"(?P<{part}>.*?)" for at, part in enumerate(parts))
    return re.compile("".join(texts), re.DOTALL)
