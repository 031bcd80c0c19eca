"""What kind of layer something is: from the web or not, and on which pixels of its own it is drawn best."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayer, QgsProviderRegistry, QgsRasterLayer
from qgis.PyQt.QtGui import QPainter

from ..tiled.matrices import fitting_units

WEB_PROVIDERS = frozenset(
    {
        "wms",
        "wcs",
        "wfs",
        "oapif",
        "arcgismapserver",
        "arcgisfeatureserver",
        "vectortile",
        "xyzvectortiles",
        "arcgisvectortileservice",
        "sensorthings",
    }
)
Pixel = tuple[float, float]
"""Two numbers in map units, across and down."""


def is_from_web(layer: QgsMapLayer) -> bool:
    """Whether its data come over the network."""
    if (layer.providerType() or "").lower() not in WEB_PROVIDERS:
        return False
    uri = _parts_of(layer)
    # QGIS opens tiles of a file on this machine by the providers of tiles from the web.
    return uri.get("type") != "mbtiles" and not str(uri.get("url") or "").startswith("file:")


def asks_once(layer: QgsMapLayer) -> bool:
    """Whether a block of this layer is one request: a WMS without tiles."""
    uri = _parts_of(layer)
    return layer.providerType() == "wms" and "tileMatrixSet" not in uri and uri.get("type") is None


def _parts_of(layer: QgsMapLayer) -> dict[str, Any]:
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())


def is_group(layer: QgsMapLayer) -> bool:
    """Whether it is a group of layers that is drawn as one (QGIS 3.24)."""
    return hasattr(layer, "childLayers")


def is_see_through(layer: QgsMapLayer) -> bool:
    """Whether what lies below shows through the layer where it has pixels: by its opacity or blend mode."""
    return layer.opacity() < 1 or layer.blendMode() != QPainter.CompositionMode.CompositionMode_SourceOver


def own_pixels(layer: QgsMapLayer, units: float) -> tuple[Pixel, Pixel] | None:
    """Sides and origin, in map units, of the pixels on which a raster layer is drawn without being moved.

    Parameters
    ----------
    layer
        Any layer.
    units
        Wanted side of a pixel, in the layer's map units.

    Notes
    -----
    QGIS takes the nearest pixel of a file, twice, and scales the tiles of a map server to its own pixels;
    both move the ground by up to a pixel. Drawn on a file's own pixels, or on a power of two of them, nothing
    is moved by more than half a pixel of the file; drawn on a server's own, nothing is.
    """
    if not isinstance(layer, QgsRasterLayer):
        return None
    if layer.providerType() == "gdal":
        return _pixels_of_file(layer, units)
    resolutions = layer.dataProvider().nativeResolutions()
    if not resolutions:
        return None
    side = fitting_units(resolutions, units)
    return (side, side), (0.0, 0.0)


def _pixels_of_file(layer: QgsRasterLayer, units: float) -> tuple[Pixel, Pixel]:
    extent = layer.extent()
    sides = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    across, down = (_coarsened(side, units) for side in sides)
    return (across, down), (extent.xMinimum(), extent.yMaximum())


def _coarsened(side: float, units: float) -> float:
    """At least two pixels to a wanted one: less is moved, and less is lost."""
    while 4 * side <= units:
        side *= 2
    return side
