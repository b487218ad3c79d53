"""What stood in the journal just before a piece of news.

It follows from the journal and a commit number alone and can be read again at any time, so it is kept in memory and
is no part of a watch's state: states stay small although a city has a hundred thousand open complaints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.journal.fixes import UNTRUSTED
from app.journal.watch_rows import Piece, PositionRow, Stood
from app.watch.clocks import Clocks
from app.watch.places import Places


@dataclass(frozen=True, eq=False)
class Standing:
    """The places that stand, the time (ms) of each vehicle's newest unflagged fix, the clocks of open complaints."""

    places: Places
    newest_fix: Mapping[int, int] = field(default_factory=dict)
    clocks: Clocks = field(default_factory=Clocks)

    @classmethod
    def of(cls, places: Places, stood: Stood, clocks: Clocks) -> "Standing":
        """From what the journal had at a commit."""
        clocks = clocks.after(stood.complaints, stood.cases)
        return cls(places.after(stood.complaints, stood.geofences), stood.newest_fix, clocks)

    def after(self, piece: Piece) -> "Standing":
        """What stands once the piece is known."""
        places = self.places.after(piece.complaints, piece.geofences)
        clocks = self.clocks.after(piece.complaints, piece.cases)
        return Standing(places, newer(self.newest_fix, piece.positions), clocks)


def newer(known: Mapping[int, int], fixes: Iterable[PositionRow]) -> Mapping[int, int]:
    """The newest fix times with these fixes."""
    newest = dict(known)
    for fix in fixes:
        if not fix.flags & UNTRUSTED and fix.fix_at > newest.get(fix.vehicle, 0):
            newest[fix.vehicle] = fix.fix_at
    return newest
