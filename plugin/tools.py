"""The dialogs of our tools, opened from the menu and from the dock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QWidget

from ..processing_provider.provider import RockGlacierProvider
from .setup.need import ask_for_engine


def open_tool(parent: QWidget, name: str, parameters: Mapping[str, Any] | None = None) -> None:
    """Open the dialog of a tool, by the name of its algorithm; one that cannot run leads to what it needs."""
    import processing  # only there when QGIS has loaded its core plugins

    tool = QgsApplication.processingRegistry().algorithmById(f"{RockGlacierProvider.ID}:{name}")
    if tool is None:
        return
    can, why = tool.canExecute()
    if not can:
        ask_for_engine(parent, why)
        return
    dialog = processing.createAlgorithmDialog(tool.id(), dict(parameters or {}))
    if dialog is not None:
        dialog.show()
