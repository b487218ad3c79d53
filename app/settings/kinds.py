"""The kinds of value a city file is made of: spans of time, degrees, targets, paths beside the file."""

from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from app.domain.deadline import Target, parse_span


class Frozen(BaseModel):
    """A table of the city file: it never changes once read, and it knows its keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        allow_inf_nan=False,
        defer_build=True,  # the whole file's checks are built once, not each table's by itself first: starts are short
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` most likely meant, or "" if none is near."""
    by_folded = {k.casefold(): k for k in known}
    found = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def one_of(word: str, known: Iterable[str]) -> str:
    """`word` if it is known; otherwise a fault that names the nearest one."""
    choices = list(known)
    if word in choices:
        return word
    raise fault(f"is none of {', '.join(choices)}", nearest(word, choices))


def fault(what: str, near: str = "") -> PydanticCustomError:
    """A fault in our own words, with the spelling that was probably meant."""
    return PydanticCustomError("poc", "{what}", {"what": what, "nearest": near})


def _span(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise fault('is not a span of time; write it in quotes with a unit, for example "20s", "2m", "6h" or "30d"')
    try:
        return parse_span(value)
    except ValueError as error:
        raise fault(str(error)) from None


def _positive(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise fault("must be longer than nothing")
    return value


def _target(value: str) -> str:
    try:
        Target.parse(value)
    except ValueError as error:
        raise fault(f"{error}; working days are written 1wd, working hours 8wh") from None
    return value


def _beside_the_file(path: Path, info: ValidationInfo) -> Path:
    folder = (info.context or {}).get("folder")
    path = path.expanduser()
    return path if folder is None or path.is_absolute() else Path(folder) / path


Span = Annotated[timedelta, BeforeValidator(_span), AfterValidator(_positive)]
TargetText = Annotated[str, AfterValidator(_target)]
NearPath = Annotated[Path, AfterValidator(_beside_the_file)]
Word = Annotated[str, Field(min_length=1)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
