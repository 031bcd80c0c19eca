"""Snapping to the neighbours while an outline is drawn, and the person's own settings back afterwards."""

from __future__ import annotations

from qgis.core import QgsProject, QgsSnappingConfig, QgsTolerance, QgsVectorLayer

_PIXELS = 12.0


class Snapping:
    """Snapping of a project, switched on for a while where the person has it off."""

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        self._before: tuple[QgsSnappingConfig, bool] | None = None

    def switch_on(self, layers: list[QgsVectorLayer]) -> None:
        """Snap to vertices and edges of these layers, and share them; what the person has set up stays."""
        config = self._project.snappingConfig()
        if self._before is not None or config.enabled():
            return
        self._before = QgsSnappingConfig(config), self._project.topologicalEditing()
        config.setEnabled(True)
        config.setMode(QgsSnappingConfig.SnappingMode.AdvancedConfiguration)
        ids = {layer.id() for layer in layers}
        for layer, settings in config.individualLayerSettings().items():
            settings.setEnabled(layer.id() in ids)
            settings.setTypeFlag(_vertices_and_edges())
            settings.setTolerance(_PIXELS)
            settings.setUnits(QgsTolerance.UnitType.Pixels)
            config.setIndividualLayerSettings(layer, settings)
        self._project.setSnappingConfig(config)
        self._project.setTopologicalEditing(True)

    def restore(self) -> None:
        """As it was before `switch_on`."""
        if self._before is not None:
            config, topological = self._before
            self._before = None
            self._project.setSnappingConfig(config)
            self._project.setTopologicalEditing(topological)


def _vertices_and_edges() -> object:
    """The flags moved from one class to another with QGIS 3.26."""
    from qgis.core import Qgis

    if hasattr(Qgis, "SnappingType"):
        return Qgis.SnappingType.Vertex | Qgis.SnappingType.Segment
    flags = QgsSnappingConfig
    return flags.SnappingTypes(flags.VertexFlag | flags.SegmentFlag)
