"""Who is told of a breach: the ladder lurah → camat → kepala dinas → sekda → wali kota. The city's own choice.

The first times (answer, on site, made safe) are told at the lowest rung. A case that is not done climbs rung by rung,
each after its own time since the breach. A limit of the law goes to the head of the agency at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.deadline import LAW, Step, Target
from app.domain.message import N_


class Rung(StrEnum):
    """An office, the nearest to the place first; the word is also that of the city file."""

    LURAH = "lurah"
    CAMAT = "camat"
    KEPALA_DINAS = "kepala_dinas"
    SEKDA = "sekda"
    WALI_KOTA = "wali_kota"


RUNG_WORDS: Mapping[Rung, str] = {
    Rung.LURAH: N_("lurah"),
    Rung.CAMAT: N_("camat"),
    Rung.KEPALA_DINAS: N_("head of the agency"),
    Rung.SEKDA: N_("city secretary (sekda)"),
    Rung.WALI_KOTA: N_("mayor"),
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """How long after the breach of *done* each office is told, as targets: clock time, working days or hours."""

    after: tuple[tuple[Rung, Target], ...]

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> "Ladder":
        """From the city file's words. Raises ValueError for an office nobody knows or a time that is none."""
        return cls(tuple((rung, Target.parse(texts[rung.value])) for rung in Rung if rung.value in texts))


def told_of(step: Step, ladder: Ladder) -> tuple[Rung, ...]:
    """Who hears at once that a step was missed. Of *done* those whose time is nought; the others follow later."""
    if step in LAW:
        return (Rung.KEPALA_DINAS,)
    if step is not Step.DONE:
        return (Rung.LURAH,)
    return tuple(rung for rung, after in ladder.after if after == Target())


def later(ladder: Ladder) -> tuple[tuple[Rung, Target], ...]:
    """Those who hear of a missed *done* only when it goes on."""
    return tuple((rung, after) for rung, after in ladder.after if after != Target())
