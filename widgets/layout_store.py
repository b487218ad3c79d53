"""Where window arrangements are kept: one small JSON file, one entry a set of monitors."""

import base64
import binascii
import json
import logging
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from PySide6.QtGui import QScreen

VERSION = 1  # of the file and of the docks' state; a state of another version is not restored
_LARGEST = 2_000_000  # bytes; a larger file is not ours
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Layout:
    """An arrangement: the docks' own state, the panels it knew, the window's place, and what panels want kept.

    `remembered` holds plain JSON values by panel; each panel checks its own and ignores what it cannot use.
    """

    state: bytes
    panels: tuple[str, ...]
    geometry: bytes
    locked: bool = False
    remembered: Mapping[str, Any] = field(default_factory=dict)


def default_path(desk: str) -> Path:
    """The file of a desk in the user's configuration folder."""
    return user_config_path("patriot-operation-center") / f"layout-{slug(desk)}.json"


def slug(desk: str) -> str:
    """A desk's name as part of a file's name."""
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in desk)[:60] or "desk"


def screens_key(screens: Iterable[QScreen]) -> str:
    """Name of a set of monitors: sorted names and sizes."""
    return "+".join(sorted(f"{s.name()}:{s.geometry().width()}x{s.geometry().height()}" for s in screens))


class LayoutStore:
    """Reads and writes the arrangements of one desk. A damaged file is refused and left for a person to look at."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self, key: str) -> Layout | None:
        """The arrangement kept for a set of monitors, or None when there is none or it is damaged."""
        raw = self._read().get(key)
        return _layout(raw) if isinstance(raw, dict) else None

    def save(self, key: str, layout: Layout) -> None:
        """Keep an arrangement; the file is replaced as a whole. A full disk costs the arrangement, not the desk."""
        entries = {**self._read(), key: _raw(layout)}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.path.with_suffix(".new")
            fresh.write_text(json.dumps({"version": VERSION, "layouts": entries}, indent=1), encoding="utf-8")
            os.replace(fresh, self.path)
        except OSError as fault:
            _log.warning("the layout could not be saved: %s", fault)

    def forget(self, key: str) -> None:
        """Drop the arrangement of a set of monitors."""
        entries = self._read()
        if entries.pop(key, None) is not None:
            self.path.write_text(json.dumps({"version": VERSION, "layouts": entries}, indent=1), encoding="utf-8")

    def _read(self) -> dict[str, Any]:
        try:
            if self.path.stat().st_size > _LARGEST:
                return {}
            raw = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as fault:
            _log.warning("the layout file is damaged and was not used: %s", fault)
            return {}
        good = isinstance(raw, dict) and raw.get("version") == VERSION and isinstance(raw.get("layouts"), dict)
        return dict(raw["layouts"]) if good else {}


def _raw(layout: Layout) -> dict[str, Any]:
    return {
        "state": base64.b64encode(layout.state).decode(),
        "geometry": base64.b64encode(layout.geometry).decode(),
        "panels": list(layout.panels),
        "locked": layout.locked,
        "remembered": dict(layout.remembered),
    }


def _layout(raw: dict[str, Any]) -> Layout | None:
    try:
        panels = tuple(str(name) for name in raw["panels"])
        state, geometry = (base64.b64decode(raw[part], validate=True) for part in ("state", "geometry"))
    except (KeyError, TypeError, ValueError, binascii.Error):
        _log.warning("a saved layout is damaged and was not used")
        return None
    if not is_dock_state(state):
        _log.warning("a saved layout is damaged and was not used")
        return None
    remembered = raw.get("remembered")
    return Layout(
        state, panels, geometry, raw.get("locked") is True, remembered if isinstance(remembered, dict) else {}
    )


def is_dock_state(state: bytes) -> bool:
    """Whether bytes look like a state of the docks: XML of theirs, compressed behind its length in four bytes."""
    try:
        text = zlib.decompressobj().decompress(state[4:], _LARGEST)
    except zlib.error:
        return False
    return b"QtAdvancedDockingSystem" in text[:200]
