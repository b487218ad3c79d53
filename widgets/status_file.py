"""How this desk, its database and its sources are doing, as one small JSON file for monitoring from outside.

Written every 30 s and when a person copies a source's details. Times are ISO 8601, UTC; nothing in it is secret. A file
older than two minutes means that the desk has stopped.
"""

import json
import logging
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.clock import real_now
from app.journal.about import StoreFacts
from app.journal.lease import Lease
from app.journal.undelivered import Undelivered
from app.views.sources import SourceLine, sources_view
from widgets.group import Group
from widgets.lane import Lane
from widgets.live import Live
from widgets.panels.sources_store import program_version

EVERY_MS = 30_000
_log = logging.getLogger(__name__)


class StatusFile(QObject):
    """Keeps the file true; a lane of its own writes it, so that a slow disk cannot stop a window."""

    def __init__(self, path: Path, desk: str, live: Live, group: Group, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path, self._desk, self._live = path, desk, live
        self._lease: Lease | None = None
        self._store: StoreFacts | None = None
        self._outbox: Undelivered | None = None
        self._lane = Lane("status file")
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.write)
        live.lease_ready.connect(self._on_lease)
        live.store_ready.connect(self._on_store)
        live.picture_ready.connect(self.write)
        group.details_copied.connect(self.write)

    def start(self) -> None:
        """Begin to write."""
        self._lane.start()
        self._timer.start()
        self._ask()

    def stop(self) -> bool:
        """End; whether it ended in time."""
        self._timer.stop()
        return self._lane.stop()

    def write(self) -> None:
        """Write what is known now, and ask for the rest for the next time."""
        text = json.dumps(self._status(), indent=1, ensure_ascii=False)
        self._lane.submit(lambda: replace_file(self.path, text))
        self._ask()

    def _ask(self) -> None:
        if self._live.database_away_since is None:
            self._live.want_lease()
            self._live.want_store()

    def on_outbox(self, found: Undelivered) -> None:
        """How much of what was decided here has not arrived."""
        self._outbox = found

    def _on_lease(self, lease: Lease | None) -> None:
        self._lease = lease

    def _on_store(self, store: StoreFacts) -> None:
        self._store = store

    def _status(self) -> dict[str, Any]:
        live, leads = self._live, self._lease is not None and self._lease.alive
        lines = sources_view(live.picture, live.frame(), live.city)
        return {
            "written_at": _iso(real_now()),
            "city": live.city.city.name,
            "city_time": _iso(live.clock.now()),
            "simulated": live.clock.simulated,
            "desk": self._desk,
            "version": program_version(),
            "database": {"answers": live.database_away_since is None, "away_since": _iso(live.database_away_since)}
            | _store(self._store),
            "commit": live.picture.commit,
            "outbox": _outbox(self._outbox),
            "collector": self._lease.holder if self._lease is not None and leads else None,
            "sources": [source_status(line) for line in lines],
        }


def source_status(line: SourceLine) -> dict[str, Any]:
    """One source for other programs: the words are the collector's own, in English."""
    return {
        "id": line.id,
        "agency": line.agency,
        "protocol": line.protocol,
        "state": line.state.value,
        "freshness": line.freshness.name.lower(),
        "link_age_s": line.link_age_s,
        "data_age_s": line.data_age_s,
        "last_good": _iso(line.last_good),
        "last_try": _iso(line.last_try),
        "next_try_s": line.next_try_s,
        "latency_ms": line.latency_ms,
        "records_per_min": line.records_per_min,
        "records": line.records,
        "rejected": line.rejected,
        "error": line.error,
        "next_step": line.next_step,
    }


def _outbox(found: Undelivered | None) -> dict[str, int] | None:
    return None if found is None else {"waiting": found.waiting, "refused": found.refused}


def _store(store: StoreFacts | None) -> dict[str, Any]:
    if store is None:
        return {}
    role = "replica" if store.is_replica else "primary"
    sizes = {"size_bytes": store.size, "disk_free_bytes": store.free, "clock_drift_s": store.drift_s}
    return {"product": store.product, "role": role, **sizes}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def replace_file(path: Path, text: str) -> None:
    """Write a file as a whole. A full disk costs the file, not the desk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, path)
    except OSError as fault:
        _log.warning("%s could not be written: %s", path.name, fault)
