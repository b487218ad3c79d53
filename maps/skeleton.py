"""The page's skeleton, built once by folium from constants only, then kept as files.

No word from outside may ever enter a folium object: folium runs text as a template inside our process. The city,
its points and its names come later, as arrays and JSON that our own script draws.
"""

import json
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

FORM = 2  # raise it when this file makes a different skeleton
PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>Peta</title>
<link rel="stylesheet" href="/leaflet.css"><link rel="stylesheet" href="/skeleton.css">
<link rel="stylesheet" href="/map/map.css">
<script src="/head.js"></script><script src="/leaflet.js"></script></head>
<body>%s<script src="/skeleton.js"></script><script type="module" src="/map/main.js"></script></body></html>
"""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """folium's map in four parts, so that the page needs neither inline script nor inline style."""

    html: str
    head: str
    script: str
    style: str

    @property
    def page(self) -> str:
        """The whole document."""
        return PAGE % self.html


def skeleton(cache: Path | None = None) -> Skeleton:
    """The skeleton from the cache, else made by folium (half a second) and kept there if the folder allows."""
    folder = cache or user_cache_path("patriot-operation-center")
    file = folder / f"skeleton-{FORM}-{version('folium')}.json"
    kept = _read(file)
    return kept or _keep(file, build_skeleton())


def _read(file: Path) -> Skeleton | None:
    try:
        return Skeleton(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _keep(file: Path, made: Skeleton) -> Skeleton:
    parts = {name: getattr(made, name) for name in Skeleton.__slots__}
    draft = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(parts), encoding="utf-8")
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True) if draft.exists() else None
    return made


def build_skeleton() -> Skeleton:
    """Let folium write an empty map. Constants only: a test forbids anything else in these calls."""
    import folium  # half a second; only here, only when nothing is cached

    world = folium.Map(
        location=(0, 0),
        zoom_start=12,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=1,
        wheel_px_per_zoom_level=90,
        fade_animation=False,
        max_bounds_viscosity=0.8,
        keyboard_pan_delta=120,
    )
    world.default_js, world.default_css = [], []
    figure: Any = world.get_root()  # branca's stubs do not know its parts
    figure.render()
    return _split(figure.header.render(), figure.html.render(), figure.script.render())


def _split(header: str, html: str, script: str) -> Skeleton:
    styles = re.findall(r"<style>(.*?)</style>", header, re.DOTALL)
    inline = re.findall(r"<script>(.*?)</script>", header, re.DOTALL)
    return Skeleton(html.strip(), "\n".join(inline), script, "\n".join(styles))
