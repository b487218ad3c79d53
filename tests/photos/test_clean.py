"""Photos are made anew in a process of their own, with nothing left but the picture (safety rows I1, I2, I3)."""

import contextlib
import io
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from app.journal.photo_work import Cleaned
from data_sources import photo_clean, photo_helper
from data_sources.photo_clean import BROKEN, TOO_MUCH, BadPicture, clean
from tests.photos.pictures import PLACE, SVG, bomb, exif_of, moving, photo

WIB = ZoneInfo("Asia/Jakarta")
NO_KIND = "This is no picture of a kind that is taken (JPEG, PNG, WebP)."


def cleaned(data: bytes) -> Cleaned:
    return clean(data, WIB)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["JPEG"])


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (5_001, 5_001)])
def test_I1_a_picture_of_too_many_pixels_is_refused_by_its_head(width: int, height: int) -> None:
    with pytest.raises(BadPicture, match="too large"):
        cleaned(bomb(width, height, rows=40))


def test_I1_a_real_bomb_is_refused() -> None:
    data = bomb(12_000, 12_000)
    assert len(data) < 100_000
    with pytest.raises(BadPicture, match="too large"):
        cleaned(data)


def test_I1_the_largest_picture_that_is_taken_becomes_small() -> None:
    made = cleaned(bomb(5_000, 5_000))
    assert (made.width, made.height) == (1600, 1600) and opened(made.thumb).size == (360, 360)


@pytest.mark.parametrize("name", ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NPROC"])
def test_I2_the_helper_takes_its_own_means_away(name: str) -> None:
    asked = (
        f"import resource, sys; sys.path.insert(0, {str(photo_clean.HELPER.parent)!r}); import photo_helper; "
        f"photo_helper.confine(); print(resource.getrlimit(resource.{name})[1])"
    )
    said = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, text=True, check=True).stdout
    most = {"RLIMIT_AS": photo_helper.MEMORY, "RLIMIT_CPU": photo_helper.CPU_S}.get(name, 0)
    assert int(said) == most


def hungry(tmp_path: Path, body: str) -> Path:
    """A helper gone wrong: confined as the real one, then does as `body` says."""
    path = tmp_path / "helper.py"
    path.write_text(
        f"import sys; sys.path.insert(0, {str(photo_clean.HELPER.parent)!r})\n"
        f"import photo_helper; photo_helper.CPU_S = 1; photo_helper.confine()\n{body}\n"
    )
    return path


def test_I2_a_helper_that_eats_memory_ends_itself_and_not_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_clean, "HELPER", hungry(tmp_path, "bytearray(2_000_000_000)"))
    with pytest.raises(BadPicture, match="broken"):
        cleaned(photo())


def test_I2_a_helper_that_never_ends_is_killed_by_its_processor_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_clean, "HELPER", hungry(tmp_path, "while True: pass"))
    with pytest.raises(BadPicture) as caught:
        cleaned(photo())
    assert str(caught.value) == TOO_MUCH


def test_I2_a_helper_that_sleeps_is_killed_at_the_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_clean, "HELPER", hungry(tmp_path, "import time; time.sleep(60)"))
    monkeypatch.setattr(photo_clean, "DEADLINE_S", 0.2)
    seen: list[subprocess.Popen[bytes]] = []
    with pytest.raises(BadPicture) as caught:
        clean(photo(), WIB, seen.append)
    assert str(caught.value) == TOO_MUCH and seen[0].returncode == -signal.SIGKILL


@pytest.mark.parametrize("said", ["print('{}')", "print('no json')", 'print(\'{"large": 3, "small": 3}\')', ""])
def test_I2_a_helper_that_was_got_at_hands_over_nothing(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_clean, "HELPER", hungry(tmp_path, said))
    with pytest.raises(BadPicture) as caught:
        cleaned(photo())
    assert str(caught.value) == BROKEN


