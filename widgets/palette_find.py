"""What the palette finds without asking the store: commands, panels, vehicles and places, nearest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from app.domain.visible import visible
from app.i18n import Language
from app.journal.texts import ComplaintText
from widgets.commands import Commands
from widgets.live import Live

_FLOOR = 62  # least likeness, 0 to 100
_EACH = 5
_SHOWN = 120  # characters of a line


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette. `kind` is "command", or a kind of selection with the thing's `key`."""

    kind: str
    title: str
    detail: str
    icon: str
    key: int = 0
    command: str = ""
    shortcut: str = ""


def find_local(text: str, live: Live, words: Language, commands: Commands) -> list[Entry]:
    """Commands, vehicles and places like `text`; without text, every command."""
    wanted = text.strip()
    entries = _commands(words, commands)
    if not wanted:
        return entries
    found = [entries[at] for at in _nearest(wanted, [entry.title for entry in entries])]
    return _vehicles(wanted, live, words) + _places(wanted, live, words) + found


def newest_complaints(keys: Sequence[int], texts: Mapping[int, ComplaintText]) -> list[Entry]:
    """The complaints a search found, in its order."""
    return [_complaint(texts[key]) for key in keys if key in texts]


def _complaint(text: ComplaintText) -> Entry:
    title = text.title or text.service_name or text.id
    detail = " · ".join(part for part in (text.id, text.address) if part)
    return Entry("complaint", visible(title, _SHOWN), visible(detail, _SHOWN), "complaint", text.key)


def _nearest(text: str, choices: Sequence[str]) -> list[int]:
    found = process.extract(
        text, choices, scorer=fuzz.WRatio, processor=utils.default_process, limit=_EACH, score_cutoff=_FLOOR
    )
    return [at for _, _, at in found]


def _commands(words: Language, commands: Commands) -> list[Entry]:
    return [
        Entry("command", words.text(s.title), "", s.icon, command=s.id, shortcut=commands.key(s.id))
        for s in commands.specs
        if s.id != "find"
    ]


def _vehicles(text: str, live: Live, words: Language) -> list[Entry]:
    names, kind = live.picture.vehicle_names, words.text("vehicle")
    found = _nearest(text, names)
    return [Entry("vehicle", visible(names[at], _SHOWN), kind, "vehicle", at + 1) for at in found]


def _places(text: str, live: Live, words: Language) -> list[Entry]:
    names = [landmark.name for landmark in live.city.places.landmarks]
    kind = words.text("place")
    return [Entry("landmark", names[at], kind, "landmark", at + 1) for at in _nearest(text, names)]
