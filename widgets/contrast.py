"""How well one colour reads on another, and how a palette looks to a person without green cones."""

_DEUTERANOPIA = (  # linear RGB, full severity; Machado, Oliveira and Fernandes 2009
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _gamma(value: float) -> int:
    value = min(max(value, 0.0), 1.0)
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1. Source: WCAG 2.2, relative luminance."""
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1 to 21. Source: WCAG 2.2, contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable_on(fill: str, *inks: str) -> str:
    """The ink that reads best on a coloured fill."""
    return max(inks, key=lambda ink: contrast(ink, fill))


def deuteranopia(colour: str) -> str:
    """`#rrggbb` as a person without green cones sees it."""
    source = _channels(colour)
    seen = (sum(a * b for a, b in zip(row, source, strict=True)) for row in _DEUTERANOPIA)
    return "#{:02x}{:02x}{:02x}".format(*map(_gamma, seen))
