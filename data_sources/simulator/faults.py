"""The board of switched-on faults: which far end misbehaves how, for how many more requests."""

import difflib
import threading
from dataclasses import asdict, dataclass
from typing import Any

from data_sources.simulator.fault_names import CATALOGUE, Layer

SOURCES = ("open311", "traccar", "ckan", "json_feed", "crew", "*")


@dataclass(slots=True)
class Fault:
    """One switched-on fault. `count` = requests still to spoil (None = until cleared); `path` = part of the address."""

    id: int
    source: str
    name: str
    arg: str | None = None
    count: int | None = None
    path: str | None = None

    def number(self, default: float) -> float:
        """The argument as a number; the default when there is none."""
        return default if self.arg in (None, "") else float(str(self.arg))

    def concerns(self, source: str, path: str, layer: Layer) -> bool:
        """Whether this fault spoils the given request at the given layer."""
        here = self.source in (source, "*") and CATALOGUE[self.name].layer is layer
        return here and (self.path is None or self.path in path)


Active = dict[str, Fault]


class FaultBoard:
    """Faults by order of switching on. Safe to call from a test's thread while the server's loop reads it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._next = 1

    def add(self, source: str, name: str, arg: Any = None, count: int | None = None, path: str | None = None) -> Fault:
        """Switch a fault on. An unknown source or name is a ValueError that tells the nearest spelling."""
        if source not in SOURCES:
            raise ValueError(f"unknown source {source!r}; one of {', '.join(SOURCES)}")
        if name not in CATALOGUE:
            near = difflib.get_close_matches(name, CATALOGUE, 1)
            raise ValueError(f"unknown fault {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        with self._lock:
            fault = Fault(self._next, source, name, None if arg is None else str(arg), count, path)
            self._next += 1
            self._faults = [f for f in self._faults if (f.source, f.name, f.path) != (source, name, path)] + [fault]
        return fault

    def remove(self, source: str | None = None, name: str | None = None, ident: int | None = None) -> int:
        """Switch off what matches (everything without arguments); returns how many."""

        def leaves(fault: Fault) -> bool:
            return source in (None, fault.source) and name in (None, fault.name) and ident in (None, fault.id)

        with self._lock:
            before = len(self._faults)
            self._faults = [f for f in self._faults if not leaves(f)]
            return before - len(self._faults)

    def take(self, source: str, path: str, layer: Layer) -> Active:
        """What spoils this request, by name; counted faults are used up by one."""
        with self._lock:
            taken = {f.name: f for f in self._faults if f.concerns(source, path, layer)}
            for fault in taken.values():
                if fault.count is not None:
                    fault.count -= 1
            self._faults = [f for f in self._faults if f.count is None or f.count > 0]
        return taken

    def is_on(self, source: str, name: str) -> bool:
        """Whether a fault is on, without using it up (for states such as a closed port)."""
        return any(f.name == name and f.source in (source, "*") for f in self._faults)

    def listing(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._faults]


def parse_flag(text: str) -> tuple[str, str, str | None]:
    """`SOURCE:NAME[:ARG]` of the command line."""
    source, _, rest = text.partition(":")
    name, colon, arg = rest.partition(":")
    return source, name, arg if colon else None
