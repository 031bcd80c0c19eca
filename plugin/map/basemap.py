"""What the map shows, as something to search: which image, which part of it, and how the engine gets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapLayer,
    QgsMapSettings,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas

from ...inventory.errors import UserError
from ...inventory.imagery import source_name
from ...processing_provider.adapters.boxes import transformed
from ...processing_provider.adapters.layers import crs_text, extent_text, gdal_name_of, is_raster_file
from ...processing_provider.adapters.translation import tr
from ...processing_provider.capture.capture import Capture, CaptureRequest, TooManyTiles
from ...processing_provider.capture.drawn.kinds import is_from_web, is_group, is_see_through
from ...processing_provider.capture.drawn.look import Look
from ...processing_provider.capture.terms import check_terms, is_forbidden, name_of
from ...processing_provider.capture.tiled.origins import finest_units
from .map_context import Image

_COLOURS = 3
"""Bands of an image; with fewer it is a height model, a hillshade or a mask."""


@dataclass(frozen=True)
class View:
    """A rectangle of the map, and the images in it, the uppermost first."""

    layers: Sequence[QgsRasterLayer]
    extent: QgsRectangle
    crs: QgsCoordinateReferenceSystem
    remarks: Sequence[str] = ()
    """Where what is searched differs from what is seen."""

    @property
    def name(self) -> str:
        """Of the images."""
        return ", ".join(layer.name() for layer in self.layers)

    def engine_options(self) -> dict[str, str] | None:
        """What a search of the image asks of the engine; None where the image must be captured first."""
        (layer, *others) = self.layers
        if others or not is_raster_file(layer):
            return None
        return {"input": gdal_name_of(layer), "extent": extent_text(self.extent), "extent_crs": crs_text(self.crs)}

    def capture(self, metres: float, project: QgsProject) -> Capture:
        """A planned capture that has taken its layers. Main thread only.

        Raises
        ------
        UserError
            Above all: it would take too many tiles.
        """
        request = CaptureRequest(self.layers, self.extent, self.crs, metres)
        try:
            capture = Capture(request, project.transformContext())
        except TooManyTiles as error:
            raise UserError(
                tr(
                    "This view would take {:,} tiles, more than the limit of {:,}; zoom in, or use 'Detect "
                    "rock glaciers' in the toolbox, where the limit can be raised."
                ).format(error.tiles, error.maximum)
            ) from None
        except QgsProcessingException as error:
            raise UserError(str(error)) from None
        capture.take_layers()
        return capture


def view_of(canvas: QgsMapCanvas, project: QgsProject) -> View:
    """What the map shows now.

    It is the uppermost image. Where that is a file which does not cover the view, other files of the view are
    taken with it, as they are drawn; a basemap from the web is not, and stays unsearched below. Where it is
    see-through, whatever image shows through it is taken with it.

    Raises
    ------
    UserError
        There is no image.
    """
    settings = canvas.mapSettings()
    extent, crs = settings.visibleExtent(), settings.destinationCrs()
    touching: list[QgsRasterLayer] = []
    above: list[QgsMapLayer] = []
    for layer in shown_layers(canvas):
        seen = _seen_by(layer, extent, crs, project) if isinstance(layer, QgsRasterLayer) else None
        if seen is None or not layer.extent().intersects(seen):
            continue
        if not _is_image(layer):
            above += [] if touching else [layer]
            continue
        is_seen_through = any(map(is_see_through, touching))
        if touching and is_from_web(layer) and not is_seen_through:
            continue
        touching.append(layer)
        covers = is_from_web(layer) or layer.extent().contains(seen)
        if covers and not is_see_through(layer):
            break
    if not touching:
        _check_terms(canvas)
        raise UserError(tr("The map shows no image here; add a basemap or an image, switch it on, and go where it is."))
    return View(touching, extent, crs, _remarks_on(settings, touching, above))


def shown_layers(canvas: QgsMapCanvas) -> list[QgsMapLayer]:
    """What the map shows at its scale, the uppermost first, also of groups that are drawn as one."""
    settings = canvas.mapSettings()
    return [layer for layer in _ungrouped(settings.layers()) if layer.isInScaleRange(settings.scale())]


def _ungrouped(layers: Sequence[QgsMapLayer]) -> Iterator[QgsMapLayer]:
    for layer in layers:
        if is_group(layer):
            yield from _ungrouped(layer.childLayers()[::-1])  # a group's own order is from below
        else:
            yield layer


def image_on_top(canvas: QgsMapCanvas, project: QgsProject) -> str:
    """Name of the image that an outline rests on when it is drawn now; empty where the map shows none here."""
    return next(map(name_of_image, images_here(canvas, project)), "")


def name_of_image(layer: QgsMapLayer) -> str:
    """What an inventory calls an image."""
    is_file = isinstance(layer, QgsRasterLayer) and is_raster_file(layer)
    return source_name(gdal_name_of(layer) if is_file else layer.name())


def images_here(canvas: QgsMapCanvas, project: QgsProject) -> list[QgsMapLayer]:
    """The images in the view, the uppermost first.

    A height model, a hillshade or a mask counts only where there is no other.
    """
    settings = canvas.mapSettings()
    extent, crs = settings.visibleExtent(), settings.destinationCrs()
    lying_here: list[QgsMapLayer] = []
    for layer in shown_layers(canvas):
        if isinstance(layer, QgsRasterLayer):
            seen = _seen_by(layer, extent, crs, project)
            if seen is not None and layer.extent().intersects(seen):
                lying_here.append(layer)
        elif not isinstance(layer, QgsVectorLayer):  # vector tiles, a mesh
            lying_here.append(layer)
    in_colour = [layer for layer in lying_here if is_picture(layer)]
    return in_colour or lying_here


def _check_terms(canvas: QgsMapCanvas) -> None:
    """Raise `UserError` where the map shows an image, but one that must not be fetched."""
    try:
        check_terms(layer for layer in shown_layers(canvas) if isinstance(layer, QgsRasterLayer))
    except QgsProcessingException as error:
        raise UserError(str(error)) from None


def is_picture(layer: object) -> bool:
    """Whether a layer is an image of the ground, and no height model, hillshade or mask."""
    if not isinstance(layer, QgsRasterLayer) or not layer.isValid():
        return False
    return is_from_web(layer) or layer.bandCount() >= _COLOURS


def _is_image(layer: object) -> bool:
    return is_picture(layer) and not is_forbidden(layer)


def _seen_by(
    layer: QgsRasterLayer, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, project: QgsProject
) -> QgsRectangle | None:
    """The view in the system of a layer; None where that reaches nowhere near."""
    with suppress(QgsCsException):
        transform = QgsCoordinateTransform(crs, layer.crs(), project.transformContext())
        seen = transformed(transform, extent)
        if seen.isFinite() and not seen.isEmpty():
            return seen
    return None


def _remarks_on(settings: QgsMapSettings, images: Sequence[QgsRasterLayer], above: Sequence[QgsMapLayer]) -> list[str]:
    """A sentence for each way in which what is searched differs from what the map shows.

    Parameters
    ----------
    settings
        Of the map.
    images
        What is searched.
    above
        Raster layers over them that are no images.
    """
    remarks = []
    if settings.rotation():
        remarks.append(tr("The map is turned; searched is the upright rectangle around what it shows."))
    if above:
        names = ", ".join(map(name_of, above))
        remarks.append(tr("Searched is the image below what lies over it on the map: {}.").format(names))
    if settings.isTemporal() and any(_follows_time(layer) for layer in images):
        remarks.append(tr("The map shows the time of the temporal controller; searched is the layer without it."))
    groups = [layer for layer in settings.layers() if is_group(layer) and is_see_through(layer)]
    if any(image in group.childLayers() for group in groups for image in images):
        remarks.append(tr("A group of layers is see-through on the map; its images are searched without that."))
    (image, *others) = images
    if not others and is_raster_file(image) and Look.of(image, has_raw_pixels=True).changes_colours:
        remarks.append(
            tr("The layer '{}' is shown with changed colours; searched are the pixels of its file.").format(
                name_of(image)
            )
        )
    return remarks


def _follows_time(layer: QgsMapLayer) -> bool:
    properties = layer.temporalProperties()
    return properties is not None and properties.isActive()


_STEP = 50
"""Pixels along which their size is measured: many against rounding, few against the earth's curve."""


