"""Pictures that QGIS draws of what lies beside the map's view, for the moment when the map is moved.

QGIS 3.44 fails over them in a message box ("cannot create std::vector larger than max_size()") where the map
shows the whole world in Web Mercator and has a layer in degrees, as a basemap and an inventory do: beside the
view lies ground beyond the poles.
"""

from __future__ import annotations

from functools import lru_cache

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip

_BEYOND_THE_POLE = QgsRectangle(-178.8, -89.99, 166.1, -89.9)
"""Degrees; what a view far below the world becomes in them."""


class Previews:
    """Switches these pictures off where this QGIS fails over them; the view itself is drawn as ever."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._are_off = False

    def switch_off(self) -> None:
        """Do without them, because layers in degrees come."""
        if not self._are_off and fail_beyond_the_pole():
            self._are_off = True
            self._canvas.setPreviewJobsEnabled(False)

    def switch_on(self) -> None:
        """As QGIS has them."""
        if self._are_off and not sip.isdeleted(self._canvas):
            self._canvas.setPreviewJobsEnabled(True)
        self._are_off = False


@lru_cache(maxsize=1)
def fail_beyond_the_pole() -> bool:
    """Whether this QGIS has the fault: an error that is none of a projection, where ground has no place."""
    degrees, mercator = map(QgsCoordinateReferenceSystem, ("EPSG:4326", "EPSG:3857"))
    transform = QgsCoordinateTransform(degrees, mercator, QgsProject.instance().transformContext())
    try:
        transform.transformBoundingBox(_BEYOND_THE_POLE)
    except QgsCsException:
        return False
    except Exception:  # what C++ throws has no name in Python
        return True
    return False
