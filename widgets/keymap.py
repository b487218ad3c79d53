"""Which keys a person gave to which commands: one small JSON file a desk, checked for keys that are taken or needed."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from app.i18n import N_

if TYPE_CHECKING:
    from widgets.commands import CommandSpec

_log = logging.getLogger(__name__)
_LARGEST = 100_000  # bytes; a larger file is not ours
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_WALKS = ("Tab", "Shift+Tab", "Backtab", "Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown")
_WRITES = ("Backspace", "Del", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A")
NEEDED = frozenset(("Esc", *_WALKS, *_WRITES, "Shift+Up", "Shift+Down", "Ctrl+Up", "Ctrl+Down"))
"""Keys by which lists, fields and dialogs themselves are worked."""
PRESSES = frozenset({"Space", "Return", "Enter"})
"""They press buttons; only commands of a list may have them."""
TAKEN = N_("{key} belongs to: {title}")
IS_NEEDED = N_("{key} is needed by lists and fields.")
IS_PRESS = N_("{key} presses buttons; it can only belong to a command of a list.")
NO_KEY = N_("This key cannot be used.")


class KeyMap:
    """Keys that differ from the commands' own. Without a path they last as long as the program."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._own = _read(path) if path else {}

    def keys(self, spec: CommandSpec) -> tuple[str, ...]:
        """The keys of a command as a person set them, in Qt's portable spelling; clashes are not looked at."""
        first = self._own.get(spec.id, spec.key)
        return tuple(key for key in (first, spec.also) if key)

    def of(self, specs: Sequence[CommandSpec]) -> dict[str, tuple[str, ...]]:
        """The keys of every command. Of two that claim the same key the earlier has it: a file may hold anything."""
        found: dict[str, tuple[str, ...]] = {}
        held: dict[str, list[CommandSpec]] = {}

        def is_free(spec: CommandSpec, key: str) -> bool:
            return _is_usable(spec, key) and not any(_meet(spec, other) for other in held.get(key, ()))

        for spec in sorted(specs, key=lambda one: one.id in self._own):  # own keys never push out a first one
            found[spec.id] = tuple(key for key in self.keys(spec) if is_free(spec, key))
            for key in found[spec.id]:
                held.setdefault(key, []).append(spec)
        return found

    def why_not(self, specs: Sequence[CommandSpec], command: str, key: str) -> str:
        """Why a command cannot have this key, as a message id; "" when it can."""
        spec = next(one for one in specs if one.id == command)
        if not key:
            return ""
        if QKeySequence(key, _PORTABLE).toString(_PORTABLE) != key or ", " in key:
            return NO_KEY
        if key in NEEDED:
            return IS_NEEDED
        if key in PRESSES and not spec.local:
            return IS_PRESS
        return TAKEN if self.holder(specs, command, key) else ""

    def holder(self, specs: Sequence[CommandSpec], command: str, key: str) -> CommandSpec | None:
        """Which other command has this key now where the two would meet."""
        spec, now = next(one for one in specs if one.id == command), self.of(specs)
        return next((o for o in specs if o.id != command and key in now[o.id] and _meet(spec, o)), None)

    def put(self, spec: CommandSpec, key: str) -> None:
        """Give a command a key, and keep it; its first key again leaves nothing to keep."""
        if key == spec.key:
            self._own.pop(spec.id, None)
        else:
            self._own[spec.id] = key
        self._save()

    def clear(self) -> None:
        """Forget every key a person set."""
        self._own.clear()
        self._save()

    def is_own(self, command: str) -> bool:
        """Whether a person gave this command its key."""
        return command in self._own

    def _save(self) -> None:
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.path.with_suffix(".new")
            fresh.write_text(json.dumps({"keys": self._own}, indent=1), encoding="utf-8")
            os.replace(fresh, self.path)
        except OSError as fault:
            _log.warning("the keys could not be saved: %s", fault)


def key_map(layout: Path) -> KeyMap:
    """The keys of the desk whose arrangements are kept in a file; theirs lie beside it."""
    return KeyMap(layout.with_name(layout.name.replace("layout", "keys", 1)))


def _meet(one: CommandSpec, other: CommandSpec) -> bool:
    return not (one.local and other.local) or one.owner == other.owner


def _is_usable(spec: CommandSpec, key: str) -> bool:
    return key not in NEEDED and (spec.local or key not in PRESSES)


def _read(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as fault:
        _log.warning("the file of keys is damaged and was not used: %s", fault)
        return {}
    keys = raw.get("keys") if isinstance(raw, Mapping) else None
    if not isinstance(keys, Mapping):
        return {}
    return {str(name): key for name, key in keys.items() if isinstance(key, str) and _spelled(key) == key}


def _spelled(key: str) -> str:
    return QKeySequence(key, _PORTABLE).toString(_PORTABLE) if key else ""
