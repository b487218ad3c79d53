"""The kinds of facts a journal holds."""

from enum import StrEnum


class Kind(StrEnum):
    """What a fact is about; the word is also the stream's name in the store."""

    COMPLAINT = "complaint"
    VEHICLE = "vehicle"
    POSITION = "position"
    GEOFENCE = "geofence"
    HEALTH = "health"
    REJECTED = "rejected"
    DERIVED = "derived"
    REQUEST = "request"
    ROOM = "room"
    INDICATOR = "indicator"
    READING = "reading"
    REPORT = "report"
    ORDER = "order"
    ACTION = "action"


class Flag(StrEnum):
    """What we noticed about a record while reading it. Flags never change the record's own words."""

    NO_PLACE = "no_place"  # no usable coordinates; kept and shown as such
    SWAPPED = "swapped"  # latitude and longitude were exchanged; corrected
    CLOCK = "clock"  # a time that cannot be true; not used for ageing, never moves a mark
    SPEED = "speed"  # faster than a road vehicle can be; never moves a mark
    TZ_ASSUMED = "tz_assumed"  # a time without zone was read in the source's zone
    WINDOW = "window"  # came outside the window we asked for
    REQUESTED_FROM_UPDATED = "requested_from_updated"  # no usable requested time
    UPDATED_CLAMPED = "updated_clamped"  # updated before created
    NO_STATUS = "no_status"  # the source sent none
    GONE = "gone"  # missing from three full answers in a row
    REUSED = "reused"  # the id stood for another complaint before


FLAG_ORDER: tuple[Flag, ...] = tuple(Flag)  # bit positions in stores and columns; append only


def flag_bits(flags: tuple[str, ...]) -> int:
    """Pack flags into one integer (bit i = FLAG_ORDER[i])."""
    return sum(1 << FLAG_ORDER.index(Flag(flag)) for flag in set(flags))


def flags_of(bits: int) -> tuple[str, ...]:
    """The flags packed in `bits`, in their fixed order."""
    return tuple(flag.value for i, flag in enumerate(FLAG_ORDER) if bits >> i & 1)
