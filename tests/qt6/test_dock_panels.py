"""What the suite of QGIS asks of the dock's panels, asked under Qt 6."""

from __future__ import annotations

from ..qgis import test_dock_panels as suite

globals().update({name: value for name, value in vars(suite).items() if not name.startswith("__")})
