"""Where the search of a view differs from what the map shows, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsMapLayer, QgsMapSettings, QgsRasterLayer

from ...processing_provider.adapters.layers import is_raster_file
from ...processing_provider.adapters.translation import tr
from ...processing_provider.capture.drawn.kinds import is_group, is_see_through
from ...processing_provider.capture.drawn.look import Look
from ...processing_provider.capture.terms import name_of


def remarks_on(settings: QgsMapSettings, images: Sequence[QgsRasterLayer], above: Sequence[QgsMapLayer]) -> list[str]:
    """A sentence for each difference.

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
