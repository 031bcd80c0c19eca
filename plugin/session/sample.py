"""What a sample has beside its inventory: the scene below the outlines, and files that attributes come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsRasterLayer

from ...gestures.finishing.image_dates import remember_date
from ...processing_provider.adapters.translation import tr
from ...store.sources import Sources

if TYPE_CHECKING:
    from .session import Session

SCENE = "scene.tif"


def show_sample(session: Session) -> None:
    """Show the scene of a sample, and remember its other files; a scene that is simulated has no date to ask for."""
    folder = session.inventory.path.parent
    scene = QgsRasterLayer(str(folder / SCENE), tr("Image of the sample"))
    if scene.isValid():
        session.layers.add_below(scene)
    files = {name: str(folder / f"{name}.tif") for name in ("dem", "maat", "magt", "precipitation")}
    session.set_sources(Sources(**files, glaciers=str(folder / "glaciers.gpkg")))
    remember_date(session.inventory, SCENE, "")
