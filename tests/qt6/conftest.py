"""The dock under Qt 6: PyQt6 without QGIS, whose few classes that widgets ask for have stand-ins."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from . import stand_ins

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]

stand_ins.install()
sys.path.insert(0, str(ROOT / "tests" / "desktop"))


@pytest.fixture(scope="session")
def qgis_app(tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """Qt in QGIS's stead, with settings of its own."""
    from PyQt6.QtCore import QSettings
    from PyQt6.QtWidgets import QApplication

    ini = QSettings.Format.IniFormat
    QSettings.setDefaultFormat(ini)
    QSettings.setPath(ini, QSettings.Scope.UserScope, str(tmp_path_factory.mktemp("settings")))
    app = QApplication([])
    app.setOrganizationName("tests")
    app.setApplicationName("tests of Qt 6")
    return app
