"""When candidates are written while a search goes on, without a search: rows and candidates by hand."""

import sqlite3
from contextlib import closing, contextmanager

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from known_ground import HASH, LEFT, PIXEL, SIDE, TOP, UTM, box, search
from mapping import assert_whole, rows_of
from rasters import write_raster
from rock_glacier_inventory.engine.intake import as_found
from rock_glacier_inventory.engine.intake.delivery import Delivery
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.intake.searched_ground import SearchedGround
from rock_glacier_inventory.engine.intake.taking_in import Taken
from rock_glacier_inventory.engine.jobs.polygonizing import polygonize_to_files
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import Cancelled, UserError
from rock_glacier_inventory.inventory.requests.detection import PolygonizeRequest
from rock_glacier_inventory.inventory.schema import CANDIDATES, RUNS


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "Inventar é 冰.gpkg"
    create_inventory(path)
    return path


class Going:
    """A run that goes on, by hand."""

    def __init__(self, path):
        self.run = new_run("detect", "s.tif", model="m", model_sha256=HASH, resolution=PIXEL)
        self.ground = SearchedGround(path, self.run, Affine(PIXEL, 0, LEFT, 0, -PIXEL, TOP), UTM, SIDE, SIDE)
        self.report = SilentReport()
        self.found = Delivery(None, path, self.run, UTM, self.ground, self.report)

    def rows(self, count):
        self.ground.add_rows(np.zeros((count, SIDE), np.uint8))

    def add(self, *shapes):
        self.found.add([Candidate(shape, 0.7, 0.9, shape.area) for shape in shapes])

    def told(self):
        return [(one.candidates, one.total, one.replaced, one.known) for one in self.report.founds]


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(as_found, "SECONDS_BETWEEN_WRITES", 0.0)
    monkeypatch.setattr(as_found, "SECONDS_BEFORE_ANOTHER_TRY", 0.0)
    monkeypatch.setattr(as_found, "SECONDS_FOR_OTHERS", 0.05)


def test_one_that_may_replace_an_older_one_waits_for_the_rows_of_that(path, at_once):
    search(path, [box(10, 10, 40, 80), box(200, 10, 40)])
    going = Going(path)
    going.rows(60)
    going.add(box(10, 10, 40, 45), box(200, 10, 40))
    # The first of the older ones reaches down to row 90, which may have no data.
    assert list(rows_of(path, CANDIDATES)) == [1, 3]
    assert going.told() == [(1, 1, 1, 0)]
    going.rows(60)
    going.found.pause()
    assert going.told()[-1] == (1, 2, 2, 0)
    going.rows(SIDE - 120)
    assert going.found.finish() == Taken(added=2, known=0, replaced=2, overlapping=0)
    assert list(rows_of(path, CANDIDATES)) == [3, 4]
    assert_whole(path)


def test_those_not_found_again_go_only_at_the_end(path, at_once):
    search(path, [box(10, 10), box(200, 300)])
    going = Going(path)
    going.rows(100)
    going.add(box(100, 20))
    assert list(rows_of(path, CANDIDATES)) == [1, 2, 3]
    going.rows(300)
    going.found.pause()
    assert list(rows_of(path, CANDIDATES)) == [1, 2, 3]
    going.found.finish()
    assert list(rows_of(path, CANDIDATES)) == [3]
    assert going.told() == [(1, 1, 0, 0), (0, 1, 2, 0)]


