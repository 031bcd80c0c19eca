"""A field for a source of one file or of many: chosen in dialogs, several at once or a folder, or written by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from ...inventory.naming.source_names import joined, names_in
from .translation import tr

_LAST_FOLDER = "UI/lastFileNameWidgetDir"
"""Where QGIS's own fields for files remember the folder of the last one."""


def raster_filter() -> str:
    """What a dialog shows of rasters, archives among them as they are downloaded."""
    kinds = "*.tif *.tiff *.vrt *.img *.asc *.hgt *.jp2 *.nc *.nc4 *.cdf *.h5 *.hdf5 *.HDF5 *.gz *.zip *.tar *.tgz"
    return "{} ({});;{} (*)".format(tr("Rasters, NetCDF and archives"), kinds, tr("All files"))


def outline_filter() -> str:
    """What a dialog shows of outlines, archives among them as they are downloaded."""
    kinds = "*.gpkg *.shp *.geojson *.fgb *.kml *.kmz *.gml *.zip *.tar *.tgz"
    return "{} ({});;{} (*)".format(tr("Vector files and archives"), kinds, tr("All files"))


class FilesButton(QToolButton):
    """A button that asks for files, and by its menu for a folder.

    Parameters
    ----------
    title
        Of the dialogs.
    kinds
        What the dialog of files shows, as Qt writes it.
    written
        Gives the text that is written now, so that a dialog begins where its files are.
    chosen
        Gets what is chosen: one text, however many files it is.
    """

    def __init__(self, title: str, kinds: str, written: Callable[[], str], chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._title, self._kinds, self._written, self._chosen = title, kinds, written, chosen
        self.setText("…")
        self.setToolTip(tr("Choose a file, or several at once; a folder by the arrow beside"))
        self.setAccessibleName(tr("{}: choose files or a folder").format(title))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(self)
        self.files = menu.addAction(tr("Files…"))
        self.folder = menu.addAction(tr("Folder…"))
        self.setMenu(menu)
        self.clicked.connect(self._choose_files)
        self.files.triggered.connect(self._choose_files)
        self.folder.triggered.connect(self._choose_folder)

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self.window(), self._title, self._start(), self._kinds)
        if names:
            self._take(names)

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), self._title, self._start())
        if name:
            self._take([name])

    def _start(self) -> str:
        """The folder of what is written, else the one where the last file was chosen."""
        for name in names_in(self._written().strip()):
            folder = Path(name) if Path(name).is_dir() else Path(name).parent
            if name and folder.is_absolute() and folder.is_dir():
                return str(folder)
        return str(QgsSettings().value(_LAST_FOLDER, "") or Path.home())

    def _take(self, names: list[str]) -> None:
        QgsSettings().setValue(_LAST_FOLDER, os.path.dirname(names[0]))  # noqa: PTH120
        self._chosen(joined(os.path.normpath(name) for name in names))


class SourceField(QgsFileWidget):
    """A line for a source, which also takes files that are dropped on it, and a button that asks for them."""

    def __init__(self, title: str, kinds: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStorageMode(QgsFileWidget.StorageMode.GetMultipleFiles)
        self.setDialogTitle(title)
        self.setFilter(kinds)
        self.setFileWidgetButtonVisible(False)
        self.lineEdit().setAccessibleName(title)
        self.button = FilesButton(title, kinds, self.filePath, self.setFilePath)
        self.layout().addWidget(self.button)

    def source(self) -> str:
        """What is written, as `naming.source_names` has it; files that were dropped are in QGIS's own quotes."""
        text = str(self.filePath()).strip()
        return joined(names_in(text)) if text else ""
