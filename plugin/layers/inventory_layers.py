"""The layers of an open inventory in the project: added, styled, shown, hidden, and missed when removed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...inventory.errors import UserError
from ...inventory.schema import (
    CANDIDATES,
    PRIMARY_MARKERS,
    REFINE,
    REMAIN,
    REMOVE,
    REVIEWED_GROUND,
    ROCK_GLACIERS,
    SUBREGIONS,
    Layer,
)
from ...processing_provider.adapters.reloading import reload_layers
from ...processing_provider.adapters.results import STYLES, layer_uri
from ...processing_provider.adapters.translation import tr
from .layer_order import LayerOrder, group_of
from .layer_sources import layers_of_file, remove_twins, title_of
from .layer_styles import clear_while_drawing, say_drawing, show_categories, style_as_glaciers
from .vertex_index import let_be_caught

FROM_TOP_TO_BOTTOM = (PRIMARY_MARKERS, ROCK_GLACIERS, CANDIDATES, SUBREGIONS, REVIEWED_GROUND)
EDITED = (CANDIDATES.name, ROCK_GLACIERS.name, PRIMARY_MARKERS.name)
"""Layers that mapping changes."""


class InventoryLayers(QObject):
    """The layers of one inventory file in a project.

    Layers are remembered by id and looked up each time: what the person removes is None here, never a
    dead object. Nothing is taken out of the project by us; `stop` only lets go.

    Parameters
    ----------
    project
        Where they are added, unless layers of the same file are there.
    path
        The inventory. Have the connection to it open before (see `gdal_connection`).
    canvas
        The map that `hide_outlines` hides them on.

    Raises
    ------
    UserError
        Where QGIS cannot open a layer.
    """

    layers_gone = pyqtSignal(list)
    """Names (of the schema) of layers of ours that were removed from the project."""

    def __init__(self, project: QgsProject, path: Path, canvas: QgsMapCanvas) -> None:
        super().__init__()
        self.path = path
        self._project = project
        self._canvas = canvas
        self._glaciers = ""
        self._hidden: list[str] | None = None
        self.twins = remove_twins(project, path)
        """How many layers were there twice by an earlier fault of ours, and are gone."""
        self._ids = {name: found[0].id() for name, found in layers_of_file(project, path).items()}
        self.open_missing()
        for layer in self.outlines():
            clear_while_drawing(layer)
        self._order = LayerOrder(project, path, self._edited_ids, self)
        project.layersRemoved.connect(self._note_removed)

    def open_missing(self) -> None:
        """Add those layers that are not in the project, also after the person has removed some."""
        known = {table.name for table in FROM_TOP_TO_BOTTOM}
        self._ids = {name: key for name, key in self._ids.items() if name in known}
        missing = [table for table in FROM_TOP_TO_BOTTOM if self.layer(table) is None]
        opened = [(table, _open(self.path, table)) for table in missing]
        for _, layer in opened:
            let_be_caught(layer, self._canvas)
        if not opened:
            return
        group = self._group()
        for table, layer in opened:
            self._project.addMapLayer(layer, False)
            node = group.insertLayer(self._place_in(group, table), layer)
            node.setItemVisibilityChecked(table is not REVIEWED_GROUND)  # which whoever wants to see it switches on
            self._ids[table.name] = layer.id()
            if table is CANDIDATES:
                show_categories(layer, (REMAIN, REFINE, REMOVE), False)
            if table in (CANDIDATES, ROCK_GLACIERS):
                clear_while_drawing(layer)

    def _group(self) -> QgsLayerTreeGroup:
        return group_of(self._project, self.path, list(self._ids.values()))

    def _place_in(self, group: QgsLayerTreeGroup, table: Layer) -> int:
        above = FROM_TOP_TO_BOTTOM[: FROM_TOP_TO_BOTTOM.index(table)]
        ids = [self._ids.get(other.name) for other in above]
        places = [place for place, node in enumerate(group.children()) if getattr(node, "layerId", str)() in ids]
        return max(places) + 1 if places else 0

    def outlines(self) -> list[QgsVectorLayer]:
        """Candidates and rock glaciers, as far as they are in the project."""
        return [layer for layer in (self.candidates, self.rock_glaciers) if layer is not None]

    def are_alone(self) -> bool:
        """Whether the project has nothing on the map but layers of this inventory."""
        ours = [layer.id() for layers in layers_of_file(self._project, self.path).values() for layer in layers]
        return all(key in ours or not layer.isSpatial() for key, layer in self._project.mapLayers().items())

    def _edited_ids(self) -> list[str]:
        return [self._ids[name] for name in EDITED if name in self._ids]

    def layer(self, table: Layer) -> QgsVectorLayer | None:
        """The layer of a table; None where it is not in the project."""
        return self._project.mapLayer(self._ids.get(table.name, ""))

    @property
    def candidates(self) -> QgsVectorLayer | None:
        """Candidates."""
        return self.layer(CANDIDATES)

    @property
    def rock_glaciers(self) -> QgsVectorLayer | None:
        """Rock glaciers."""
        return self.layer(ROCK_GLACIERS)

    @property
    def markers(self) -> QgsVectorLayer | None:
        """Primary markers."""
        return self.layer(PRIMARY_MARKERS)

    @property
    def glaciers(self) -> QgsVectorLayer | None:
        """The glacier outlines, which need not be in the file."""
        return self._project.mapLayer(self._glaciers)

    def reload(self, names: Iterable[str] = (), with_same_rows: Iterable[str] = ()) -> None:
        """Show what is in the file now; all layers where no names are given.

        In some only values may have changed, of the rows that were there before.
        """
        changed = set(with_same_rows)
        wanted = set(names) if names or changed else set(self._ids)
        reload_layers(self._of(wanted), self._of(changed))

    def _of(self, names: set[str]) -> list[QgsMapLayer]:
        """Those of the layers that are in the project."""
        found = (self._project.mapLayer(key) for name, key in self._ids.items() if name in names)
        return [layer for layer in found if layer is not None]

    def show_removed(self, shown: bool) -> None:
        """Show the candidates that were removed, or not."""
        if (layer := self.candidates) is not None:
            show_categories(layer, (REMOVE,), shown)

    def hide_outlines(self, hidden: bool) -> None:
        """Take our layers and the glaciers off the map for a moment; the layer tree stays as it is."""
        if hidden == (self._hidden is not None):
            return
        if hidden:
            self._hidden = [layer.id() for layer in self._canvas.layers()]
            ours = {*self._ids.values(), self._glaciers}
            shown = [key for key in self._hidden if key not in ours]
        else:
            known, self._hidden = self._hidden or [], None
            came = [layer.id() for layer in self._canvas.layers() if layer.id() not in known]
            shown = [*came, *known]
        layers = [self._project.mapLayer(key) for key in shown]
        self._canvas.setLayers([layer for layer in layers if layer is not None])

    def set_drawing(self, drawing: bool) -> None:
        """Rims only while an outline is drawn, so that the ground under a fill can be seen."""
        say_drawing(self._canvas, drawing)
        for layer in self.outlines():
            layer.triggerRepaint()

    def set_glacier_layer(self, layer: QgsVectorLayer | None) -> None:
        """Say which layer of the project holds the glacier outlines; its style stays as it is."""
        self._glaciers = "" if layer is None else layer.id()

    def open_glaciers(self, source: str) -> QgsVectorLayer:
        """Open glacier outlines from a file, light blue, below all that is ours; they may be open already."""
        layer = QgsVectorLayer(source, tr("Glaciers"), "ogr")
        if not layer.isValid():
            raise UserError(tr("{} cannot be opened as a layer of glacier outlines.").format(source))
        others = [one for key, one in self._project.mapLayers().items() if key not in self._ids.values()]
        known = [one for one in others if one.source() == layer.source()]
        if known:
            layer = known[0]
            reload_layers([layer])  # the same name may stand for other files by now
        else:
            let_be_caught(layer, self._canvas)
            style_as_glaciers(layer)
            self.add_below(layer)
        self.set_glacier_layer(layer)
        return layer

    def add_below(self, layer: QgsMapLayer) -> None:
        """Add a layer to the project, below all that is ours."""
        self._project.addMapLayer(layer, False)
        self._order.add_below(layer)

    def glaciers_shown(self, shown: bool) -> None:
        """Switch the glacier layer on or off in the layer tree."""
        node = self._project.layerTreeRoot().findLayer(self._glaciers) if self._glaciers else None
        if node is not None:
            node.setItemVisibilityChecked(shown)

    def stop(self) -> None:
        """Let go of the project; the layers stay in it."""
        self.hide_outlines(False)
        self.set_drawing(False)
        self._order.stop()
        self._project.layersRemoved.disconnect(self._note_removed)

    def _note_removed(self, removed: list[str]) -> None:
        gone = [name for name, key in self._ids.items() if key in removed]
        for name in gone:
            del self._ids[name]
        if self._glaciers in removed:
            self._glaciers = ""
        if gone:
            self.layers_gone.emit(gone)


def _open(path: Path, table: Layer) -> QgsVectorLayer:
    """Open one layer with the style that is in the file, where a person may have changed it."""
    layer = QgsVectorLayer(layer_uri(str(path), table.name), title_of(table), "ogr")
    if not layer.isValid():
        raise UserError(
            tr("QGIS cannot open the layer '{}' of {}; check that the file is whole.").format(table.name, path),
            "inventory",
        )
    if not layer.loadDefaultStyle()[1]:
        layer.loadNamedStyle(str(STYLES / f"{table.name}.qml"))
    return layer
