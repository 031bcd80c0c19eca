"""The layers of an open inventory in the project: added, styled, shown, hidden, and missed when removed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtXml import QDomDocument

from ..inventory.errors import UserError
from ..inventory.schema import (
    CANDIDATES,
    PRIMARY_MARKERS,
    REFINE,
    REMAIN,
    REMOVE,
    ROCK_GLACIERS,
    SUBREGIONS,
    Layer,
)
from ..processing_provider.layers import file_of
from ..processing_provider.results import STYLES, layer_uri
from ..processing_provider.translation import tr

FROM_TOP_TO_BOTTOM = (PRIMARY_MARKERS, ROCK_GLACIERS, CANDIDATES, SUBREGIONS)
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
        The inventory. Have the connection to it open before (see `ogr_connection`).
    canvas
        The map that `hide_outlines` hides them on.

    Raises
    ------
    UserError
        Where QGIS cannot open a layer.
    """

    layers_gone = pyqtSignal(list)
    """Names (of the schema) of layers of ours that were removed from the project."""

    def __init__(
        self, project: QgsProject, path: Path, canvas: QgsMapCanvas, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._project = project
        self._canvas = canvas
        self._glaciers = ""
        self._hidden: list[str] | None = None
        self._ids = {name: found[0].id() for name, found in layers_of_file(project, path).items()}
        self.open_missing()
        project.layersRemoved.connect(self._note_removed)

    def open_missing(self) -> None:
        """Add those layers that are not in the project, also after the person has removed some."""
        known = {table.name for table in FROM_TOP_TO_BOTTOM}
        self._ids = {name: key for name, key in self._ids.items() if name in known}
        missing = [table for table in FROM_TOP_TO_BOTTOM if self.layer(table) is None]
        opened = [(table, _open(self.path, table)) for table in missing]
        if not opened:
            return
        group = self._group()
        for table, layer in opened:
            self._project.addMapLayer(layer, False)
            group.insertLayer(self._place_in(group, table), layer)
            self._ids[table.name] = layer.id()
            if table is CANDIDATES:
                _show_categories(layer, (REMAIN, REFINE, REMOVE), False)

    def _group(self) -> QgsLayerTreeGroup:
        """The group of the file's layers, else a new one named after the file, on top of all."""
        root = self._project.layerTreeRoot()
        for key in self._ids.values():
            node = root.findLayer(key)
            if node is not None and node.parent() is not root:
                return node.parent()
        return root.findGroup(self.path.stem) or root.insertGroup(0, self.path.stem)

    def _place_in(self, group: QgsLayerTreeGroup, table: Layer) -> int:
        above = FROM_TOP_TO_BOTTOM[: FROM_TOP_TO_BOTTOM.index(table)]
        ids = [self._ids.get(other.name) for other in above]
        places = [
            place for place, node in enumerate(group.children()) if getattr(node, "layerId", str)() in ids
        ]
        return max(places) + 1 if places else 0

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

    def reload(self, names: Iterable[str] = ()) -> None:
        """Show what is in the file now; all layers where no names are given."""
        wanted = set(names) or set(self._ids)
        for name, key in self._ids.items():
            layer = self._project.mapLayer(key)
            if layer is not None and name in wanted:
                layer.reload()
                layer.triggerRepaint()

    def show_removed(self, shown: bool) -> None:
        """Show the candidates that were removed, or not."""
        if (layer := self.candidates) is not None:
            _show_categories(layer, (REMOVE,), shown)

    def hide_outlines(self, hidden: bool) -> None:
        """Take our layers and the glaciers off the map for a moment; the layer tree stays as it is."""
        if hidden == (self._hidden is not None):
            return
        if hidden:
            self._hidden = [layer.id() for layer in self._canvas.layers()]
            ours = {*self._ids.values(), self._glaciers}
            shown = [key for key in self._hidden if key not in ours]
        else:
            shown, self._hidden = self._hidden or [], None
        layers = [self._project.mapLayer(key) for key in shown]
        self._canvas.setLayers([layer for layer in layers if layer is not None])

    def set_glacier_layer(self, layer: QgsVectorLayer | None) -> None:
        """Say which layer of the project holds the glacier outlines; its style stays as it is."""
        self._glaciers = "" if layer is None else layer.id()

    def open_glaciers(self, source: str) -> QgsVectorLayer:
        """Open glacier outlines from a file, light blue, below all that is ours."""
        layer = QgsVectorLayer(source, tr("Glaciers"), "ogr")
        if not layer.isValid():
            raise UserError(tr("{} cannot be opened as a layer of glacier outlines.").format(source))
        _style_as_glaciers(layer)
        self.add_below(layer)
        self.set_glacier_layer(layer)
        return layer

    def add_below(self, layer: QgsVectorLayer) -> None:
        """Add a layer to the project, below all that is ours."""
        self._project.addMapLayer(layer, False)
        root = self._project.layerTreeRoot()
        group = self._group()
        place = root.children().index(group) + 1 if group.parent() is root else 0
        root.insertLayer(place, layer)

    def glaciers_shown(self, shown: bool) -> None:
        """Switch the glacier layer on or off in the layer tree."""
        node = self._project.layerTreeRoot().findLayer(self._glaciers) if self._glaciers else None
        if node is not None:
            node.setItemVisibilityChecked(shown)

    def stop(self) -> None:
        """Let go of the project; the layers stay in it."""
        self.hide_outlines(False)
        self._project.layersRemoved.disconnect(self._note_removed)

    def _note_removed(self, removed: list[str]) -> None:
        gone = [name for name, key in self._ids.items() if key in removed]
        for name in gone:
            del self._ids[name]
        if self._glaciers in removed:
            self._glaciers = ""
        if gone:
            self.layers_gone.emit(gone)


def layers_of_file(project: QgsProject, path: Path) -> dict[str, list[QgsVectorLayer]]:
    """Layers of the project whose data are in the file, by the name of their table."""
    wanted = path.resolve()
    found: dict[str, list[QgsVectorLayer]] = {}
    for layer in project.mapLayers().values():
        file, table = _source_of(layer)
        if table and Path(file).resolve() == wanted:
            found.setdefault(table, []).append(layer)
    return found


def find_inventories(project: QgsProject) -> list[Path]:
    """GeoPackages of which the project shows the rock glaciers and the candidates."""
    tables: dict[Path, set[str]] = {}
    for layer in project.mapLayers().values():
        file, table = _source_of(layer)
        if table:
            tables.setdefault(Path(file), set()).add(table)
    needed = {ROCK_GLACIERS.name, CANDIDATES.name}
    return [path for path, names in tables.items() if needed <= names and path.is_file()]


def glacier_source(layer: QgsVectorLayer | None) -> dict[str, str | None]:
    """File and layer of glacier outlines for `inventory.sources.Sources`; None where they are in no file."""
    file = file_of(layer) if layer is not None else ""
    if not Path(file).is_file():
        return {"glaciers": None, "glaciers_layer": None}
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return {"glaciers": file, "glaciers_layer": parts.get("layerName") or None}


def table_of(layer: QgsMapLayer) -> str:
    """Name of the table that a layer of a GeoPackage shows; empty for any other layer."""
    return _source_of(layer)[1]


def _source_of(layer: QgsMapLayer) -> tuple[str, str]:
    """File and table of a layer of a GeoPackage; two empty texts for any other."""
    file = file_of(layer) if isinstance(layer, QgsVectorLayer) else ""
    if not file.lower().endswith(".gpkg"):
        return "", ""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return file, parts.get("layerName") or ""


def _open(path: Path, table: Layer) -> QgsVectorLayer:
    """Open one layer with the style that is in the file, where a person may have changed it."""
    title = table.description.split(":")[0]
    layer = QgsVectorLayer(layer_uri(str(path), table.name), title, "ogr")
    if not layer.isValid():
        raise UserError(
            tr("QGIS cannot open the layer '{}' of {}; check that the file is whole.").format(
                table.name, path
            ),
            "inventory",
        )
    if not layer.loadDefaultStyle()[1]:
        layer.loadNamedStyle(str(STYLES / f"{table.name}.qml"))
    return layer


def _style_as_glaciers(layer: QgsVectorLayer) -> None:
    """Light blue rims. Not by `loadNamedStyle`, which prefers the style that is in a GeoPackage."""
    style = QDomDocument()
    style.setContent((STYLES / "glaciers.qml").read_text("utf-8"))
    layer.importNamedStyle(style)


def _show_categories(layer: QgsVectorLayer, values: Iterable[str], shown: bool) -> None:
    """Switch categories of the style on or off; a style that is not by category is left alone."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return
    for value in values:
        place = renderer.categoryIndexForValue(value)
        if place >= 0:
            renderer.updateCategoryRenderState(place, shown)
    layer.emitStyleChanged()
    layer.triggerRepaint()
