"""Texts typed and not stored yet: kept on the disk every two seconds, so that a crash costs at most that much.

They may name a citizen: only this user may read the file, and a text leaves it once its deed is stored.
"""

import json
import logging
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2_000
_MOST = 200  # drafts; the oldest give way
_LONGEST = 20_000  # characters of one
_LARGEST = 10_000_000  # bytes; a larger file is not ours
_log = logging.getLogger(__name__)
Key = tuple[int, str]


class Drafts(QObject):
    """By case (its dense key, 0 for none) and field. Lives in the GUI thread; without a path it keeps nothing."""

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._texts = _read(path) if path else {}
        self._is_kept = True
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep)

    def get(self, key: Key, default: str = "") -> str:
        """The text of a field of a case."""
        return self._texts.get(key, default)

    def __setitem__(self, key: Key, text: str) -> None:
        if text == self._texts.get(key, ""):
            return
        self._texts.pop(key, None)
        if text.strip():
            self._texts[key] = text[:_LONGEST]
        for old in list(self._texts)[:-_MOST]:
            del self._texts[old]
        self._change()

    def pop(self, key: Key, default: str | None = None) -> str | None:
        """Forget a text: what it was for is stored. At once, for it may name a citizen."""
        if key in self._texts:
            default = self._texts.pop(key)
            self._is_kept = False
            self.keep()
        return default

    def cases(self) -> list[int]:
        """The cases that have a text, the newest first."""
        return list(dict.fromkeys(case for case, _ in reversed(self._texts) if case))

    def keep(self) -> None:
        """Write what changed. A full disk costs the safety of the drafts, not the desk."""
        self._timer.stop()
        if self._is_kept or self.path is None:
            return
        self._is_kept = True
        told = [[case, field, text] for (case, field), text in self._texts.items()]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _replace(self.path, json.dumps({"drafts": told}, ensure_ascii=False).encode())
        except OSError as fault:
            _log.warning("the drafts could not be saved: %s", fault)

    def _change(self) -> None:
        self._is_kept = False
        if not self._timer.isActive():
            self._timer.start()


def drafts_path(layout: Path, live: object) -> Path:
    """The file beside a desk's arrangements; keys of cases belong to one journal, so each journal has its own."""
    url = str(getattr(getattr(live, "journal", None), "url", ""))
    journal = sha256(url.encode()).hexdigest()[:12]
    return layout.with_name(f"{layout.stem.replace('layout', 'drafts', 1)}-{journal}.json")


def _replace(path: Path, content: bytes) -> None:
    """The file as a whole, on the disk when this returns, for this user's eyes only."""
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def _read(path: Path) -> dict[Key, str]:
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        raw = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as fault:
        _log.warning("the file of drafts is damaged and was not used: %s", fault)
        return {}
    told = raw.get("drafts") if isinstance(raw, Mapping) else None
    return {(row[0], row[1]): row[2] for row in told if _is_draft(row)} if isinstance(told, list) else {}


def _is_draft(row: object) -> bool:
    if not isinstance(row, list) or len(row) != 3:
        return False
    case, field, text = row
    return type(case) is int and isinstance(field, str) and isinstance(text, str)
