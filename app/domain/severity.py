"""Severity of a case: four steps, each with a mark, a colour and a word."""

from enum import IntEnum


class Severity(IntEnum):
    """From silent to critical; the names are message ids in every language."""

    RENDAH = 0
    MENENGAH = 1
    TINGGI = 2
    KRITIS = 3


def severity_of(word: str) -> Severity:
    """Severity by its word in the city file; no word is MENENGAH.

    Raises KeyError for a word that is none of the four.
    """
    return Severity[word.upper()] if word else Severity.MENENGAH


def raised_when_overdue(severity: Severity, overdue: bool) -> Severity:
    """One step up once the case is overdue, never above KRITIS."""
    return Severity(min(severity + 1, Severity.KRITIS)) if overdue else severity
