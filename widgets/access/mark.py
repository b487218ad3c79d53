"""That a desk was locked, kept beside its layout: ending the program by force does not unlock it."""

import json
from pathlib import Path

from app.domain.person import Person, Role


class LockMark:
    """A small file that stands while the desk is locked. A disk that refuses it only loses this."""

    def __init__(self, layout: Path) -> None:
        self._path = layout.with_name(f"{layout.stem}.locked.json")

    def put(self, person: Person) -> None:
        """Remember who locked."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps({"id": person.id, "name": person.name}), encoding="utf-8")
        except OSError:
            return

    def take(self) -> None:
        """The desk is open again."""
        self._path.unlink(missing_ok=True)

    def who(self) -> Person | None:
        """Who locked before the program ended; None when it was not locked. What they may do the journal says."""
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            return Person(str(told["id"]), str(told["name"]), Role.BRIEFING)
        except (OSError, ValueError, KeyError, TypeError):
            return None
