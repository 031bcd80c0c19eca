"""What a person sees on the map and a capture does not show, or shows otherwise: in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qgis.core import QgsMapLayer, QgsProcessingException

from ..adapters.translation import tr
from .drawn.kinds import is_see_through
from .drawn.look import Look
from .plan.pieces import Source
from .terms import name_of
from .tiled.source import TileSource

_DOTS_PER_METRE = 96 / 0.0254


def scale_of(metres: float) -> float:
    """The denominator of the scale at which a pixel of a screen is so large on the ground."""
    return metres * _DOTS_PER_METRE


def shown_at(layers: Sequence[QgsMapLayer], metres: float) -> tuple[list[QgsMapLayer], list[str]]:
    """The layers that the map shows at the scale of such pixels, and a sentence for each other one.

    Raises
    ------
    QgsProcessingException
        Where there is none.
    """
    scale = scale_of(metres)
    shown = [layer for layer in layers if layer.isInScaleRange(scale)]
    if layers and not shown:
        raise QgsProcessingException(
            tr(
                "No layer of the map is shown at 1:{:,.0f}, the scale of pixels of {:g} m; choose another "
                "resolution, or change the scales in the properties of the layers."
            ).format(scale, metres)
        )
    text = tr("The layer '{}' is not shown at 1:{:,.0f}, the scale of the pixels, and is left out.")
    return shown, [text.format(name_of(layer), scale) for layer in layers if layer not in shown]


def differences(layers: Sequence[QgsMapLayer], source: Source) -> Iterator[str]:
    """Where the picture of a layer that is captured alone is another than that on the map."""
    if len(layers) != 1:
        return
    (layer,) = layers
    is_raw = isinstance(source, TileSource)
    if is_raw and Look.of(layer, has_raw_pixels=True).changes_colours:
        yield tr("The layer '{}' is shown with changed colours; captured is the picture as the server has it.").format(
            name_of(layer)
        )
    if is_see_through(layer):
        yield tr("The layer '{}' is see-through on the map; alone, it is captured as if it were opaque.").format(
            name_of(layer)
        )
