"""An inventory that QGIS makes in its own process, without an engine: it is the one that the engine makes."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from osgeo import osr
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException
from rock_glacier_inventory.processing_provider.adapters.engine import Engine

from .conftest import RunAlgorithm


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:4326",
        "EPSG:32645",
        "ESRI:54030",
        "EPSG:3395",
        "PROJ:+proj=laea +lat_0=45 +lon_0=7 +ellps=WGS84 +units=m +no_defs",
    ],
)
def test_what_qgis_creates_is_what_the_engine_creates(
    run: RunAlgorithm, engine: Engine, tmp_path: Path, crs: str
) -> None:
    """Without an engine QGIS makes the inventory, with Python's SQLite: not a byte of its tables is another."""
    ours, theirs = tmp_path / "ours.gpkg", tmp_path / "theirs.gpkg"
    run("createinventory", OUTPUT=str(ours), TITLE="Alps é", CRS=crs)
    asked = QgsCoordinateReferenceSystem(crs)
    words = asked.authid() or asked.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
    made = [*engine.prefix, "create", "--output", str(theirs), "--title", "Alps é", "--crs", words]
    subprocess.run(made, check=True)
    assert _all_of(ours) == _all_of(theirs)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def _all_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table with its rows, but what time it was, and how a coordinate system is written in WKT."""
    with closing(sqlite3.connect(path)) as connection:
        found = {"": connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()}
        for name in [name for kind, name, sql in found[""] if kind == "table" and "VIRTUAL" not in str(sql)]:
            found[name] = connection.execute(f'SELECT * FROM "{name}"').fetchall()
    found["gpkg_contents"] = [row[:4] + row[5:] for row in found["gpkg_contents"]]
    found["layer_styles"] = [row[:-1] for row in found["layer_styles"]]
    systems = found.pop("gpkg_spatial_ref_sys")
    found["systems"] = [row[:4] + row[5:] for row in systems]
    found["proj"] = [(_proj(row[4]),) for row in systems]
    found["inventory_info"] = [row for row in found["inventory_info"] if row[1] not in ("created", "crs")]
    return found


def _proj(wkt: str) -> str:
    """How a coordinate system is computed, however it is written; GDAL also writes shifts by nothing."""
    return (
        wkt if wkt == "undefined" else osr.SpatialReference(wkt).ExportToProj4().replace(" +towgs84=0,0,0,0,0,0,0", "")
    )


@pytest.mark.parametrize("crs", ["EPSG:4978", 'LOCAL_CS["site",UNIT["metre",1]]'])
def test_create_in_a_system_without_places(run: RunAlgorithm, tmp_path: Path, crs: str) -> None:
    with pytest.raises(QgsProcessingException, match="EPSG:4326"):
        run("createinventory", OUTPUT=str(tmp_path / "inventory.gpkg"), CRS=crs)
    assert list(tmp_path.iterdir()) == []


def test_create_where_nothing_can_be_written(run: RunAlgorithm, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="must be a GeoPackage"):
        run("createinventory", OUTPUT=str(tmp_path / "inventory.sqlite"))
    with pytest.raises(QgsProcessingException, match="bytes"):
        run("createinventory", OUTPUT=str(tmp_path / f"{'冰' * 90}.gpkg"))
    assert list(tmp_path.iterdir()) == []