@pytest.mark.parametrize(
    "data",
    [SVG, b"\n" + SVG, moving(3, "GIF"), b"BM" + bytes(60), b"II*\0" + bytes(60), b"%PDF-1.7\n", b"", b"<html>"],
    ids=["svg", "svg behind a line", "gif", "bmp", "tiff", "pdf", "nothing", "page"],
)
def test_I2_what_does_not_begin_as_a_jpeg_png_or_webp_is_not_even_decoded(data: bytes) -> None:
    with pytest.raises(BadPicture) as caught:
        cleaned(data)
    assert str(caught.value) == NO_KIND


def test_I2_a_picture_is_made_anew_without_what_the_camera_wrote() -> None:
    made = cleaned(photo(size=(2400, 1800), exif=exif_of("2016:11:30 09:58:00", "+07:00", PLACE)))
    for data, size in ((made.jpeg, (1600, 1200)), (made.thumb, (360, 270))):
        image = opened(data)
        assert image.size == size and not image.getexif() and "exif" not in image.info
        assert b"Kamera" not in data and b"Exif" not in data


def test_I2_what_the_camera_wrote_is_told_apart() -> None:
    taken = cleaned(photo(exif=exif_of("2016:11:30 09:58:00", "+07:00", PLACE))).taken
    assert taken.at == datetime(2016, 11, 30, 2, 58, tzinfo=UTC) and taken.is_sure
    assert (taken.lat, taken.lon) == pytest.approx(PLACE, abs=1e-6)
    unsure = cleaned(photo(exif=exif_of("2016:11:30 09:58:00"))).taken
    assert unsure.at == taken.at and not unsure.is_sure and unsure.lat is None
    assert cleaned(photo("PNG", exif=exif_of("2016:11:30 09:58:00", "+07:00", PLACE))).taken == taken


@pytest.mark.parametrize(
    "exif",
    [exif_of("yesterday", "later"), exif_of("0000:00:00 00:00:00"), exif_of(place=(0.0, 0.0)), exif_of("9999:99:99 x")],
)
def test_odd_words_of_a_camera_are_no_facts(exif: Image.Exif) -> None:
    taken = cleaned(photo(exif=exif)).taken
    assert taken.at is None and taken.lat is None


def test_I3_of_many_frames_the_first_is_shown() -> None:
    image = opened(cleaned(moving(200)).jpeg)
    red, green, blue = image.getpixel((10, 10))  # type: ignore[misc]
    assert red > 200 and green < 60 and blue < 60


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_I3_a_picture_cut_short_is_refused(form: str) -> None:
    noise = Image.effect_noise((300, 200), 60).convert("RGB")
    out = io.BytesIO()
    noise.save(out, form)
    with pytest.raises(BadPicture) as caught:
        cleaned(out.getvalue()[: len(out.getvalue()) // 2])
    assert str(caught.value) == BROKEN


def test_I3_of_a_picture_that_is_also_something_else_only_the_picture_is_kept() -> None:
    tail = b"<script>alert(1)</script>PK\x03\x04" + b"MZ" * 40
    made = cleaned(photo() + tail)
    assert b"script" not in made.jpeg and b"PK\x03\x04" not in made.jpeg
    comment = photo()[:2] + b"\xff\xfe\x00\x1b<script>alert(1)</script>" + photo()[2:]
    assert b"script" not in cleaned(comment).jpeg


def test_I3_bytes_changed_anywhere_never_harm_us() -> None:
    whole = bytearray(photo(size=(40, 30), exif=exif_of("2016:11:30 09:58:00", place=PLACE)))
    for at in range(2, len(whole), max(1, len(whole) // 5)):
        odd = bytes(whole[:at]) + os.urandom(3) + bytes(whole[at + 3 :])
        with contextlib.suppress(BadPicture):  # anything else would be a fault of ours
            assert opened(cleaned(odd).jpeg).size <= (1600, 1600)


def test_turned_pictures_stand_upright() -> None:
    exif = Image.Exif()
    exif[274] = 6
    made = cleaned(photo(size=(64, 48), exif=exif))
    assert (made.width, made.height) == (48, 64)


def test_a_clear_ground_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(cleaned(out.getvalue()).jpeg).getpixel((5, 5)) == (255, 255, 255)
