"""What a person can do about a source, where the collector named no step of its own, and since when it is so."""

from datetime import timedelta

from app.domain.source import LinkState
from app.i18n import N_, Language
from app.sentences import matching
from app.views.sources import SourceLine

_WIRE = N_(
    "It is tried again by itself. If it stays so, check this room's network, then ask the agency about its server."
)
_LOGIN = N_(
    "Open its address in a browser: a login page or a network portal may stand between. It is tried again by itself."
)
_CONTENT = N_(
    "Copy the details and send them to the agency: its server does not answer as agreed. It is tried again by itself."
)
_QUESTION = N_(
    "The server does not accept our question. "
    "Compare the source's options in the city file with what the agency asks for."
)
_OURS = N_("Copy the details and send them to whoever looks after this program.")
_BY_STATE = {
    LinkState.NEVER: N_("Nobody has asked it yet. If it stays so, start a collector."),
    LinkState.PAUSED: N_("A person paused it; press Resume when it may be asked again."),
    LinkState.MISCONFIGURED: N_("Correct its block in the city file, then press Try now."),
}
_ON_THE_WIRE = frozenset(
    {
        "The server's name was not found.",
        "The server refused the connection.",
        "The server cannot be reached.",
        "The server did not answer the call.",
        "The server stopped answering.",
        "The answer ended early.",
        "The server broke the connection off.",
        "No whole answer within {seconds} s.",
        "The server is not available ({status}).",
        "The server answered {status}.{told}",
    }
)
_PAGES = frozenset({"The server sent {kind} instead of data: {beginning}", "The server keeps sending us on."})
_REJECTED = N_("Read them with ./poc export rejected, and tell the agency.")
_NOTES = {
    "{n} records of the last answer were rejected, such as {id}: {what} ({field}).": _REJECTED,
    "{n} records of the last answer were rejected, such as {id}: {what}.": _REJECTED,
    "{n} records of the last answer bear an impossible time or speed.": N_(
        "Tell the agency; these records are kept and never move a mark."
    ),
    "The server's clock differs from ours by {minutes} min.": N_(
        "Set one of the two clocks; until then its ages are wrong."
    ),
}
_OUR_FAULT = "This program has a fault and could not read the answer ({kind})."


def advice(line: SourceLine, words: Language) -> str:
    """The next step in a person's language; empty when all is well."""
    if line.state is LinkState.WAITING:
        until = _next_try(line, words)
        return words.text("The server set the time itself: it is asked again at {time}, not before.", time=until)
    if line.state in _BY_STATE:
        return words.text(_BY_STATE[line.state])
    return words.text(_by_error(line.error) if line.error else _by_note(line.note))


def _by_error(error: str) -> str:
    found = matching(error.split("\n", 1)[0])
    message, values = found or ("", {})
    if values.get("status", "").startswith("4") and message == "The server answered {status}.{told}":
        return _QUESTION
    if message in _ON_THE_WIRE:
        return _WIRE
    if message in _PAGES:
        return _LOGIN
    return _OURS if message == _OUR_FAULT else _CONTENT


def _by_note(note: str) -> str:
    """Of a source that answers: what to do about its first note, where something can be done."""
    found = matching(note.split("\n", 1)[0])
    return _NOTES.get(found[0], "") if found else ""


def since_words(line: SourceLine, words: Language) -> str:
    """Since when a source has not answered as it should, and when it is asked again; empty when all is well."""
    if not line.error and line.state in (LinkState.OK, LinkState.NEVER):
        return ""
    if line.last_good is None or line.link_age_s is None:
        told = [words.text("No whole answer yet.")]
    else:
        at = words.clock(line.last_good) if line.link_age_s < 86_400 else words.moment(line.last_good)
        told = [words.text("Last whole answer at {time}, {age} ago.", time=at, age=words.age(line.link_age_s))]
    if line.next_try is not None and line.state not in (LinkState.PAUSED, LinkState.WAITING):
        told.append(words.text("Next try at {time}.", time=_next_try(line, words)))
    return " ".join(told)


def _next_try(line: SourceLine, words: Language) -> str:
    if line.next_try is None:
        return "\N{EN DASH}"
    is_soon = line.next_try_s is not None and line.next_try_s < timedelta(hours=12).total_seconds()
    return words.clock(line.next_try) if is_soon else words.moment(line.next_try)
