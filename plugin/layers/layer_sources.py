"""Which layers of a project show which table of which inventory."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsLayerTreeLayer, QgsMapLayer, QgsProject, QgsProviderRegistry, QgsVectorLayer

from ...inventory.schema import CANDIDATES, LAYERS, ROCK_GLACIERS, Layer
from ...processing_provider.adapters.layers import file_of
from ...processing_provider.capture.drawn.styles import style_of

_LOOKS = ("Symbology", "Labeling", "Fields")


def title_of(table: Layer) -> str:
    """What we call the layer of a table in a project."""
    return table.description.split(":")[0]


def layers_of_file(project: QgsProject, path: Path) -> dict[str, list[QgsVectorLayer]]:
    """Layers of the project whose data are in the file, by the name of their table.

    A person may have copies of a layer: the one without a filter comes first, then as they lie in the tree.
    """
    wanted = path.resolve()
    found: dict[str, list[QgsVectorLayer]] = {}
    for layer in project.mapLayers().values():
        file, table = source_of(layer)
        if table and Path(file).resolve() == wanted:
            found.setdefault(table, []).append(layer)
    places = {key: place for place, key in enumerate(project.layerTreeRoot().findLayerIds())}
    for layers in found.values():
        layers.sort(key=lambda layer: (bool(layer.subsetString()), places.get(layer.id(), len(places))))
    return found


def find_inventories(project: QgsProject) -> list[Path]:
    """GeoPackages of which the project shows the rock glaciers and the candidates."""
    tables: dict[Path, set[str]] = {}
    named: dict[Path, Path] = {}
    for layer in project.mapLayers().values():
        file, table = source_of(layer)
        if table:
            path = Path(file).resolve()
            named.setdefault(path, Path(file))
            tables.setdefault(path, set()).add(table)
    needed = {ROCK_GLACIERS.name, CANDIDATES.name}
    return [named[path] for path, names in tables.items() if needed <= names and path.is_file()]


def glacier_source(layer: QgsVectorLayer | None) -> dict[str, str | None]:
    """File and layer of glacier outlines for `store.sources.Sources`; None where they are in no file."""
    file = file_of(layer) if layer is not None else ""
    if not Path(file).is_file():
        return {"glaciers": None, "glaciers_layer": None}
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return {"glaciers": file, "glaciers_layer": parts.get("layerName") or None}


def table_of(layer: QgsMapLayer) -> str:
    """Name of the table that a layer of a GeoPackage shows; empty for any other layer."""
    return source_of(layer)[1]


def source_of(layer: QgsMapLayer) -> tuple[str, str]:
    """File and table of a layer of a GeoPackage; two empty texts for any other."""
    file = file_of(layer) if isinstance(layer, QgsVectorLayer) else ""
    if not file.lower().endswith(".gpkg"):
        return "", ""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return file, parts.get("layerName") or ""


def remove_twins(project: QgsProject, path: Path) -> int:
    """Take layers out of the project that are in every respect as another one; how many there were.

    A fault of ours: *Subregions* once came again each time that a project was opened, and it was saved with them.
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
