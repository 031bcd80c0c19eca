"""Services whose terms forbid to fetch tiles in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from qgis.core import QgsMapLayer, QgsProcessingException, QgsProviderRegistry

from ...inventory.secrets import scrub
from ..adapters.translation import tr

FORBIDDEN = ("openstreetmap.org", "openstreetmap.de", "openstreetmap.fr", "osm.org", "tile.osm.ch", "opentopomap.org")


def host_of(layer: QgsMapLayer) -> str:
    """Name of the server that a layer comes from, and nothing else of its address; empty for files."""
    uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    try:
        return urlsplit(unquote(str(uri.get("url") or ""))).hostname or ""
    except ValueError:
        return ""


def name_of(layer: QgsMapLayer) -> str:
    """Name of a layer for people; a source that was taken for a name may hold a key."""
    return scrub(layer.name())


def is_forbidden(layer: QgsMapLayer) -> bool:
    """Whether a layer must not be fetched in bulk."""
    host = host_of(layer)
    return any(host == name or host.endswith(f".{name}") for name in FORBIDDEN)


def check_terms(layers: Iterable[QgsMapLayer]) -> None:
    """Raise `QgsProcessingException` where one of the layers must not be fetched in bulk."""
    for layer in layers:
        if is_forbidden(layer):
            raise QgsProcessingException(
                tr(
                    "The terms of use of {} forbid to fetch tiles in bulk, so the layer '{}' cannot be "
                    "captured; choose another layer, or hide this one."
                ).format(host_of(layer), name_of(layer))
            )
