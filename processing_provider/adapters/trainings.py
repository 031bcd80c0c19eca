"""Who wants to see a training hears here that one begins, and where its curves grow."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QObject, pyqtSignal

RUN_ENDING, CURVES = ".training", "curves.svg"
"""As the engine calls the folder of a training and the picture in it."""


class Trainings(QObject):
    """Emits in QGIS's main thread, before the engine starts; nobody need listen."""

    began = pyqtSignal(str, str)
    """A training: the model's name, and the file of its curves, which is not there yet."""

    def tell(self, name: str, output: str) -> None:
        """Say that a model is trained into a folder."""
        self.began.emit(name, str(Path(output) / f"{name}{RUN_ENDING}" / CURVES))


TRAININGS = Trainings()
