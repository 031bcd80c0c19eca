"""Where an inventory is, or is to be: the file dialogs, and a new file that is not gone when QGIS closes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...inventory.errors import UserError
from ...processing_provider.adapters.translation import tr
from ...processing_provider.algorithms.inventory.createinventory import is_temporary
from ...processing_provider.algorithms.inventory.createinventory import make_inventory as write_inventory


def ask_which(parent: QWidget, recent: Sequence[str]) -> Path | None:
    """Ask for an inventory; None where the person thinks better of it."""
    title, kinds = tr("Open an inventory"), tr("Inventories (*.gpkg)")
    path, _ = QFileDialog.getOpenFileName(parent, title, str(_folder(recent)), kinds)
    return Path(path) if path else None


def ask_where(parent: QWidget, recent: Sequence[str]) -> Path | None:
    """Ask where a new inventory is to be; None where the person thinks better of it."""
    title, kinds = tr("Make a new inventory"), tr("Inventories (*.gpkg)")
    suggested = str(_folder(recent) / tr("rock glaciers.gpkg"))
    # What exists is refused below: one who is asked whether to overwrite it, and says yes, would lose it.
    once = QFileDialog.Option.DontConfirmOverwrite
    path, _ = QFileDialog.getSaveFileName(parent, title, suggested, kinds, options=once)
    if not path:
        return None
    return Path(path) if path.lower().endswith(".gpkg") else Path(path + ".gpkg")


def _folder(recent: Sequence[str]) -> Path:
    """That of the latest inventory, else the project's, else the person's own."""
    for path in (*recent[:1], QgsProject.instance().fileName()):
        if path and Path(path).parent.is_dir():
            return Path(path).parent
    return Path.home()


def make_inventory(path: Path) -> None:
    """Make an empty inventory, in WGS84 and named after its file; the toolbox has the other choices.

    Raises
    ------
    UserError
        The file exists, lies where files are thrown away, or cannot be made.
    """
    if path.exists():
        raise UserError(tr("{} exists already and is not overwritten: open it, or choose another name.").format(path))
    if is_temporary(path) or Path(tempfile.gettempdir()).resolve() in path.resolve().parents:
        raise UserError(
            tr("{} is a folder for temporary files, which are thrown away; choose another one.").format(path.parent)
        )
    write_inventory(path)
