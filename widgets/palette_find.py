"""What the palette finds without asking the store: commands, panels, vehicles, places and help, nearest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz, process, utils

from app.domain.visible import visible
from app.i18n import Language
from app.journal.texts import ComplaintText
from widgets.commands import Commands, CommandSpec
from widgets.help_pages import help_pages
from widgets.live import Live

STRONG = 90.0  # likeness from which a thing stands before the complaints a search found
_FLOOR = 62  # least likeness, 0 to 100
_BEGINS = 5.0  # a name that begins so stands before one that only holds it
_EACH = 5
_SHOWN = 120  # characters of a line


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette. `kind` is "command", or a kind of selection or area with the thing's `key`."""

    kind: str
    title: str
    detail: str
    icon: str
    key: int = 0
    command: str = ""
    shortcut: str = ""
    score: float = 0.0

    @property
    def thing(self) -> tuple[str, int, str]:
        """What it stands for, in any language."""
        return self.kind, self.key, self.command


def find_local(text: str, live: Live, words: Language, commands: Commands) -> list[Entry]:
    """Vehicles, places, areas, commands and help pages like `text`, the likest first; without text, every command."""
    wanted = text.strip()
    if not wanted:
        return command_entries(words, commands)
    found = _vehicles(wanted, live, words) + find_places(wanted, live, words)
    for entries in (command_entries(words, commands), help_entries(words)):
        found += _like(wanted, entries)
    return sorted(found, key=lambda entry: -entry.score)


def newest_complaints(keys: Sequence[int], texts: Mapping[int, ComplaintText]) -> list[Entry]:
    """The complaints a search found, in its order."""
    return [_complaint(texts[key]) for key in keys if key in texts]


def _complaint(text: ComplaintText) -> Entry:
    title = text.title or text.service_name or text.id
    detail = " · ".join(part for part in (text.id, text.address) if part)
    return Entry("complaint", visible(title, _SHOWN), visible(detail, _SHOWN), "complaint", text.key)


def _like(text: str, entries: Sequence[Entry]) -> list[Entry]:
    return [replace(entries[at], score=score) for at, score in _nearest(text, [entry.title for entry in entries])]


def _nearest(text: str, choices: Sequence[str]) -> list[tuple[int, float]]:
    found = process.extract(
        text, choices, scorer=fuzz.WRatio, processor=utils.default_process, limit=_EACH, score_cutoff=_FLOOR
    )
    start = text.casefold()
    return [(at, score + _BEGINS * name.casefold().startswith(start)) for name, score, at in found]


def command_entries(words: Language, commands: Commands) -> list[Entry]:
    """Every command with its key, and why it is off where it is."""
    return [
        Entry(
            "command",
            commands.title(s, words),
            commands.why_off(s.id) or words.text(commands.section(s)),
            s.icon,
            command=s.id,
            shortcut=commands.key(s.id),
        )
        for s in commands.specs
        if s.id != "find"
    ]


def _command(spec: CommandSpec, words: Language, commands: Commands) -> Entry:
    title, section = commands.title(spec, words), words.text(commands.section(spec))
    return Entry("command", title, section, spec.icon, command=spec.id, shortcut=commands.key(spec.id))


def help_entries(words: Language) -> list[Entry]:
    """Every help page."""
    detail = words.text("help")
    return [Entry("command", p.title, detail, "help", command=f"help:{p.name}") for p in help_pages(words.code)]


def _vehicles(text: str, live: Live, words: Language) -> list[Entry]:
    names, kind = live.picture.vehicle_names, words.text("vehicle")
    found = _nearest(text, names)
    return [Entry("vehicle", visible(names[at], _SHOWN), kind, "vehicle", at + 1, score=s) for at, s in found]


def find_places(text: str, live: Live, words: Language) -> list[Entry]:
    """Landmarks, kecamatan and kelurahan by their place in the city file, from 0."""
    places = live.city.places
    kinds: tuple[tuple[str, Sequence[Any], str], ...] = (
        ("landmark", places.landmarks, words.text("place")),
        ("kecamatan", places.kecamatan, words.text("district")),
        ("kelurahan", places.kelurahan, words.text("subdistrict")),
    )
    found: list[Entry] = []
    for kind, many, detail in kinds:
        icon = "landmark" if kind == "landmark" else "map"
        found += _like(text, [Entry(kind, place.name, detail, icon, at) for at, place in enumerate(many)])
    return found
