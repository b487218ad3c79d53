"""The program as people start it: `main.py` in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.journal.export import export_rows
from app.journal.store import Journal

MAIN = Path(__file__).parent.parent.parent / "main.py"


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON lines it printed; it must have ended well."""
        assert self.code == 0, self.err
        return [json.loads(line) for line in self.out.splitlines()]


def run(*words: str | Path, timeout: float = 60) -> Ended:
    """Run `main.py` with these words."""
    done = subprocess.run([sys.executable, MAIN, *map(str, words)], capture_output=True, text=True, timeout=timeout)
    return Ended(done.returncode, done.stdout, done.stderr)


def stored(stream: str, journal: Path) -> list[dict[str, Any]]:
    """A stream's rows, read here: for what a test looks at beside the export it is about."""
    opened = Journal.open(str(journal))
    try:
        return list(export_rows(opened, stream))
    finally:
        opened.close()


def write_city(path: Path, box: str, *sources: str, zone: str = "Asia/Jakarta", every: str = "1s") -> Path:
    """A city file of nothing but [city] and [[source]] tables; each source is "id protocol url [options]"."""
    text = f'[city]\nname = "Kota Uji"\nzone = "{zone}"\nbox = {box}\n'
    for source in sources:
        name, protocol, url, *options = source.split(maxsplit=3)
        text += f'[[source]]\nid = "{name}"\nprotocol = "{protocol}"\nurl = "{url}"\nevery = "{every}"\n'
        text += f"options = {options[0]}\n" if options else ""
    path.write_text(text, encoding="utf-8")
    return path
