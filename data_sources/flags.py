"""Flags of a record in their fixed order."""

from collections.abc import Collection

from app.domain.kind import FLAG_ORDER

_ORDER = {flag.value: place for place, flag in enumerate(FLAG_ORDER)}


def ordered(flags: Collection[str]) -> tuple[str, ...]:
    """The flags once each, always in the same order, so that equal records stay equal."""
    return tuple(sorted(set(flags), key=_ORDER.__getitem__)) if flags else ()
