"""Inventories and detections on disk."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import plain_geopackage as geopackage
import pyogrio
import pytest
import shapely
from delivering import append_candidates, write_candidates
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas, to_pyproj, transform_geometries
from rock_glacier_inventory.engine.intake.candidate_rows import BATCH, candidate_rows, encode_polygons
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import Cancelled, UserError

ROOT = Path(__file__).resolve().parent.parent.parent
UTM = "EPSG:32645"


def squares(count, crs=UTM):
    """Candidates side by side, 100 m wide."""
    for index in range(count):
        outline = shapely.box(620_000 + index * 120, 3_080_000, 620_100 + index * 120, 3_080_100)
        yield Candidate(outline, 0.75, 0.9, float(ellipsoidal_areas([outline], crs)[0]))


def read(path, layer="candidates", columns=None):
    meta, _, wkb, values = pyogrio.raw.read(path, layer=layer, columns=columns)
    return meta["crs"], shapely.from_wkb(wkb), dict(zip(meta["fields"], values, strict=True))


def table(path, name):
    with geopackage.connect(path) as connection:
        cursor = connection.execute(f'SELECT * FROM "{name}"')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def test_each_value_of_a_candidate_stands_in_its_field_and_all_others_are_empty(run):
    """Fields that the schema gains are no places into which others slip."""
    (candidate,) = squares(1)
    (row,) = candidate_rows([replace(candidate, imagery="a.tif; b.tif")], run, UTM, UTM)
    told = dict(zip(schema.CANDIDATES.field_names, row[1:], strict=True))
    assert {name: value for name, value in told.items() if value is not None} == {
        "CANDIDATE_ID": f"{run.run_id}-000001",
        "RUN_ID": run.run_id,
        "PROB_MEAN": 0.75,
        "PROB_MAX": 0.9,
        "AREA": pytest.approx(candidate.area_m2),
        "STATE": "undecided",
        "SOUR_DATA": "a.tif; b.tif",
    }


@pytest.fixture
def inventory(tmp_path):
    path = tmp_path / "Inventar é 冰 1.gpkg"
    create_inventory(path, title="Himalaya é")
    return path


@pytest.fixture
def run():
    return new_run(
        "detect",
        "type=xyz&url=https://tiles.example.org/{z}/{x}/{y}?api_key=topsecret",
        crs=UTM,
        extent=(620_000, 3_080_000, 621_000, 3_081_000),
        model="simulated-alpine",
        model_sha256="ab" * 32,
        device="cpu",
        precision="bfloat16",
        resolution=4.77,
        threshold=0.5,
        minimum_area=10_000.0,
        tolerance=2.0,
        parameters={"area": None, "source": "https://u:p4ss@example.org/x"},
    )


def test_a_new_inventory_is_empty_and_whole(inventory):
    with geopackage.connect(inventory) as connection:
        geopackage.check_inventory(connection, inventory)
        assert geopackage.read_info(connection)["title"] == "Himalaya é"
        assert geopackage.read_info(connection)["crs"] == "EPSG:4326"
        assert geopackage.read_info(connection)["schema_version"] == str(schema.SCHEMA_VERSION)
    assert [path.name for path in inventory.parent.iterdir()] == [inventory.name]


def test_an_inventory_is_never_overwritten_unless_asked(inventory, run):
    append_candidates(inventory, run, squares(1), UTM)
    before = inventory.read_bytes()
    with pytest.raises(UserError, match="not overwritten"):
        create_inventory(inventory)
    with pytest.raises(UserError, match="not understood"):
        create_inventory(inventory, crs="EPSG:999999", replace=True)
    assert inventory.read_bytes() == before
    create_inventory(inventory, crs="EPSG:3857", replace=True)
    assert len(read(inventory)[1]) == 0
    assert read(inventory)[0] == "EPSG:3857"


@pytest.mark.parametrize(
    "crs", ["EPSG:32645", "EPSG:3031", "ESRI:102025", "+proj=laea +lat_0=30 +lon_0=90 +ellps=WGS84"]
)
def test_any_coordinate_system_comes_back(tmp_path, crs):
    path = tmp_path / "a.gpkg"
    create_inventory(path, crs=crs)
    told = to_pyproj(pyogrio.read_info(path, layer="candidates")["crs"])
    assert told.equals(to_pyproj(crs), ignore_axis_order=True)


@pytest.mark.parametrize(
    ("name", "words"), [("a.shp", ".gpkg"), ("none/a.gpkg", "does not exist"), ("file/a.gpkg", "does not exist")]
)
def test_where_nothing_can_be_created(tmp_path, name, words):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match=words):
        create_inventory(tmp_path / name)
    with pytest.raises(UserError, match=words):
        write_candidates(tmp_path / name, new_run("detect", "x"), squares(1), UTM)


def test_a_detection_has_its_own_file_in_the_scenes_system(tmp_path, run):
    path = tmp_path / "K é 冰.gpkg"
    assert write_candidates(path, run, squares(3), UTM) == 3
    crs, outlines, values = read(path)
    assert crs == UTM
    assert {name for name, _ in pyogrio.list_layers(path)} == {"candidates", "runs", "layer_styles"}
    assert (shapely.get_type_id(outlines) == shapely.GeometryType.MULTIPOLYGON).all()
    assert outlines[1].equals(shapely.box(620_120, 3_080_000, 620_220, 3_080_100))
    assert set(values["STATE"]) == {"undecided"}
    assert set(values["RUN_ID"]) == {run.run_id}
    assert values["PROB_MEAN"].tolist() == [0.75] * 3
    assert values["PROB_MAX"].tolist() == [0.9] * 3
    assert values["AREA"] == pytest.approx(10_000, rel=2e-3)
    assert len(set(values["CANDIDATE_ID"])) == 3


def test_the_run_can_be_repeated_and_holds_no_secret(tmp_path, run):
    path = tmp_path / "k.gpkg"
    write_candidates(path, run, squares(2), UTM)
    (row,) = table(path, "runs")
    assert row["TIME"].endswith("Z")
    assert row["COMMAND"] == "detect"
    assert row["CRS"] == UTM
    assert row["EXTENT"] == "620000, 3080000, 621000, 3081000"
    assert row["MODEL_HASH"] == "ab" * 32
    assert (row["RESOLUTION"], row["THRESHOLD"], row["MIN_AREA"], row["TOLERANCE"]) == (4.77, 0.5, 10_000, 2)
    assert row["FEATURES"] == 2
    assert row["SECONDS"] >= 0
    assert "***" in row["SOURCE"]
    assert json.loads(row["PARAMETERS"])["source"] == "https://***@example.org/x"
    content = path.read_bytes()
    assert b"topsecret" not in content
    assert b"p4ss" not in content


def test_a_file_that_exists_is_replaced_only_on_success(tmp_path, run):
    path = tmp_path / "k.gpkg"
    write_candidates(path, run, squares(2), UTM)
    before = path.read_bytes()

    def stopped():
        yield from squares(1500)
        raise Cancelled

    with pytest.raises(Cancelled):
        write_candidates(path, run, stopped(), UTM)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["k.gpkg"]
    assert write_candidates(path, run, squares(0), UTM) == 0
    assert len(read(path)[1]) == 0


def test_appending_reprojects_and_journals(inventory, run):
    assert append_candidates(inventory, run, squares(3), UTM).added == 3
    crs, outlines, values = read(inventory)
    assert crs == "EPSG:4326"
    assert values["AREA"] == pytest.approx(ellipsoidal_areas(outlines, crs), rel=1e-5)
    back = transform_geometries(outlines, crs, UTM)
    expected = [candidate.geometry for candidate in squares(3)]
    assert max(shapely.hausdorff_distance(back, expected)) < 0.001
    (journal,) = table(inventory, "journal")
    assert journal["OPERATION"] == "append"
    assert json.loads(journal["TOUCHED"]) == {"candidates": {"run": run.run_id, "count": 3}}
    assert [row["RUN_ID"] for row in table(inventory, "runs")] == [run.run_id]


def test_identifiers_are_unique_over_runs_and_one_run_is_added_once(inventory, run):
    append_candidates(inventory, run, squares(3), UTM)
    append_candidates(inventory, new_run("detect", "b"), squares(3), UTM)
    assert len(set(read(inventory)[2]["CANDIDATE_ID"])) == 6
    with pytest.raises(UserError, match="already holds the run"):
        append_candidates(inventory, run, squares(3), UTM)
    assert len(read(inventory)[1]) == 6


def test_what_is_invalid_is_repaired_and_always_multipolygon(inventory, run):
    bowtie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    raised = shapely.from_wkt("POLYGON Z ((5 5 1, 6 5 1, 6 6 1, 5 5 1))")
    append_candidates(inventory, run, [Candidate(shape, 0.5, 0.5, 1.0) for shape in (bowtie, raised)], "EPSG:4326")
    outlines = read(inventory)[1]
    assert shapely.is_valid(outlines).all()
    assert not shapely.has_z(outlines).any()
    assert (shapely.get_type_id(outlines) == shapely.GeometryType.MULTIPOLYGON).all()
    assert outlines[0].area == pytest.approx(2.0)


def test_candidates_are_read_once_and_never_all_held(inventory, run):
    """A batch that was written is let go: at any time about one batch of candidates is alive."""

    class Watched:  # a candidate is slotted and frozen; this one can be watched
        def __init__(self, candidate):
            self.geometry, self.area_m2 = candidate.geometry, candidate.area_m2
            self.probability_mean, self.probability_max, self.probability_sd = 0.5, 0.5, None
            self.imagery = candidate.imagery

    alive = weakref.WeakSet()
    most = 0

    def watched():
        nonlocal most
        for candidate in squares(10 * BATCH):
            item = Watched(candidate)
            alive.add(item)
            most = max(most, len(alive))
            yield item

    assert append_candidates(inventory, run, watched(), UTM).added == 10 * BATCH
    assert most <= 2 * BATCH + 2


def test_the_inventory_is_not_locked_while_a_detection_runs(inventory, run):
    def slow():
        yield from squares(2)
        other = sqlite3.connect(inventory, timeout=0)
        other.execute("UPDATE inventory_info SET VALUE = 'meanwhile' WHERE KEY = 'title'")
        other.commit()
        other.close()

    assert append_candidates(inventory, run, slow(), UTM).added == 2


def test_an_error_or_a_stop_while_appending_changes_nothing(inventory, run):
    append_candidates(inventory, run, squares(2), UTM)
    before = inventory.read_bytes()

    def stopped():
        yield from squares(2500)
        raise Cancelled

    with pytest.raises(Cancelled):
        append_candidates(inventory, new_run("detect", "x"), stopped(), UTM)
    assert inventory.read_bytes() == before


def test_a_locked_inventory_is_told(inventory, run, monkeypatch):
    monkeypatch.setattr("rock_glacier_inventory.engine.runs.inventories.SECONDS_TO_WAIT", 0.05)
    other = sqlite3.connect(inventory, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="locked by another program"):
        append_candidates(inventory, run, squares(1), UTM)
    other.close()
    assert append_candidates(inventory, run, squares(1), UTM).added == 1


def test_appending_beside_an_open_qgis_which_uses_wal(inventory, run):
    qgis = sqlite3.connect(inventory)
    qgis.execute("PRAGMA journal_mode = WAL")
    reading = qgis.execute("SELECT * FROM candidates")
    assert append_candidates(inventory, run, squares(3), UTM).added == 3
    reading.close()
    assert qgis.execute("SELECT count(*) FROM candidates").fetchone() == (3,)
    qgis.close()
    assert len(read(inventory)[1]) == 3


def test_only_an_inventory_of_our_version_is_appended_to(tmp_path, inventory, run):
    detection = tmp_path / "d.gpkg"
    write_candidates(detection, run, squares(1), UTM)
    with pytest.raises(UserError, match="not an inventory"):
        append_candidates(detection, run, squares(1), UTM)
    with pytest.raises(UserError, match="There is no file"):
        append_candidates(tmp_path / "none.gpkg", run, squares(1), UTM)
    connection = sqlite3.connect(inventory)
    connection.execute("UPDATE inventory_info SET VALUE = '99' WHERE KEY = 'schema_version'")
    connection.commit()
    connection.close()
    before = inventory.read_bytes()
    with pytest.raises(UserError, match="update the plugin"):
        append_candidates(inventory, run, squares(1), UTM)
    assert inventory.read_bytes() == before


def test_coordinates_beyond_the_inventorys_system_are_told(inventory, run):
    nowhere = Candidate(shapely.box(1e12, 1e12, 1e12 + 1, 1e12 + 1), 0.5, 0.5, 1.0)
    with pytest.raises(UserError, match="converted"):
        append_candidates(inventory, run, [nowhere], UTM)
    assert len(read(inventory)[1]) == 0


_APPENDER = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("conftest", sys.argv[1])
m = importlib.util.module_from_spec(spec)
spec.loader.exec_module(m)
from pathlib import Path
import shapely
sys.path.insert(0, str(Path(sys.argv[1]).parent / "unit"))
from delivering import append_candidates, write_candidates
from delivering import append_candidates
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
def some():
    for i in range(6000):
        yield Candidate(shapely.box(i, 0, i + 0.5, 1), 0.5, 0.5, 1.0)
    print("read", flush=True)
append_candidates(Path(sys.argv[2]), new_run("detect", "x"), some(), "EPSG:3857")
print("done", flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.1])
def test_kill_9_while_appending_leaves_all_or_nothing(tmp_path, delay):
    path = tmp_path / "a.gpkg"
    create_inventory(path, crs="EPSG:3857")
    child = subprocess.Popen(
        [sys.executable, "-c", _APPENDER, str(ROOT / "tests" / "conftest.py"), str(path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "read\n"
    time.sleep(delay)
    child.kill()
    said = child.stdout.read()
    child.wait()
    child.stdout.close()
    with geopackage.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = [
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("candidates", "runs", "journal", "rtree_candidates_geom")
        ]
    assert found in ([0, 0, 0, 0], [6000, 1, 1, 6000])
    assert found[0] or not said, "what was called done is on disk"


def test_qgis_can_lay_out_a_file_without_the_engines_libraries():
    """`store` alone, in a Python that has none of numpy, shapely and pyproj loaded."""
    script = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('p', {str(ROOT / '__init__.py')!r}, "
        f"submodule_search_locations=[{str(ROOT)!r}])\n"
        "m = importlib.util.module_from_spec(spec); sys.modules['p'] = m; spec.loader.exec_module(m)\n"
        "from p.inventory import schema\n"
        "from p.store.opening import create_store\n"
        "from p.store.geopackage.layout import WGS84\n"
        "from pathlib import Path\n"
        "create_store(Path(sys.argv[1]), schema.LAYERS, WGS84)\n"
        "assert not {'numpy', 'shapely', 'pyproj'} & set(sys.modules)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        subprocess.run([sys.executable, "-c", script, str(path)], check=True)
        assert pyogrio.read_info(path, layer="rock_glaciers")["crs"] == "EPSG:4326"


def test_times_and_numbers_are_plain(tmp_path):
    path = tmp_path / "k.gpkg"
    strange = Candidate(shapely.box(0, 0, 1, 1), np.float32(0.5), float("nan"), np.float64(3))
    write_candidates(path, new_run("detect", "x"), [strange], UTM)
    (row,) = table(path, "candidates")
    assert (row["PROB_MEAN"], row["PROB_MAX"], row["AREA"]) == (0.5, None, 3.0)
    assert isinstance(row["PROB_MEAN"], float)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32719", "EPSG:3031", "EPSG:2053"])
def test_outlines_are_turned_as_geopackage_wants_it(crs):
    """Exteriors counter-clockwise and holes clockwise, also after a repair and in a system that mirrors."""
    hole = shapely.Polygon([(0, 0), (0, 3), (3, 3), (3, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    drawn = [hole, hole.reverse(), bow, shapely.MultiPolygon([hole, shapely.box(5, 5, 6, 6, ccw=False)])]
    drawn = [shapely.transform(shape, lambda points: points * 0.01 + (17, -30)) for shape in drawn]
    for written in shapely.from_wkb(encode_polygons(drawn, "EPSG:4326", crs)):
        assert not shapely.is_empty(written)
        for part in written.geoms:
            assert part.exterior.is_ccw
            assert not any(ring.is_ccw for ring in part.interiors)
