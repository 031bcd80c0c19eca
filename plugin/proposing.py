"""What the dock knows that the dialogs of tools can propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..inventory.errors import UserError
from ..processing_provider.adapters.parameters.proposals import Proposal

if TYPE_CHECKING:
    from .engine.view_detection import ViewDetection
    from .session.session import Session


def proposal_of(session: Session | None, detection: ViewDetection) -> Proposal:
    """The open inventory, its elevations, and the model that the dock searches with."""
    card = detection.model()
    model = card.name if card else ""
    if session is None:
        return Proposal(model=model)
    try:
        dem = session.sources().dem or ""
    except UserError:  # the file is gone or locked; whoever works on it is told by the dock
        dem = ""
    return Proposal(str(session.inventory.path), dem, model)
