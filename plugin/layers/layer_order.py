"""Where the layers of an inventory lie in the layer tree: in a group of theirs, above what comes later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsLayerTreeNode, QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QObject

from ...inventory.schema import LAYERS
from .layer_sources import source_of
from .project_reading import is_being_read

GROUP = "rock_glacier_inventory/group"
"""Property by which a group of ours is known, whatever the person calls it."""
_TABLES = frozenset(table.name for table in LAYERS)


def group_of(project: QgsProject, path: Path, ids: list[str]) -> QgsLayerTreeGroup:
    """The group of an inventory's layers, else a new one named after the file, on top of all.

    Parameters
    ----------
    project, path
        Where, and of which file; another inventory may have the same name in another folder.
    ids
        Layers of that file that are in the project.
    """
    found = group_with(project, ids) or _group_without_layers(project, path)
    if found is None:
        found = project.layerTreeRoot().insertGroup(0, path.stem)
    found.setCustomProperty(GROUP, True)
    return found


def group_with(project: QgsProject, ids: list[str]) -> QgsLayerTreeGroup | None:
    """The group in which most of these layers are; None where they are in none."""
    root = project.layerTreeRoot()
    nodes = [node for node in map(root.findLayer, ids) if node is not None]
    parents = [node.parent() for node in nodes if node.parent() is not root]
    return max(parents, key=parents.count) if parents else None


def _group_without_layers(project: QgsProject, path: Path) -> QgsLayerTreeGroup | None:
    """A group of this name that was left when its layers went; one that holds another inventory is not it."""
    for group in _groups(project.layerTreeRoot()):
        layers = [node.layer() for node in group.findLayers() if node.layer() is not None]
        if group.name() == path.stem and not any(_is_of_an_inventory(layer) for layer in layers):
            return group
    return None


def _groups(parent: QgsLayerTreeGroup) -> Iterator[QgsLayerTreeGroup]:
    for node in parent.children():
        if isinstance(node, QgsLayerTreeGroup):
            yield node
            yield from _groups(node)


def _is_of_an_inventory(layer: QgsMapLayer) -> bool:
    return source_of(layer)[1] in _TABLES


class LayerOrder(QObject):
    """Keeps the outlines above the layers that a person adds afterwards, such as a basemap.

    QGIS puts a new layer above the one that is chosen, and so above the outlines or among them. It is moved
    below their group once, when it comes; where the person drags it afterwards, it stays.

    Parameters
    ----------
    project
        Whose layer tree it is.
    path
        The open inventory; further layers of its file stay where they are put.
    ids
        Tells which layers of the project are those of the inventory, now.
    """

    def __init__(
        self, project: QgsProject, path: Path, ids: Callable[[], list[str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._path, self._ids = project, path.resolve(), ids
        project.legendLayersAdded.connect(self._lower)  # when the layer tree has them

    def stop(self) -> None:
        """Let go of the project."""
        self._project.legendLayersAdded.disconnect(self._lower)

    def add_below(self, layer: QgsMapLayer) -> None:
        """Show a layer of the project that is not in the tree yet."""
        node = self._project.layerTreeRoot().insertLayer(0, layer)
        self._put_below(node, self._ids(), {layer.id()})

    def _lower(self, layers: list[QgsMapLayer]) -> None:
        if is_being_read(self._project):
            return
        ids, new = self._ids(), {layer.id() for layer in layers}
        for layer in reversed(layers):  # each comes directly below the group: the first at last
            file, _ = source_of(layer)
            node = self._project.layerTreeRoot().findLayer(layer.id())
            if node is not None and not (file and Path(file).resolve() == self._path):
                self._put_below(node, ids, new)

    def _put_below(self, node: QgsLayerTreeLayer, ids: list[str], new: set[str]) -> None:
        """Out of the groups of inventories, then below what is ours."""
        root, place = self._project.layerTreeRoot(), _Place(node)
        ours = group_with(self._project, ids)
        while self._is_closed(place.parent, ours, new):
            place = place.after(place.parent)
        if self._is_closed(ours, ours, new):
            marks = [ours]
        else:
            marks = [one for one in map(root.findLayer, ids) if one is not None]
        for mark in marks:
            sibling = _child_on_the_way(place.parent, mark)
            if sibling is not None and place.index <= place.parent.children().index(sibling):
                place = place.after(sibling)
        place.take(node)

    def _is_closed(self, group: QgsLayerTreeGroup | None, ours: QgsLayerTreeGroup | None, new: set[str]) -> bool:
        """Whether a group is one of ours with nothing else in it.

        What a person has put beside the outlines would hide all that goes below such a group.
        """
        if group is None or not (group.customProperty(GROUP) or (group is ours and group.name() == self._path.stem)):
            return False
        layers = [node.layer() for node in group.findLayers() if node.layerId() not in new]
        return all(layer is not None and _is_of_an_inventory(layer) for layer in layers)


class _Place:
    """A place in the layer tree."""

    def __init__(self, node: QgsLayerTreeNode, further: int = 0) -> None:
        self.parent: QgsLayerTreeGroup = node.parent()
        self.index: int = self.parent.children().index(node) + further

    def after(self, node: QgsLayerTreeNode) -> _Place:
        return _Place(node, 1)

    def take(self, node: QgsLayerTreeLayer) -> None:
        """Bring a node here. A copy comes first: QGIS removes a layer that no node shows."""
        if node.parent() is self.parent and self.parent.children().index(node) == self.index:
            return
        self.parent.insertChildNode(self.index, node.clone())
        node.parent().removeChildNode(node)


def _child_on_the_way(parent: QgsLayerTreeGroup, node: QgsLayerTreeNode) -> QgsLayerTreeNode | None:
    """The child of a group that is a node or holds it; None where the group does not hold it."""
    while node is not None:
        if node.parent() is parent:
            return node
        node = node.parent()
    return None
