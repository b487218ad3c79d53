"""Photos the simulator serves: real pictures with what a camera writes, good enough for the collector's own helper."""

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import requests
from PIL import Image

from data_sources.photo_clean import clean
from data_sources.simulator import FarEnd
from data_sources.simulator.camera import exif_block
from data_sources.simulator.graph import metres
from data_sources.simulator.media import HEIGHT, WIDTH, moved, picture
from data_sources.simulator.noise import chooser

WIB = ZoneInfo("Asia/Jakarta")
TAKEN = datetime(2016, 11, 30, 2, 58, tzinfo=UTC)


def test_a_street_belongs_to_its_name_and_shows_what_is_complained_of() -> None:
    hole = picture("1", "jalan")
    assert hole == picture("1", "jalan")
    assert len({hole, picture("2", "jalan"), picture("1", "sampah"), picture("1", "jalan", mended=True)}) == 4
    assert Image.open(io.BytesIO(hole)).size == (WIDTH, HEIGHT)


def test_the_camera_tells_when_and_where() -> None:
    place = (-6.24412, 107.01857)
    taken = clean(picture("1", exif=exif_block(TAKEN.timestamp(), WIB, place)), ZoneInfo("UTC")).taken
    assert taken.at == TAKEN and taken.is_sure and taken.lat is not None and taken.lon is not None
    assert metres((taken.lat, taken.lon), place) < 1
    nowhere = clean(picture("1", exif=exif_block(TAKEN.timestamp(), WIB, None)), WIB).taken
    assert nowhere.at == TAKEN and nowhere.lat is None


def test_a_moved_place_is_as_far_as_it_should_be() -> None:
    place = (-6.24, 107.0)
    assert 900 < metres(place, moved(place, chooser(1), 900, 2500)) < 2510


def test_the_complaints_photo_is_served_where_its_record_says(own: FarEnd) -> None:
    own.advance(120)
    record = requests.get(f"{own.open311}/requests/{own.scenario['rubbish']}.json", timeout=20).json()[0]
    assert record["media_url"].startswith(own.open311.removesuffix("/open311/v2"))
    data = requests.get(record["media_url"], timeout=20).content
    made = clean(data, WIB)
    assert (made.width, made.height) == (WIDTH, HEIGHT)
