"""Forms as clients send them, with or without pictures: read whole, but never more than a backend would take."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from data_sources.simulator.open311_query import Refused

MOST_BYTES = 6 * 1024 * 1024
MOST_FILES = 4
SWALLOWED = 8 * MOST_BYTES  # of what is too large so much is read to its end, so that the sender hears why
_PICTURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


@dataclass(frozen=True, slots=True)
class Form:
    """The fields, and the files' bytes in their order."""

    fields: dict[str, str]
    files: tuple[bytes, ...] = ()


async def read_form(request: Request) -> Form:
    """A form in either encoding. Raises Refused: 413 for one that is too large, 400 for one that cannot be read."""
    try:
        async with _bounded(request).form(max_files=MOST_FILES) as form:
            items = form.multi_items()
            fields = {name: value for name, value in items if isinstance(value, str)}
            return Form(fields, tuple([await value.read() for _, value in items if isinstance(value, UploadFile)]))
    except HTTPException as broken:
        raise Refused(400, f"the form cannot be read: {broken.detail}") from None


def kind_of(picture: bytes) -> str:
    """How a picture's file name ends, by its first bytes. Raises Refused for what is none."""
    for start, ending in _PICTURES.items():
        if picture.startswith(start):
            return ending
    raise Refused(415, "the file is no picture of a kind that is taken (JPEG, PNG)")


def _bounded(request: Request) -> Request:
    """The same request, whose body ends with a refusal where it grows too large."""

    class Bounded(Request):
        async def stream(self) -> AsyncGenerator[bytes, None]:
            size = 0
            async with aclosing(super().stream()) as blocks:
                async for block in blocks:
                    size += len(block)
                    if size > SWALLOWED:
                        break
                    if size <= MOST_BYTES:
                        yield block
            if size > MOST_BYTES:
                raise Refused(413, f"the form is larger than {MOST_BYTES} bytes")

    return Bounded(request.scope, request.receive)
