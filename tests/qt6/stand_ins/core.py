"""Of `qgis.core` what the dock's widgets and their tests ask for."""

from __future__ import annotations

from enum import Enum, Flag
from pathlib import Path

from qgis.PyQt.QtCore import NULL, QSettings
from qgis.PyQt.QtGui import QColor, QIcon, QPixmap

from . import anything

__all__ = ["NULL", "Qgis"]


class Qgis(anything.Anything):
    """Facts of QGIS."""

    QGIS_VERSION_INT = 40200

    class MessageLevel(Enum):
        """How bad it is."""

        Info = 0
        Warning = 1
        Critical = 2


class QgsSettings(QSettings):
    """Settings in a file of the tests'."""


class QgsApplication(anything.Anything):
    """Where icons and the profile are."""

    @staticmethod
    def qgisSettingsDirPath() -> str:
        return str(Path(QSettings().fileName()).parent) + "/"

    @staticmethod
    def getThemeIcon(name: str) -> QIcon:
        assert name.startswith("/") and name.endswith(".svg")
        picture = QPixmap(16, 16)
        picture.fill(QColor("grey"))
        return QIcon(picture)


class QgsMessageLog:
    """Keeps what is said."""

    said: list[str] = []

    @classmethod
    def logMessage(cls, text: str, tag: str = "", level: Qgis.MessageLevel = Qgis.MessageLevel.Warning) -> None:
        assert isinstance(level, Qgis.MessageLevel)
        cls.said.append(text)


def __getattr__(name: str) -> type:
    """Any other class can be imported, and does nothing."""
    globals()[name] = anything.named(name, "qgis.core")
    return globals()[name]


class QgsMapLayerProxyModel:
    """What a list of layers holds."""

    class Filter(Flag):
        """Kinds of layers."""

        RasterLayer = 1
        PolygonLayer = 16
