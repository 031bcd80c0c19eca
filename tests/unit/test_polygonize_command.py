import shutil
import sqlite3
from contextlib import closing

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from engine_here import run
from probabilities import INSIDE, OUTSIDE, UTM, frozen, trace
from rasters import NORTH_UP, write_raster
from rock_glacier_inventory.engine.outlines.polygons import OutlineTracer, trace_raster
from rock_glacier_inventory.engine.outlines.probability_source import open_probability
from rock_glacier_inventory.engine.telling.report import SilentReport
from scipy import ndimage

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def field(height=400, width=300, seed=4):
    """Smooth probabilities from 0 to 1, shape (h, w)."""
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).random((height, width)), 9)
    return (((noise - noise.min()) / np.ptp(noise)) ** 1.4).astype(np.float32)


def write_bytes(path, values, **profile):
    """As `detect` writes them."""
    raster = write_raster(path, values[np.newaxis], **({"nodata": 255} | profile))
    with rasterio.open(raster, "r+") as dataset:
        dataset.scales = (1 / 254,)
        dataset.update_tags(model="glaciers-of-rock", model_sha256="ab" * 32)
    return raster


@pytest.fixture(scope="module")
def raster(tmp_path_factory):
    values = np.rint(field() * 254).astype(np.uint8)
    return write_bytes(
        tmp_path_factory.mktemp("Ordner é 冰") / "p r.tif", values, blockxsize=64, blockysize=64, tiled=True
    )


def polygonize(path, **settings):
    """Candidates of a probability raster."""
    with open_probability(path) as source:
        tracer = OutlineTracer(source.transform, source.crs, source.width, threshold=0.5, **settings)
        return [one for some in trace_raster(source, tracer, SilentReport()) for one in some]


def read(path):
    meta, _, geometry, values = pyogrio.raw.read(path, layer="candidates")
    return shapely.from_wkb(geometry), dict(zip(meta["fields"], values, strict=True)), meta["crs"]


def test_raster_to_candidates(tmp_path, raster):
    out, inventory = tmp_path / "Kandidaten 冰.gpkg", tmp_path / "i é.gpkg"
    assert run("create", "--output", inventory).code == 0
    done = run("polygonize", "--input", raster, "--output", out, "--inventory", inventory, "--minimum-area", "9000")
    expected = polygonize(raster, minimum_area=9000)
    shapes, values, crs = read(out)
    assert done.result["candidates"] == len(shapes) == len(expected) > 5
    assert crs == UTM
    assert [shape.geoms[0].wkb for shape in shapes] == [candidate.geometry.wkb for candidate in expected]
    assert list(values["AREA"]) == [candidate.area_m2 for candidate in expected]
    assert min(values["AREA"]) >= 9000
    assert list(values["PROB_MAX"]) == [candidate.probability_max for candidate in expected]
    in_inventory, copied, crs = read(inventory)
    assert crs == "EPSG:4326"
    assert len(in_inventory) == len(shapes)
    assert list(copied["CANDIDATE_ID"]) == list(values["CANDIDATE_ID"])
    with sqlite3.connect(out) as connection:
        row = connection.execute('SELECT "MODEL", "THRESHOLD", "MIN_AREA" FROM runs').fetchall()
    connection.close()
    assert row == [("glaciers-of-rock", 0.5, 9000.0)]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([out.name, inventory.name])


def test_into_the_inventory_alone(tmp_path, raster):
    inventory = tmp_path / "i.gpkg"
    run("create", "--output", inventory)
    done = run("polygonize", "--input", raster, "--inventory", inventory, "--model", "other", "--threshold", "0.6")
    assert done.result["candidates"] == len(read(inventory)[0]) > 0


def test_what_the_model_finds_is_told_by_the_raster_or_by_the_shipped_card(tmp_path, raster):
    told = shutil.copy(raster, tmp_path / "told.tif")
    with rasterio.open(told, "r+") as dataset:
        dataset.update_tags(target="moraine")
    of_card = "debris-covered glacier"
    for source, more, target in (
        (raster, (), None),
        (raster, ("--model", "debris-cover-s2"), of_card),
        (told, (), "moraine"),
        (told, ("--model", "another"), None),
    ):
        out = tmp_path / f"{len(list(tmp_path.iterdir()))}.gpkg"
        run("polygonize", "--input", source, "--output", out, *more)
        with closing(sqlite3.connect(out)) as connection:
            assert connection.execute("SELECT nullif(TARGET, '') FROM runs").fetchall() == [(target,)]


def test_an_empty_result_is_told_kindly(tmp_path, raster):
    out = tmp_path / "none.gpkg"
    done = run("polygonize", "--input", raster, "--output", out, "--minimum-area", "1e9")
    assert done.code == 0
    assert done.result["candidates"] == len(read(out)[0]) == 0
    assert len(done.warnings) == 1
    assert "lower threshold" in done.warnings[0]


