"""Colours and sizes of paper as named roles. Sizes are points (1/72 inch).

Every ink reads at 4.5:1 or better on white.
"""

from dataclasses import dataclass

from app.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Paper:
    """One set of roles, each `#rrggbb`: `text` to `replay` are inks, `bar` to `raised` are grounds and lines."""

    text: str = "#17202a"
    secondary: str = "#566573"
    heading: str = "#0f4c66"
    kritis: str = "#b3261e"
    tinggi: str = "#9a5200"
    menengah: str = "#755f00"
    rendah: str = "#4f6475"
    replay: str = "#5b2f9e"
    bar: str = "#2c7fa3"
    former: str = "#7f93a3"
    band: str = "#dcebf3"
    rule: str = "#cfd8df"
    line: str = "#e1e7ec"
    raised: str = "#f3edfb"

    def severity(self, severity: Severity | int) -> str:
        """Ink of a severity; always shown together with its mark and its word."""
        return (self.rendah, self.menengah, self.tinggi, self.kritis)[severity]


PAPER = Paper()
INKS = ("text", "secondary", "heading", "kritis", "tinggi", "menengah", "rendah", "replay")  # roles of text
MARGIN = 46.0  # left and right
GAP = (3.0, 6.0, 9.0, 14.0)


class Size:
    """Type in points."""

    TINY, SMALL, BASE, LEAD, HEADING, FIGURE, TITLE = 6.2, 7.2, 8.2, 10.6, 11.6, 20.0, 20.0
