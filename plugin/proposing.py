"""What the dock knows that the dialogs of tools can propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsMapLayer, QgsProject

from ..inventory.errors import UserError
from ..processing_provider.adapters.parameters.in_project import outlines_beside
from ..processing_provider.adapters.parameters.proposals import Proposal
from .layers.layer_sources import find_inventories

if TYPE_CHECKING:
    from .engine.view_detection import ViewDetection
    from .session.session import Session


def proposal_of(session: Session | None, detection: ViewDetection) -> Proposal:
    """The open inventory, its layers and elevations, and the model that the dock searches with."""
    card = detection.model()
    model = card.name if card else ""
    if session is None:
        return Proposal(model=model)
    try:
        dem = session.sources().dem or ""
    except UserError:  # the file is gone or locked; whoever works on it is told by the dock
        dem = ""
    path, layers, project = session.inventory.path, session.layers, QgsProject.instance()
    return Proposal(
        inventory=str(path),
        dem=dem,
        model=model,
        candidates=_id_of(layers.candidates),
        rock_glaciers=_id_of(layers.rock_glaciers),
        other_outlines=outlines_beside(project, (path, *find_inventories(project)), _id_of(layers.glaciers)),
    )


def _id_of(layer: QgsMapLayer | None) -> str:
    """Empty where the layer was taken out of the project."""
    return "" if layer is None else str(layer.id())