def test_a_moment_is_gathered_and_many_are_not(path, monkeypatch):
    monkeypatch.setattr(as_found, "SECONDS_BETWEEN_WRITES", 1e6)
    going = Going(path)
    going.rows(SIDE)
    going.add(box(0, 0, 4))
    going.add(box(10, 0, 4))
    assert [one[0] for one in going.told()] == [1], "the very first is told at once"
    going.add(*(box(5 * number % 390, 10 + number // 78 * 5, 4) for number in range(as_found.MOST_TO_WAIT)))
    assert [one[0] for one in going.told()] == [1, as_found.MOST_TO_WAIT + 1]
    names = [row["CANDIDATE_ID"] for row in rows_of(path, CANDIDATES).values()]
    assert names == [f"{going.run.run_id}-{number:06d}" for number in range(1, len(names) + 1)]


@contextmanager
def locked(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def test_while_it_is_locked_they_wait_and_are_tried_again(path, at_once, monkeypatch):
    going = Going(path)
    going.rows(SIDE)
    with locked(path):
        going.add(box(0, 0))
        going.found.pause()
    assert going.told() == [] and not rows_of(path, CANDIDATES)
    going.found.pause()
    assert going.told() == [(1, 1, 0, 0)]
    monkeypatch.setattr("rock_glacier_inventory.engine.runs.inventories.SECONDS_TO_WAIT", 0.05)
    with locked(path), pytest.raises(UserError, match="locked by another program"):
        going.found.finish()
    (run,) = rows_of(path, RUNS).values()
    assert '"complete": false' in run["PARAMETERS"]


def test_a_stop_writes_what_waits_and_says_what_is_kept(path, monkeypatch):
    monkeypatch.setattr(as_found, "SECONDS_BETWEEN_WRITES", 1e6)
    going = Going(path)
    going.rows(100)
    with pytest.raises(Cancelled, match="the 2 candidates that were found before are in"):
        with going.found.kept_on_a_stop():
            going.add(box(0, 0))
            going.add(box(100, 0))
            raise Cancelled
    (run,) = rows_of(path, RUNS).values()
    assert run["FEATURES"] == len(rows_of(path, CANDIDATES)) == 2
    assert '"complete": false' in run["PARAMETERS"]
    with pytest.raises(Cancelled, match="nothing was changed"), Going(path).found.kept_on_a_stop():
        raise Cancelled
    assert len(rows_of(path, RUNS)) == 1


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_outlining_a_raster_again_adds_nothing_twice(tmp_path, path, kind):
    values = np.full((1, 200, 200), 0.1, np.float32)
    values[:, 20:80, 20:80] = values[:, 120:180, 20:80] = values[:, 20:80, 120:180] = 0.9
    void, name = (255, "p.tif") if kind is np.uint8 else (np.nan, "q.tif")
    stored = np.rint(values * 254).astype(np.uint8) if kind is np.uint8 else values
    told = []
    for part in range(3):
        if part == 2:  # the lower part and a column in the upper right one are not known any more
            stored[:, 100:] = stored[:, :, 150] = void
        raster = write_raster(tmp_path / name, stored, nodata=void)
        if kind is np.uint8:  # as `detect` writes them
            with rasterio.open(raster, "r+") as dataset:
                dataset.scales = (1 / 254,)
        request = PolygonizeRequest(input=raster, inventory=path, threshold=0.5 + part / 10, minimum_area=1000)
        result = polygonize_to_files(request, SilentReport())
        told.append((result["added"], result["known"], result["replaced"]))
    assert told[:2] == [(3, 0, 0), (3, 0, 3)]
    assert told[2] == (1, 2, 1), "two halves of one that is whole in the inventory"
    assert len(rows_of(path, CANDIDATES)) == 3


@pytest.mark.parametrize("listens", [True, False])
def test_an_outline_without_a_place_in_the_inventory_leaves_all_of_them_in_a_file(tmp_path, at_once, listens):
    """A quarter of the Earth away nothing has a place in a UTM zone: what was there stays, and nothing is lost."""
    path = tmp_path / "Inventar é 冰.gpkg"
    create_inventory(path, "EPSG:32645")
    degrees = [shapely.box(87.0, 28.0, 87.001, 28.001), shapely.box(176.9, -0.1, 177.1, 0.1)]
    outlines = [Candidate(outline, 0.6, 0.7, 1.0) for outline in [*degrees, degrees[0]]]
    report = SilentReport()
    delivery = Delivery(None, path, new_run("detect", "scene.tif"), "EPSG:4326", None, report if listens else None)
    with closing(delivery):
        for outline in outlines:
            delivery.add([outline])
        with pytest.raises(UserError, match=r"The candidates of this run are kept in (.+)\.$") as told:
            delivery.finish()
    (kept,) = path.parent.glob("* candidates *.gpkg")
    assert str(kept) in told.value.message
    found = pyogrio.raw.read(kept, layer="candidates")
    assert pyogrio.read_info(kept, layer="candidates")["crs"] == "EPSG:4326"
    areas = [shapely.from_wkb(wkb).symmetric_difference(one.geometry).area for wkb, one in zip(found[2], outlines)]
    assert areas == pytest.approx([0, 0, 0], abs=1e-9)
    assert pyogrio.read_info(path, layer="candidates")["features"] == (1 if listens else 0)
