"""Layers that a project has twice by a fault of ours.

*Subregions* once came again each time that a project was opened, and the project was saved with them.
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsLayerTreeLayer, QgsProject, QgsVectorLayer

from ...inventory.schema import LAYERS
from ...processing_provider.capture.drawn.styles import style_of
from .layer_sources import layers_of_file, title_of

_LOOKS = ("Symbology", "Labeling", "Fields")


def remove_twins(project: QgsProject, path: Path) -> int:
    """Take layers out of the project that are in every respect as another one; how many there were.

    A copy that a person has made has another name, another place, a filter or a look of its own, and stays.
    Of equal ones the uppermost that is switched on is kept.
    """
    root = project.layerTreeRoot()
    titles = {table.name: title_of(table) for table in LAYERS}
    gone: list[str] = []
    for table, layers in layers_of_file(project, path).items():
        kept: list[tuple[object, ...]] = []
        for layer in sorted(layers, key=lambda layer: not _is_shown(root.findLayer(layer.id()))):
            known = _description(project, layer)
            if layer.name() != titles.get(table) or layer.isEditable() or known not in kept:
                kept.append(known)
            else:
                gone.append(layer.id())
    project.removeMapLayers(gone)
    return len(gone)


def _description(project: QgsProject, layer: QgsVectorLayer) -> tuple[object, ...]:
    """What tells equal layers: source, name, group and look."""
    node = project.layerTreeRoot().findLayer(layer.id())
    group = None if node is None else node.parent()
    return layer.source(), layer.name(), group, style_of(layer, _LOOKS)


def _is_shown(node: QgsLayerTreeLayer | None) -> bool:
    return node is not None and node.itemVisibilityChecked()
