"""What the command line may say about a console."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ConsoleOptions:
    """One console: its desk's name, language, theme; `collector` starts one when nobody leads, empty for never.

    `before_collector` is called first: it raises what the collector would only say to itself (ConfigError).
    `seconds` ends it by itself; `as_root` tells that only our own simulator's data will be shown; `save_to` is the
    folder of its layouts (None = the user's own). `shots` is the folder of pictures; `film` of them are taken of the
    desk, `film_step_s` city seconds apart, following the complaint whose words hold `follow`. `read_url` is a copy of
    the journal that this console reads, such as a replica; it writes to the journal itself. `report` is the command
    line of the report program; `briefing` shows only the mayor's screen. `signs_in` is who is signed in from the start,
    with the password: for the demo alone.
    """

    desk: str
    language: str = "id"
    theme: str = "night"
    collector: tuple[str, ...] = ()
    before_collector: Callable[[], object] = tuple
    seconds: float | None = None
    as_root: bool = False
    save_to: Path | None = None
    shots: Path | None = None
    size: tuple[int, int] | None = None
    settle_s: float = 60.0
    film: int = 0
    film_step_s: float = 60.0
    follow: str = ""
    read_url: str | None = None
    report: tuple[str, ...] = ()
    briefing: bool = False
    signs_in: tuple[str, str] | None = None
