"""Makes one photo anew. A process of its own, started by path with `python -I`: it imports nothing of this program.

Reads the photo from stdin; writes one line of JSON to stdout, and after it the JPEG and the small JPEG. Before the
first byte is looked at it takes its own means away: memory, processor time, files, processes (safety rows I1-I3).
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

MEMORY = 640 * 1024 * 1024  # bytes of address space; a picture of 25 million pixels needs about half
CPU_S = 8
MOST_PIXELS = 25_000_000
LONGEST, SMALL = 1600, 360  # pixels of the longer side
MOST_BYTES = 16 * 1024 * 1024
KINDS = ("JPEG", "PNG", "WEBP")
_MADE, _ZONE, _GPS = 36867, 36881, 34853
_UTC_DAY, _UTC_TIME = 29, 7


def confine() -> None:
    """Give up what a picture has no use for."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (most, most))


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as a JPEG, PNG or WebP does; what a server calls them says nothing."""
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return is_webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def made_anew(data: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """What the camera told, the picture and a small one; only the first frame. Raises ValueError with a sentence."""
    from PIL import Image, ImageOps

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if not is_picture(data):
        raise ValueError("This is no picture of a kind that is taken (JPEG, PNG, WebP).")
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as image:
            told = _told(image)
            image.draft("RGB", (LONGEST, LONGEST))
            plain = ImageOps.exif_transpose(image.convert("RGBA" if _is_clear(image) else "RGB"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise ValueError("The picture is too large.") from None
    except Exception:  # noqa: BLE001 - decoders raise of every kind; whatever it was, it is no picture
        raise ValueError("The picture is broken.") from None
    if plain.mode == "RGBA":
        ground = Image.new("RGB", plain.size, "white")
        ground.paste(plain, mask=plain.getchannel("A"))
        plain = ground
    plain.thumbnail((LONGEST, LONGEST))
    told |= {"width": plain.width, "height": plain.height}
    large = _jpeg(plain)
    plain.thumbnail((SMALL, SMALL))
    return told, large, _jpeg(plain)


def _is_clear(image: Any) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _jpeg(image: Any) -> bytes:
    out = io.BytesIO()
    clean = image.copy()
    clean.info = {}  # Pillow writes a comment or a profile it finds here
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _told(image: Any) -> dict[str, Any]:
    """When and where, as the camera wrote it; anything odd is left out."""
    try:
        exif = image.getexif()
        inner, gps = exif.get_ifd(34665), exif.get_ifd(_GPS)
        told: dict[str, Any] = {"made": str(inner.get(_MADE, ""))[:40], "zone": str(inner.get(_ZONE, ""))[:10]}
        if gps.get(1) and gps.get(3):
            told |= {"lat": _degrees(gps[2], gps[1], "S"), "lon": _degrees(gps[4], gps[3], "W")}
        if gps.get(_UTC_DAY) and gps.get(_UTC_TIME):
            hour, minute, second = (int(float(part)) for part in gps[_UTC_TIME])
            told["utc"] = f"{str(gps[_UTC_DAY])[:10]} {hour:02d}:{minute:02d}:{second:02d}"
    except Exception:  # noqa: BLE001 - as above: what cannot be read was not told
        return {}
    return told


def _degrees(parts: Any, side: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(side).strip("\0 ").upper() == negative else value


def main() -> int:
    """One photo from stdin to stdout; 0 also for a photo that is no good, which is told."""
    confine()
    try:
        told, large, small = made_anew(sys.stdin.buffer.read(MOST_BYTES + 1))
    except (ValueError, MemoryError) as fault:
        what = str(fault) if isinstance(fault, ValueError) else "The picture is too large."
        told, large, small = {"error": what}, b"", b""
    head = json.dumps(told | {"large": len(large), "small": len(small)})
    sys.stdout.buffer.write(head.encode() + b"\n" + large + small)
    return 0


if __name__ == "__main__":
    sys.exit(main())