def test_strips_of_a_file_are_those_of_the_array(tmp_path):
    values = np.rint(field(3000, 1500, seed=6) * 254).astype(np.uint8)
    path = write_bytes(tmp_path / "large.tif", values, tiled=True, blockxsize=256, blockysize=256)
    found = polygonize(path, tolerance=3.0)
    assert frozen(found) == frozen(trace(values, transform=NORTH_UP, crs=UTM, tolerance=3.0))
    assert len(found) > 100


@pytest.mark.parametrize(
    ("values", "profile", "scale"),
    [
        (field(), {}, None),
        (field().astype(np.float64), {"nodata": -9999.0}, None),
        (np.rint(field() * 100).astype(np.uint8), {}, 0.01),
        (np.rint(field() * 10_000).astype(np.int16), {"nodata": -1}, 0.0001),
        ((field() >= 0.5).astype(np.uint8), {"nodata": 255}, None),
    ],
)
def test_other_kinds_of_probabilities(tmp_path, values, profile, scale):
    path = write_raster(tmp_path / "p.tif", values[np.newaxis], **profile)
    with rasterio.open(path, "r+") as dataset:
        dataset.scales = (scale or 1.0,)
    found = polygonize(path, minimum_area=5000, fill_holes=0, tolerance=0)
    labels, count = ndimage.label(values.astype(np.float32) * np.float32(scale or 1.0) >= np.float32(0.5))
    sizes = np.bincount(labels.ravel())[1:] * 4.77**2
    assert count > 5
    assert len(found) == ((sizes * 1.0005) >= 5000).sum()
    assert sum(candidate.geometry.area for candidate in found) == pytest.approx(sizes[sizes >= 5000].sum())


def test_voids_of_floating_point_rasters_are_outside(tmp_path):
    values = np.full((40, 40), 0.9, np.float32)
    values[10:30, 10:30], values[0, 0] = -9999.0, np.nan
    path = write_raster(tmp_path / "p.tif", values[np.newaxis], nodata=-9999.0)
    (found,) = polygonize(path, minimum_area=0, tolerance=0)
    assert found.geometry.area == pytest.approx((1600 - 400 - 1) * 4.77**2)
    assert found.probability_mean == pytest.approx(0.9, abs=1e-6)


def some():
    values = np.full((60, 60), OUTSIDE, np.uint8)
    values[10:40, 10:40] = INSIDE
    return values


def text(path):
    path.write_text("no raster")
    return path


BYTES, FLAT = some()[np.newaxis], np.ones((1, 9, 9), np.float32)
BAD = {
    "missing": (lambda path: path, "There is no file"),
    "no raster": (text, "cannot be opened"),
    "bands": (lambda path: write_raster(path, np.zeros((3, 9, 9), np.uint8)), "has 3 bands"),
    "no system": (lambda path: write_raster(path, BYTES, crs=None), "no coordinate system"),
    "no place": (lambda path: write_raster(path, BYTES, transform=Affine.identity()), "no georeference"),
    "percent": (lambda path: write_raster(path, field()[np.newaxis] * 100), "from 0 to 100,"),
    "no scale": (lambda path: write_raster(path, BYTES, nodata=255), "from 20 to 200,"),
    "infinite": (lambda path: write_raster(path, FLAT * np.inf), "from inf to inf,"),
    "complex": (lambda path: write_raster(path, FLAT.astype(np.complex64)), "complex"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_rasters(tmp_path, name):
    make, said = BAD[name]
    path, out = make(tmp_path / "p 冰.tif"), tmp_path / "out.gpkg"
    done = run("polygonize", "--input", path, "--output", out)
    assert done.code == 1, done.log
    assert said in done.error
    assert str(path) in done.error
    assert "\n" not in done.error
    assert not out.exists()


def test_truncated_raster(tmp_path, raster):
    cut, out = tmp_path / "cut.tif", tmp_path / "out.gpkg"
    out.write_bytes(b"what was there before")
    cut.write_bytes(raster.read_bytes()[: raster.stat().st_size // 2])
    done = run("polygonize", "--input", cut, "--output", out)
    assert done.code == 1
    assert "truncated" in done.error or "damaged" in done.error
    assert out.read_bytes() == b"what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.tif", "out.gpkg"]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--threshold", "50"], 1, "threshold 50"),
        (["--minimum-area", "-1"], 1, "minimum area -1"),
        (["--tolerance", "-2"], 1, "tolerance -2"),
        (["--minimum-area", "large"], 2, None),
    ],
)
def test_bad_settings(tmp_path, raster, options, code, said):
    done = run("polygonize", "--input", raster, "--output", tmp_path / "out.gpkg", *options)
    assert done.code == code
    assert said is None or said in done.error
    assert list(tmp_path.iterdir()) == []


def test_somewhere_to_write_is_needed(tmp_path, raster):
    assert "give an output" in run("polygonize", "--input", raster).error
    done = run("polygonize", "--input", raster, "--output", tmp_path / "nowhere" / "out.gpkg")
    assert done.code == 1
    assert "does not exist" in done.error
    other = tmp_path / "other.gpkg"
    run("polygonize", "--input", raster, "--output", other)
    done = run("polygonize", "--input", raster, "--inventory", other)
    assert done.code == 1
    assert str(other) in done.error
