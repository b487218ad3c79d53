"""Sentences a collector writes about its sources, in the person's language.

The collector knows no languages: it writes English into the journal. Here stand its sentences as message ids; `{names}`
stand for what differs from time to time and is carried over. An unknown sentence stays as it was written.
"""

import re
from functools import cache

from app.i18n import N_, Language

SENTENCES: tuple[str, ...] = (  # the first that fits counts; in `{error}` and `{told}` stands another sentence
    N_("The server's name was not found."),
    N_("Send the collector's log to whoever looks after this program."),
    N_("The server refused the connection."),
    N_("The server cannot be reached."),
    N_("The server did not answer the call."),
    N_("The server stopped answering."),
    N_("The answer's compression is broken."),
    N_("The answer ended early."),
    N_("The server broke the connection off."),
    N_("The server keeps sending us on."),
    N_("The call was stopped."),
    N_("nothing changed, but we had asked for all (304)."),
    N_("The address cannot be called."),
    N_("No whole answer within {seconds} s."),
    N_("A link is no address; not followed."),
    N_("A link leads to another server ({server}); not followed."),
    N_("The server sends us to a {scheme} address (InvalidSchema); not followed."),
    N_("The server sends a form on to another address; not followed."),
    N_("The server answered with an error: {error}"),
    N_("The server answered {status}.{told}"),
    N_("The server sent {kind} instead of data: {beginning}"),
    N_("The answer is larger than {size} MB."),
    N_("The call failed ({kind})."),
    N_("certificate not trusted ({reason})."),
    N_("certificate not trusted: no safe connection could be agreed (TLS 1.2 or newer)."),
    N_("The server refused us ({status}).{told}"),
    N_("The server asked us to wait ({status})."),
    N_("The server is not available ({status})."),
    N_("It says: {quoted}"),
    N_("It asks for a second factor (TOTP)."),
    N_("The server sent an empty answer."),
    N_("No format is left to try."),
    N_("The answer holds no list we know."),
    N_("The answer is a bare list, but wrap = named."),
    N_("The answer is nested too deep."),
    N_("The answer is nested too deep at byte {byte}."),
    N_("The answer is JSON, but no list."),
    N_("The answer is JSON, but no object."),
    N_("The answer is JSON, but neither a list nor an object."),
    N_("The answer is not JSON: {what} at byte {byte}."),
    N_("The answer is not XML: {what} at byte {byte}."),
    N_("The answer is not {charset} at byte {byte}."),
    N_("The answer's encoding cannot be read ({kind})."),
    N_("The answer holds a DOCTYPE, which is refused."),
    N_("This Python's XML reader is too old ({version})."),
    N_("The server ignores lists of ids; changes of older cases cannot be asked for."),
    N_("The list of services changed."),
    N_("No updates extension here: {error}"),
    N_("Requests cannot be asked by id: {error}"),
    N_("No list of services: {error}"),
    N_("History could not be read: {error}"),
    N_("The server answers every window alike; its history cannot be asked for."),
    N_("History from {start} to {end} was left out."),
    N_("Complaint {id}: photo address refused: {reason}"),
    N_("An update has the unknown status {word}; the case's status was left unchanged."),
    N_("The list had no end after {pages} pages; the rest was left."),
    N_("The track of vehicle {device} could not be read: {error}"),
    N_("The track of vehicle {device} from {start} was left out: {error}"),
    N_("No {path} here: {error}"),
    N_("Ask the agency for a new key and store it where the source's secret_env says."),
    N_("Ask the agency what this key may read."),
    N_("Correct the source's url in the city file."),
    N_("Ask the agency for a valid certificate, or set ca_file to its own CA."),
    N_("Ask the agency whether its server is up."),
    N_("Update Python."),
)
_NESTED = ("error", "told")
_DEEPEST = 3
_LONGEST = 4_000  # characters; what is longer is no sentence of ours


def in_words(sentence: str, words: Language) -> str:
    """One or several lines of a collector in a person's language."""
    lines = sentence[:_LONGEST].split("\n")
    return "\n".join(_line(line, words, _DEEPEST) for line in lines)


def matching(sentence: str) -> tuple[str, dict[str, str]] | None:
    """The message id a sentence was made from, and the values in it."""
    for message in SENTENCES:
        found = _pattern(message).fullmatch(sentence)
        if found is not None:
            return message, found.groupdict()
    return None


def _line(line: str, words: Language, depth: int) -> str:
    found = matching(line.strip()) if depth else None
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
    """A message id as a pattern; a value is anything."""
    parts = re.split(r"\{(\w+)\}", message)
    texts = (re.escape(part) if at % 2 == 0 else f"(?P<{part}>.*)" for at, part in enumerate(parts))
    return re.compile("".join(texts), re.DOTALL)
