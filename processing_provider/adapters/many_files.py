"""Parameters of layers that also take many files as one source: a text of names, a folder, a pattern, an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterLayer,
)

from ...inventory.naming.gdal_names import is_plain, stands_in_an_archive
from ...inventory.naming.source_names import is_pattern, names_in
from .translation import tr

_WIDGET = f"{__package__}.source_wrapper.SourceWrapper"
"""By its name: QGIS's dialogs are not there where a process has no screen."""


def is_many(value: object) -> bool:
    """Whether a value is a text that may stand for many files; the engine finds out what they are.

    QGIS must not be left such a text: it tries it as a layer of every kind.
    """
    if not isinstance(value, str) or not value.strip():
        return False
    names = names_in(value.strip())
    return len(names) > 1 or any(_may_be_many(name) for name in names)


def _may_be_many(name: str) -> bool:
    return is_plain(name) and (is_pattern(name) or Path(name).is_dir() or stands_in_an_archive(name))


class _TakesManyFiles:
    def checkValueIsAcceptable(self, value: object, context: QgsProcessingContext | None = None) -> bool:
        """QGIS's hook."""
        return is_many(value) or super().checkValueIsAcceptable(value, context)


class RasterFiles(_TakesManyFiles, QgsProcessingParameterRasterLayer):
    """A raster layer, or rasters that are one."""


class OutlineFiles(_TakesManyFiles, QgsProcessingParameterFeatureSource):
    """A layer of polygons, or files of outlines that are one source."""


def file_parameter(key: str, label: str, *, optional: bool = True) -> QgsProcessingParameterFile:
    """A file, or files that are one source."""
    # QGIS's own filter, *.*, would refuse a folder and every name without a dot in it.
    return with_button(QgsProcessingParameterFile(key, label, optional=optional, fileFilter=f"{tr('All files')} (*)"))


def with_button(parameter: Any) -> Any:
    """The parameter, with a field of ours in QGIS's dialogs (see `source_wrapper`)."""
    parameter.setMetadata({"widget_wrapper": {"class": _WIDGET}})
    return parameter
