"""Where a person is led whose next step needs the engine."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QWidget
from qgis.utils import iface

OPTIONS_PAGE = "RockGlacierEngineOptions"
"""Object name of the page, by which QGIS opens its options there."""


def ask_for_engine(parent: QWidget, why: str) -> None:
    """Open the page that sets the engine up; `why` says what needs it."""
    iface.showOptionsDialog(parent, OPTIONS_PAGE)
