"""The layer of gaps: what of the ground in view could not be had, and was not searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProject

from ...processing_provider.adapters.translation import tr
from ...processing_provider.capture.gaps import gaps_layer
from ...processing_provider.capture.telling import summary_of

if TYPE_CHECKING:
    from ...processing_provider.capture.asking.fetching import Fetched
    from ...processing_provider.capture.capture import Capture
    from ..layers.inventory_layers import InventoryLayers

_GAPS = "rock_glacier_inventory/gaps"
"""Property by which a layer of gaps is known, also in a project that was saved with one."""


def show_gaps(layers: InventoryLayers, capture: Capture, fetched: Fetched, project: QgsProject) -> str:
    """Add the layer in place of the one before, below the inventory's own; the sentence about it."""
    old = [layer.id() for layer in project.mapLayers().values() if layer.customProperty(_GAPS)]
    project.removeMapLayers(old)  # of the search before, or of the day before if the project was saved
    layer = gaps_layer(capture, fetched.gaps, project.transformContext())
    layer.setCustomProperty(_GAPS, True)
    layers.add_below(layer)
    return tr("{:,} of {:,} tiles show no ground and were not searched ({}); see the layer of gaps.").format(
        len(fetched.gaps), len(fetched.pieces), summary_of(fetched.gaps)
    )
