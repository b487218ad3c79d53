"""Roboto from its pip package, with figures of one width so that clocks and columns stand still."""

import importlib.util
import logging
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from widgets.theme import Size

FAMILY = "Roboto"
_FACES = ("Light", "Regular", "Medium", "Bold", "Italic")
_log = logging.getLogger(__name__)


def font_files() -> dict[str, Path]:
    """Face -> TTF file of the installed package; empty when the package is not there."""
    spec = importlib.util.find_spec("font_roboto")
    if spec is None or spec.origin is None:
        return {}
    folder = Path(spec.origin).parent / "files"
    return {face: folder / f"Roboto-{face}.ttf" for face in _FACES if (folder / f"Roboto-{face}.ttf").is_file()}


def load_fonts() -> bool:
    """Give Roboto to Qt; needs a QApplication. False (and one warning) when it is not installed."""
    loaded = [QFontDatabase.addApplicationFont(str(path)) >= 0 for path in font_files().values()]
    if not loaded or not all(loaded):
        _log.warning("Roboto is not installed; the system's own font is used")
        return False
    return True


def font(px: int = Size.BASE, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Roboto in pixels with tabular figures; hinting off so that text keeps its width at every scale."""
    made = QFont(FAMILY)
    made.setPixelSize(px)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
