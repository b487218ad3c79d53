"""Has a photo made anew by the helper process, and reads what the camera had told; nothing of it is decoded here."""

import json
import math
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.domain.photo import Taken
from app.journal.photo_work import Cleaned

HELPER = Path(__file__).with_name("photo_helper.py")
DEADLINE_S = 15.0
MOST_OUT = 8 * 1024 * 1024
_JPEG = b"\xff\xd8\xff"
BROKEN = "The picture is broken."
TOO_MUCH = "The picture needs too much time or memory."


class BadPicture(Exception):
    """A photo that cannot be shown; its text is a message id."""


def clean(data: bytes, zone: tzinfo, hold: Callable[[subprocess.Popen[bytes]], None] = lambda _: None) -> Cleaned:
    """The photo as a JPEG of our own making. `zone`: of cameras that tell none. `hold` gets the process, to kill it.

    Raises BadPicture.
    """
    with subprocess.Popen(
        [sys.executable, "-I", str(HELPER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    ) as process:
        hold(process)
        try:
            out, _ = process.communicate(data, DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise BadPicture(TOO_MUCH) from None
    if process.returncode != 0:
        raise BadPicture(
            TOO_MUCH if process.returncode in (-signal.SIGKILL, -signal.SIGXCPU) else "The picture is broken."
        )
    try:
        return _cleaned(out, zone)
    except (ValueError, KeyError, TypeError):  # the helper itself was got at
        raise BadPicture(BROKEN) from None


def _cleaned(out: bytes, zone: tzinfo) -> Cleaned:
    line, _, rest = out[:MOST_OUT].partition(b"\n")
    told = json.loads(line)
    if "error" in told:
        raise BadPicture(str(told["error"]))
    large, small = int(told["large"]), int(told["small"])
    jpeg, thumb = rest[:large], rest[large : large + small]
    if not (jpeg.startswith(_JPEG) and thumb.startswith(_JPEG) and len(rest) == large + small):
        raise ValueError("no pictures")
    return Cleaned(jpeg, thumb, int(told["width"]), int(told["height"]), sha256(jpeg).hexdigest(), taken_of(told, zone))


def taken_of(told: dict[str, Any], zone: tzinfo) -> Taken:
    """When and where as facts. The satellites' time is UTC; a camera's without its zone is read in the city's."""
    at = _moment(f"{told.get('utc', '')} +00:00")
    sure = at is not None
    if at is None and told.get("zone"):
        at = _moment(f"{told.get('made', '')} {told['zone']}")
        sure = at is not None
    if at is None:
        naive = _moment(f"{told.get('made', '')} +00:00")
        at = None if naive is None else naive.replace(tzinfo=zone).astimezone(UTC)
    lat, lon = told.get("lat"), told.get("lon")
    return Taken(at, sure, *((lat, lon) if _is_place(lat, lon) else (None, None)))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_place(lat: Any, lon: Any) -> bool:
    if not (isinstance(lat, float) and isinstance(lon, float) and math.isfinite(lat) and math.isfinite(lon)):
        return False
    return abs(lat) <= 90 and abs(lon) <= 180 and (abs(lat) > 1e-6 or abs(lon) > 1e-6)
