"""What QGIS loads with the plugin at its start: little, and nothing from the network.

How long that takes is measured in `benchmarks/plugin_load.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys

from ..conftest import ROOT

HEAVY = {"subprocess", "urllib.request", "http", "email", "xml", "ssl", "asyncio", "multiprocessing", "unittest"}
"""Of the standard library; what comes along beside them differs from one QGIS to the next."""
NOT_YET = (
    "rock_glacier_inventory.plugin.controller",
    "rock_glacier_inventory.plugin.modes",
    "rock_glacier_inventory.plugin.session.session",
    "rock_glacier_inventory.store.geopackage.store",
    "rock_glacier_inventory.engine",
    "rock_glacier_inventory.models",
)
"""Ours that are loaded when somebody wants them."""
MOST = 225


def test_little_is_loaded_at_the_start_of_qgis_and_nothing_asked_for() -> None:
    script = ROOT / "benchmarks" / "load_once.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    ours = [name for name in told["modules"] if name.partition(".")[0] == "rock_glacier_inventory"]
    assert "rock_glacier_inventory.plugin.dock.dock" in ours
    assert [name for name in ours if name.startswith(NOT_YET)] == []
    assert len(ours) <= MOST, "what is not seen at the start can be imported later"
    others = [name for name in told["modules"] if name not in ours]
    assert [name for name in others if any(f"{name}.".startswith(f"{heavy}.") for heavy in HEAVY)] == []
    known = {*sys.stdlib_module_names, "PyQt5", "PyQt6", "qgis"}
    assert [name for name in others if name.partition(".")[0] not in known] == []
    assert told["requests"] == []
