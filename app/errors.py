"""Errors of the outside world: each names the thing, what happened and the next step. Anything else is a bug."""

from dataclasses import dataclass


class PocError(Exception):
    """Expected trouble. `what` and `next_step` are sentences for people."""

    def __init__(self, thing: str, what: str, next_step: str = "") -> None:
        super().__init__(f"{thing}: {what}" + (f" {next_step}" if next_step else ""))
        self.thing, self.what, self.next_step = thing, what, next_step


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a configuration file: where, what, and the nearest right spelling."""

    line: int | None
    key: str
    what: str
    nearest: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.key}: {self.what}" + (f" (did you mean {self.nearest!r}?)" if self.nearest else "")


class ConfigError(PocError):
    """A configuration file has faults; all of them are shown together. Exit code 2."""

    def __init__(self, path: str, faults: list[Fault]) -> None:
        super().__init__(path, "; ".join(map(str, faults)), "Correct the file and start again.")
        self.faults = faults


class SourceError(PocError):
    """A source could not be read this time."""


class SourceRefused(SourceError):
    """The far end will not let us in (401, 403, 404, TLS): a person has to act."""


class SourceAsksToWait(SourceError):
    """The far end asked us to come back later (429, 503); `wait_s` real seconds, at most 900."""

    def __init__(self, thing: str, what: str, wait_s: float) -> None:
        super().__init__(thing, what)
        self.wait_s = wait_s


class JournalError(PocError):
    """The journal's database is away, too new, or refuses."""


class NotAllowed(PocError):
    """The database itself refuses what this login may not do; nothing was changed."""


class LeaseLost(JournalError):
    """Another collector leads now; this one must stop writing."""
