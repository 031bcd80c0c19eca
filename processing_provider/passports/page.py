"""The page of a passport: a template of a print layout, and what it is filled with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsLayoutItemMap, QgsMapLayer, QgsPrintLayout, QgsProject, QgsReadWriteContext, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ...inventory.errors import UserError
from ..adapters.results import RESOURCES
from ..adapters.translation import tr

TEMPLATE = RESOURCES / "layouts" / "passport.qpt"
"""The page that ships; `resources/make_layouts.py` writes it, and people change it in QGIS's layout window."""
IMAGE_MAP, RELIEF_MAP = "image", "relief"
"""Identifiers of the maps that are given their layers; a person's own template has them, or one of them."""


def new_layout(project: QgsProject, template: Path | None) -> QgsPrintLayout:
    """The page that ships, or that of a person's own template.

    Raises
    ------
    UserError
        The template cannot be read, or has no map.
    """
    layout, template = QgsPrintLayout(project), template or TEMPLATE
    document = QDomDocument()
    try:
        good = document.setContent(template.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        good = False
    good = bool(good[0] if isinstance(good, tuple) else good)
    if good:
        _, good = layout.loadFromTemplate(document, QgsReadWriteContext())
    if not good:
        raise UserError(tr("{} is no template of a print layout; save one in the layout window.").format(template))
    if not maps_of(layout):
        raise UserError(tr("The template {} has no map; add one in the layout window.").format(template))
    return layout


def maps_of(layout: QgsPrintLayout) -> list[QgsLayoutItemMap]:
    """The maps of a layout."""
    return [item for item in layout.items() if isinstance(item, QgsLayoutItemMap)]


def show(
    layout: QgsPrintLayout, coverage: QgsVectorLayer, image: Sequence[QgsMapLayer], relief: Sequence[QgsMapLayer]
) -> None:
    """Give the maps their layers, and the atlas its rock glaciers.

    Parameters
    ----------
    layout
        From `new_layout`.
    coverage
        The rock glaciers; what is drawn over all.
    image
        Layers of every map but that of the relief, the uppermost first.
    relief
        Layers of the map of the relief; none: those of the others, from farther away.
    """
    for item in maps_of(layout):
        below = relief if item.id() == RELIEF_MAP and relief else image
        item.setLayers([coverage, *below])
        item.setKeepLayerSet(True)
    atlas = layout.atlas()
    atlas.setCoverageLayer(coverage)
    atlas.setEnabled(True)
    atlas.setSortFeatures(True)
    atlas.setSortExpression('"ID"')
    atlas.setPageNameExpression('"ID"')
