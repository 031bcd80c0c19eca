"""Where the engine is kept: the person's cache, or a folder that was chosen because that disk is full."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...inventory.environment import CACHE_VARIABLE, cache_folder
from ...processing_provider.adapters.translation import tr
from ..common.settings import Settings

_FOLDER = "rock_glacier_inventory"


def use_chosen_place() -> None:
    """Everything in this QGIS, and the engine that it starts, keeps its cache where the person has chosen.

    A variable that was set outside QGIS is meant for more than this profile, and stays.
    """
    chosen = Settings().engine_folder
    if chosen and not os.environ.get(CACHE_VARIABLE):
        os.environ[CACHE_VARIABLE] = chosen


def change_place(parent: QWidget) -> bool:
    """Ask for another folder; whether one was chosen."""
    asked = tr("Folder for the engine, on a disk with room")
    chosen = QFileDialog.getExistingDirectory(parent, asked, str(cache_folder().parent))
    if not chosen:
        return False
    folder = Path(chosen)
    if folder.name != _FOLDER:
        folder = folder / _FOLDER
    Settings().engine_folder = str(folder)
    os.environ[CACHE_VARIABLE] = str(folder)
    return True
