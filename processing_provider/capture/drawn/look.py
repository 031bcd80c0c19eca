"""How a layer lies on others on the map, and what it does to the colours of its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsMapLayer, QgsRasterLayer

from .kinds import is_see_through

_HUES = ("Saturation", "GrayscaleMode", "ColorizeOn", "ColorizeColor", "ColorizeStrength", "InvertColors")
_IDLE_HUES = frozenset({"ColorizeColor", "ColorizeStrength"})
"""What says nothing as long as nothing is to be colourised."""
_TONES = ("Brightness", "Contrast", "Gamma")


@dataclass(frozen=True)
class Look:
    """How a raster layer lies on others, and what it does to the colours of its pictures."""

    opacity: float
    blend_mode: Any
    is_see_through: bool
    tones: dict[str, Any]
    hues: dict[str, Any]

    @classmethod
    def of(cls, layer: QgsMapLayer, *, has_raw_pixels: bool) -> Look:
        """Of a layer whose pictures are the server's (`has_raw_pixels`) or drawn with its style."""
        tones, hues = {}, {}
        if has_raw_pixels and isinstance(layer, QgsRasterLayer):
            tones = _values_of(layer.brightnessFilter(), _TONES)
            hues = _values_of(layer.hueSaturationFilter(), _HUES)
        return cls(layer.opacity(), layer.blendMode(), is_see_through(layer), tones, hues)

    def put_on(self, layer: QgsRasterLayer) -> None:
        """Give it to the layer that stands in."""
        layer.setOpacity(self.opacity)
        layer.setBlendMode(self.blend_mode)
        filters = layer.brightnessFilter(), layer.hueSaturationFilter()
        for filter_, values in zip(filters, (self.tones, self.hues)):
            for name, value in values.items():
                getattr(filter_, f"set{name}")(value)

    @property
    def changes_colours(self) -> bool:
        """Whether the picture on the map is another than the server's."""
        told = [self.tones.get("Brightness"), self.tones.get("Contrast"), self.tones.get("Gamma", 1.0) != 1.0]
        told += [value for name, value in self.hues.items() if name not in _IDLE_HUES]
        return any(getattr(value, "value", value) for value in told)


def _values_of(filter_: Any, names: Sequence[str]) -> dict[str, Any]:
    if filter_ is None:
        return {}
    getters = {name: getattr(filter_, name[0].lower() + name[1:], None) for name in names}
    return {name: get() for name, get in getters.items() if get is not None}
