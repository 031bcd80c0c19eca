"""A place in another program: an address is made of a pattern, and whatever the computer opens addresses with opens it.

A pattern may hold a key of the person's own. It stays in this person's settings of QGIS; no message and no log has
an address, or more of it than the name of its computer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ....inventory.errors import UserError
from ....processing_provider.adapters.translation import tr

GOOGLE_EARTH = "https://earth.google.com/web/@{lat},{lon},{elevation}a,{distance}d,35y,0h,0t,0r"
"""The middle of the view at its elevation, looked at from above, so far away that about the same is seen."""
NAMES = ("lat", "lon", "scale", "zoom", "distance", "elevation", "id")
"""What a pattern may have in braces."""
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_EARTH_M = 40_075_016.686
"""Around the equator: the width of the one tile of zoom 0 in Web Mercator."""
_HALF_ANGLE = math.radians(17.5)
"""Half of the angle of view in `GOOGLE_EARTH`."""


def problem_of(pattern: str) -> str:
    """What is wrong with a pattern, in a sentence; empty where nothing is."""
    names = _IN_BRACES.findall(pattern)
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        text = tr("A viewer's address knows no {}; write one of {}.")
        return text.format(f"{{{unknown[0][:30]}}}", ", ".join(f"{{{name}}}" for name in NAMES))
    if "{" in _IN_BRACES.sub("", pattern) or "}" in _IN_BRACES.sub("", pattern):
        return tr("A brace of the viewer's address has no partner; write names such as {lat} in a pair of braces.")
    if not {"lat", "lon"} <= set(names):
        return tr("The viewer's address needs {lat} and {lon}, or it would show the same place each time.")
    return _problem_of_address(_IN_BRACES.sub("1", pattern))


def _problem_of_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return tr("The viewer's address cannot be read; write it as https://name/…")
    if parts.scheme == "http" and host in _LOOPBACK:
        return ""  # a viewer of one's own on this computer
    if parts.scheme != "https" or not host or any(letter.isspace() for letter in address):
        return tr("The viewer's address must begin with https:// and a computer's name, and hold no blank.")
    if "@" in parts.netloc:
        return tr("The viewer's address holds a name or password before its computer; leave them out.")
    return ""


def pattern_host(pattern: str) -> str:
    """The name of the computer in an address, which may be told; empty where it has none."""
    try:
        return urlsplit(pattern).hostname or ""
    except ValueError:
        return ""


def address(pattern: str, values: Mapping[str, str]) -> str:
    """The address of a place.

    Raises
    ------
    UserError
        With the sentence of `problem_of`.
    """
    problem = problem_of(pattern)
    if problem:
        text = tr("{} The address stands in Settings, Options, Rock glacier inventory.")
        raise UserError(text.format(problem))
    return _IN_BRACES.sub(lambda found: quote(values[found[1]], safe="-.,"), pattern)


def values_at(
    canvas: QgsMapCanvas, place: QgsPointXY, crs: QgsCoordinateReferenceSystem, elevation: float | None, known: str
) -> dict[str, str]:
    """What a pattern may ask for, of a place in `crs` that is looked at as the map is.

    Raises
    ------
    UserError
        The place has no latitude and longitude.
    """
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    try:
        there = QgsCoordinateTransform(crs, degrees, QgsProject.instance().transformContext()).transform(place)
    except QgsCsException:
        raise UserError(tr("This place has no latitude and longitude, so no viewer can show it.")) from None
    latitude = max(-85.0, min(85.0, there.y()))
    scale = canvas.scale()
    settings = canvas.mapSettings()
    metres_a_pixel = scale * 0.0254 / settings.outputDpi()
    height = metres_a_pixel * settings.outputSize().height()
    zoom = math.log2(_EARTH_M * math.cos(math.radians(latitude)) / 256 / metres_a_pixel)
    return {
        "lat": f"{there.y():.6f}",
        "lon": f"{there.x():.6f}",
        "scale": f"{scale:.0f}",
        "zoom": f"{max(0.0, min(22.0, zoom)):.1f}",
        "distance": f"{height / 2 / math.tan(_HALF_ANGLE):.0f}",
        "elevation": f"{elevation or 0:.0f}",
        "id": known,
    }


def open_address(target: str) -> None:
    """Have it opened by whatever the computer opens addresses with.

    Raises
    ------
    UserError
        Nothing opens it.
    """
    if not QDesktopServices.openUrl(QUrl(target, QUrl.ParsingMode.StrictMode)):
        text = tr("Nothing on this computer opens addresses of {}; choose a browser in the system's settings.")
        raise UserError(text.format(pattern_host(target)))
