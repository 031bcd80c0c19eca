"""Ledger and workers from the toolbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from .conftest import MODEL, RunAlgorithm


def test_a_ledger_serves_the_second_run_also_with_workers(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "Buch é 冰"
    common = {"INPUT": str(sample / "scene.tif"), "MODEL": MODEL, "LEDGER": str(ledger)}
    found = [
        run("detect", OUTPUT=str(tmp_path / f"{name}.gpkg"), **common, **more).results["COUNT"]
        for name, more in (("one", {}), ("two", {}), ("workers", {"WORKERS": 1}))
    ]
    assert found[0] > 0
    assert found == [found[0]] * 3
    assert [path.name for path in ledger.glob("block-*.tif")] == ["block-00000-00000.tif"]
    with pytest.raises(QgsProcessingException, match="belongs to another run"):
        run("detect", OUTPUT=str(tmp_path / "c.gpkg"), **common, RESOLUTION=6)
    assert not (tmp_path / "c.gpkg").exists()