def image_at(canvas: QgsMapCanvas, outline: QgsRectangle, project: QgsProject) -> Image | None:
    """The uppermost image that the map shows in the middle of a box in map units; None for none."""
    place = outline.center()
    for layer in shown_layers(canvas):
        if not is_picture(layer):
            continue
        to_map = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), project.transformContext())
        with suppress(QgsCsException):
            there = to_map.transform(place, Qgis.TransformDirection.Reverse)
            if layer.extent().contains(there):
                return _image(layer, there, to_map)
    return None


def _image(layer: QgsRasterLayer, place: QgsPointXY, to_map: QgsCoordinateTransform) -> Image:
    if is_from_web(layer):  # what it shows beyond its finest tiles, and where it ends, is not known
        pixel = finest_units(layer)
        return Image(None if pixel is None else _on_map(place, (pixel, pixel), to_map))
    pixels = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    return Image(_on_map(place, pixels, to_map), to_map.transformBoundingBox(layer.extent()))


def _on_map(place: QgsPointXY, pixel: tuple[float, float], to_map: QgsCoordinateTransform) -> float:
    """The longer side in map units of a pixel of an image."""
    here = to_map.transform(place)
    right = to_map.transform(QgsPointXY(place.x() + _STEP * pixel[0], place.y()))
    below = to_map.transform(QgsPointXY(place.x(), place.y() - _STEP * pixel[1]))
    return max(here.distance(right), here.distance(below)) / _STEP
