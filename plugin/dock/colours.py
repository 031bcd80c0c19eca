"""Colours of the dock: each in a dark and a light tone, so that it stands out in every theme of QGIS."""

from __future__ import annotations

from qgis.PyQt.QtGui import QColor, QPalette

from ...inventory import schema

# name -> (tone on a light ground, tone on a dark ground)
_TONES = {
    "green": ("#1b7a3d", "#63d48a"),
    "red": ("#b3261e", "#ff8a80"),
    "blue": ("#1f5fbf", "#84b6ff"),
    "violet": ("#7a3ea8", "#cfa3ff"),
    "amber": ("#8a5a00", "#ffc65c"),
    "grey": ("#5c5c5c", "#bdbdbd"),
}
COLOURS = tuple(_TONES)

OPERATION_COLOURS = {schema.REMAIN: "green", schema.REMOVE: "red", schema.REFINE: "blue", schema.RETRIEVE: "violet"}
DECISION_COLOURS = {schema.YES: "green", schema.NO: "red", schema.UNCERTAIN: "amber", schema.UNDEFINED: "grey"}
LEVEL_COLOURS = {"info": "blue", "warning": "amber", "error": "red"}


def tone(name: str, palette: QPalette) -> QColor:
    """The colour as it is to be drawn on the ground of a palette."""
    light, dark = _TONES[name]
    ground = palette.color(QPalette.ColorRole.Window)
    return QColor(dark if ground.lightness() < 128 else light)


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1, relative luminance of sRGB)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
