"""Photos without any photographer: a street scene drawn from the name, so that media_url leads to something real."""

import math
import random
from collections.abc import Callable, Mapping

from data_sources.simulator.camera import exif_block
from data_sources.simulator.canvas import Canvas, Colour
from data_sources.simulator.city import Point
from data_sources.simulator.complaints import Complaint
from data_sources.simulator.graph import METRES_PER_DEGREE
from data_sources.simulator.noise import chooser
from data_sources.simulator.world import World

WIDTH, HEIGHT = 480, 360
_HORIZON = 150
_WALLS: tuple[Colour, ...] = ((196, 178, 150), (170, 186, 178), (204, 160, 138), (188, 188, 194), (214, 202, 170))
_BAGS: tuple[Colour, ...] = ((52, 56, 62), (70, 92, 116), (148, 142, 130), (196, 196, 190), (120, 84, 60))


def picture(name: str, scene: str = "", *, mended: bool = False, exif: bytes = b"") -> bytes:
    """A PNG of a street that belongs to the name; `scene` is a topic, `mended` the same street after the work."""
    rng = chooser("media", name)
    canvas = Canvas(WIDTH, HEIGHT)
    _street(canvas, rng)
    if not mended:
        _SCENES.get(scene, _heap)(canvas, rng)
    elif scene in _PATCHED:
        canvas.round(245, 285, 92, 24, (44, 46, 50))
    canvas.grain(rng)
    return canvas.png(exif)


def photo_of(world: World, case: Complaint, topic: str) -> bytes:
    """The citizen's photo of a case. Most cameras tell when and where; some tell nothing, and a few lie elsewhere."""
    rng = chooser("camera", case.id)
    taken, kind = case.requested - rng.uniform(60, 900), rng.random()
    place = None if case.lat is None or case.lon is None else moved((case.lat, case.lon), rng, 4, 35)
    if place and kind > 0.92:
        place = moved(place, rng, 900, 2500)
    exif = b"" if kind < 0.12 else exif_block(taken, world.city.zone, place)
    return picture(case.id, topic, exif=exif)


def moved(place: Point, rng: random.Random, least: float, most: float) -> Point:
    """A place that many metres away in some direction."""
    metres, turn = rng.uniform(least, most), rng.uniform(0, math.tau)
    east = math.sin(turn) / math.cos(math.radians(place[0]))
    return place[0] + metres * math.cos(turn) / METRES_PER_DEGREE, place[1] + metres * east / METRES_PER_DEGREE


def _street(canvas: Canvas, rng: random.Random) -> None:
    """Sky, houses, a road with a line in its middle."""
    canvas.fade(0, _HORIZON, (150, 182, 208), (214, 222, 224))
    x = 0.0
    while x < WIDTH:
        wide, high = rng.uniform(50, 110), rng.uniform(40, 100)
        canvas.box(x, _HORIZON - high, x + wide, _HORIZON, rng.choice(_WALLS))
        canvas.box(x, _HORIZON - high - 10, x + wide, _HORIZON - high, (132, 70, 52))
        for n in range(int(wide // 30)):
            canvas.box(x + 10 + 30 * n, _HORIZON - high + 14, x + 24 + 30 * n, _HORIZON - high + 32, (70, 82, 92))
        x += wide
    canvas.fade(_HORIZON, HEIGHT, (128, 126, 118), (96, 96, 94))
    for y in range(_HORIZON, HEIGHT):
        half = 60 + (y - _HORIZON) * 1.1
        canvas.span(y, 240 - half, 240 + half, (84, 86, 90))
        if (y - _HORIZON) // 24 % 2:
            canvas.span(y, 239 - (y - _HORIZON) / 60, 241 + (y - _HORIZON) / 60, (206, 204, 192))


def _heap(canvas: Canvas, rng: random.Random) -> None:
    for n in range(60):
        high = 70 * (1 - n / 60)
        x, y = 330 + rng.gauss(0, 50), 300 - rng.uniform(0, high)
        canvas.round(x, y, rng.uniform(10, 26), rng.uniform(7, 16), rng.choice(_BAGS))


def _hole(canvas: Canvas, rng: random.Random) -> None:
    canvas.round(245, 285, 90, 24, (58, 54, 50))
    canvas.round(245, 288, 76, 17, (36, 32, 30))
    canvas.round(250 + rng.uniform(-20, 20), 292, 40, 8, (98, 108, 112))


def _water(canvas: Canvas, rng: random.Random) -> None:
    canvas.fade(215, HEIGHT, (122, 112, 92), (104, 92, 72))
    for _ in range(50):
        y, x = rng.randrange(222, HEIGHT), rng.uniform(0, WIDTH)
        canvas.span(y, x, x + rng.uniform(20, 90), (156, 148, 130))


def _tree(canvas: Canvas, rng: random.Random) -> None:
    for n in range(200):
        canvas.box(120 + n * 1.2, 282 - n * 0.25, 122 + n * 1.2, 298 - n * 0.2, (84, 60, 42))
    for _ in range(60):
        canvas.round(370 + rng.gauss(0, 42), 236 + rng.gauss(0, 26), 18, 12, (46 + rng.randrange(30), 104, 52))


def _dark(canvas: Canvas, _rng: random.Random) -> None:
    canvas.fade(0, HEIGHT, (14, 18, 28), (26, 28, 32))
    canvas.box(236, 60, 242, 300, (54, 58, 64))
    canvas.box(236, 60, 290, 65, (54, 58, 64))
    canvas.round(292, 66, 12, 5, (40, 42, 44))


_SCENES: Mapping[str, Callable[[Canvas, random.Random], None]] = {
    **dict.fromkeys(("jalan", "trotoar"), _hole),
    **dict.fromkeys(("banjir", "drainase", "air"), _water),
    **dict.fromkeys(("pohon", "taman"), _tree),
    "lampu": _dark,
}
_PATCHED = frozenset({"jalan", "trotoar"})
