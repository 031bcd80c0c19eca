"""Whether a project is being read, and when the layers that came into it have come to rest."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

_REST_MS = 200
"""Layers come one after the other: those of a project, of a file that is dropped, of an algorithm."""


def is_being_read(project: QgsProject) -> bool:
    """Whether QGIS reads a project just now: its layers come one at a time, and all of it is in the way.

    QGIS marks the root of the layer tree while that lasts. Nothing of ours may act on such a project.
    """
    return bool(project.layerTreeRoot().customProperty("loading"))


class Arrivals(QObject):
    """Tells when layers have come into a project, the last of them too; never while the project is read.

    What looks at each layer as it comes sees half of a file, and takes the other half for missing.
    """

    settled = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._tell)
        project.layersAdded.connect(self._wait)
        project.readProject.connect(self._wait)

    def _wait(self, *_: object) -> None:
        self._rest.start()

    def _tell(self) -> None:
        if is_being_read(self._project):  # QGIS asks the person about a layer that it does not find
            self._rest.start()
        else:
            self.settled.emit()

    def stop(self) -> None:
        """Let go of the project."""
        self._rest.stop()
        self._project.layersAdded.disconnect(self._wait)
        self._project.readProject.disconnect(self._wait)
