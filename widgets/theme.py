"""The colours and sizes of every screen as named roles. Colour means abnormal; normal is grey-blue."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from app.domain.freshness import Freshness
from app.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of roles, each `#rrggbb`. The same roles in every theme, so a widget never asks which one it has."""

    name: str
    window: str
    panel: str
    raised: str
    line: str
    selection: str
    text: str
    secondary: str
    faint: str
    accent: str
    kritis: str
    tinggi: str
    menengah: str
    rendah: str
    good: str
    replay: str

    def severity(self, severity: Severity | int) -> str:
        """Colour of a severity; always shown together with its mark and its word."""
        return (self.rendah, self.menengah, self.tinggi, self.kritis)[severity]

    def freshness(self, state: Freshness | int) -> str:
        """Colour of a figure by its freshness: fresh is plain text, the others are abnormal, never is faint."""
        return (self.text, self.menengah, self.tinggi, self.kritis, self.faint)[state]

    def tokens(self) -> Mapping[str, str]:
        """Role name -> colour; for the map page and style sheet."""
        return {role: value for role, value in asdict(self).items() if role != "name"}


NIGHT = Theme(
    name="night",
    window="#11171d",
    panel="#182128",
    raised="#202b34",
    line="#2d3a45",
    selection="#17303d",
    text="#e4ecf2",
    secondary="#9fb1bf",
    faint="#8fa2b0",
    accent="#4fb3d9",
    kritis="#ff5a67",
    tinggi="#ff9e2c",
    menengah="#f2d15c",
    rendah="#8fa5b7",
    good="#4cc38a",
    replay="#b48cf2",
)
DAY = Theme(
    name="day",
    window="#e9eef2",
    panel="#fbfcfd",
    raised="#e6ecf0",
    line="#c3ced7",
    selection="#d2e6f1",
    text="#14202a",
    secondary="#3c4e5b",
    faint="#4a5c69",
    accent="#085f83",
    kritis="#b3261e",
    tinggi="#8a4700",
    menengah="#655200",
    rendah="#4a5e6e",
    good="#17643f",
    replay="#6739b0",
)
WALL = replace(
    NIGHT,
    name="wall",
    kritis="#ff8c93",
    accent="#5fbde2",
    faint="#a3b4c1",
    rendah="#a3b6c6",
    replay="#c3a3f7",
)
THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (NIGHT, DAY, WALL)}

GROUNDS = ("window", "panel", "raised", "selection")  # roles text stands on
INKS = ("text", "secondary", "faint", "accent", "kritis", "tinggi", "menengah", "rendah", "good", "replay")


class Size:
    """Sizes in device-independent pixels; Qt scales them with the screen."""

    SMALL, BASE, TITLE, FIGURE = 11, 13, 16, 26  # type
    GAP = (4, 8, 12, 16)  # spacing
    RADIUS = 6
    QUEUE_ROW, TABLE_ROW = 44, 28
    HIT = 28  # smallest height of anything one clicks
    BAR = 52  # the top bar
