"""Units that are proposed for a system: pieces that fill the outline, cuts by strength, and a word where none is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import filling_inventories as inventories
import numpy as np
import pyogrio
import pytest
import shapely
from affine import Affine
from engine_here import run
from rasters import write_raster
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.simulation.systems import System
from rock_glacier_inventory.engine.simulation.systems.coarse import coarse_dem
from rock_glacier_inventory.engine.simulation.systems.seeds import DEVELOPMENT
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.engine.units.bodies import bodies_of, lines_along
from rock_glacier_inventory.engine.units.forms import FORMS, forms_of
from rock_glacier_inventory.engine.units.ground import local_ground
from rock_glacier_inventory.engine.units.joining import _in_order
from rock_glacier_inventory.engine.units.parting import part
from rock_glacier_inventory.engine.units.proposing import Proposal, propose
from rock_glacier_inventory.engine.units.seams import MEASURES
from rock_glacier_inventory.engine.units.weights import FILE, weights_for
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS
from simulated_systems import across_180_degrees, cut_at_180, system, tongue

UTM = "EPSG:32645"


def _dem(folder: Path, one: System, **changed: Any) -> Path:
    return write_raster(folder / "dem é.tif", one.dem[None], **{"crs": one.crs, "transform": one.transform, **changed})


def _proposed(one: System, dem_file: Path, outline: Any = None, crs: str = UTM) -> Proposal:
    with open_dem(dem_file, SilentReport()) as dem:
        return propose(one.outline if outline is None else outline, crs, dem, 0.6)


def _best_overlaps(found: Proposal, one: System) -> list[float]:
    """Of each true unit, the best intersection over union with a proposed one."""
    return [max(unit.intersection(piece).area / unit.union(piece).area for piece in found.units) for unit in one.units]


@pytest.fixture(scope="module")
def two() -> System:
    return system(2)


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A single unit and a system of three, which is a candidate too; the DEM covers the system only."""
    folder = tmp_path_factory.mktemp("units é")
    path = inventories.make(folder / "i.gpkg", UTM)
    shapes = [system(1, "single").outline, system(3).outline]
    names = ["RGU303030N0853030E", "RGU303031N0853031E"]
    inventories.put(path, ROCK_GLACIERS, shapes, ID=names)
    inventories.put(path, CANDIDATES, [system(3).outline], CANDIDATE_ID=["run-1"], STATE=["undecided"])
    _dem(folder, system(3))
    return path


def test_basins_are_parted_where_they_meet_and_shallow_ones_run_over() -> None:
    profile = np.array([0.0, 3, 1, 8, 2, 5, 4.5, 9])[None]
    inside = np.ones_like(profile, bool)
    assert part(profile, inside, 2.5).tolist()[0][:3] == [1, 1, 1]
    assert len(np.unique(part(profile, inside, 2.5))) == 2
    assert len(np.unique(part(profile, inside, 1.5))) == 3
    assert part(profile, np.zeros_like(inside), 1.0).max() == 0


@pytest.mark.parametrize(("name", "resolution"), [("fine", 10.0), ("coarse", 30.0)])
def test_each_measure_has_its_weight_and_comes_from_seeds_to_develop_with(name: str, resolution: float) -> None:
    weights = weights_for(resolution)
    assert (weights.forms.names, weights.seams.names) == (FORMS, MEASURES)
    assert weights.sums.shape == (len(FORMS), len(weights.second)) and weights.seam.shape == (len(MEASURES),)
    told = json.loads(FILE.read_text("utf-8"))[name]
    assert told["provenance"]["seeds"] == [DEVELOPMENT.start, DEVELOPMENT.stop - 1]
    assert told["cells"]["constant"] == weights.constant


def _forms(z: np.ndarray, inside: np.ndarray) -> dict[str, np.ndarray]:
    """Each measure as a map; NaN outside."""
    along = lines_along(z, inside, 10.0)
    maps = np.full((len(FORMS), *z.shape), np.nan)
    maps[:, inside] = forms_of(bodies_of(z, inside, 10.0, along), along, inside, 10.0).T
    return dict(zip(FORMS, maps, strict=True))


def test_a_furrow_down_the_slope_is_bent_across_and_a_front_along() -> None:
    rows, columns = np.mgrid[0:90, 0:90] * 10.0
    inside = (abs(rows - 445) < 300) & (abs(columns - 445) < 200)
    furrow = _forms(3000 - 0.3 * rows - 8 * np.exp(-(((columns - 445) / 25) ** 2)), inside)
    assert np.nanargmax(furrow["bent across along the slope 24 m"][45]) in (44, 45)
    assert furrow["bent across 24 m"][45, 44] > 3 * abs(furrow["bent along 24 m"][45, 44])
    front = _forms(3000 - 0.3 * rows - 10 * np.tanh((rows - 445) / 30), inside)
    assert abs(np.nanargmax(front["steeper 14 m"][:, 45]) - 44.5) < 1
    assert front["bent along 24 m"][47, 45] > 20 * abs(front["bent across 24 m"][47, 45])


def test_ridges_fan_out_on_a_back_and_meet_in_a_seam() -> None:
    rows, columns = np.mgrid[0:90, 0:120] * 10.0
    inside = (abs(rows - 445) < 300) & (abs(columns - 595) < 500)
    side = abs(columns - 595) - 250  # two bodies, whose middles lie 500 m apart; the seam at 595
    arcs = np.sin(2 * np.pi * (rows + side**2 / 400) / 60)
    fan = _forms(3000 - 0.3 * rows + arcs, inside)["ridges fan along 45 m"][45]
    assert fan[59] < -0.2 < 0.02 < min(fan[34], fan[84])


def test_mirrored_ground_has_the_same_forms(two: System) -> None:
    z = two.dem.astype(float)[:80, :80]
    inside = np.zeros(z.shape, bool)
    inside[20:60, 25:50] = True
    plain, mirrored = _forms(z, inside), _forms(z[:, ::-1], inside[:, ::-1])
    for name in FORMS:
        assert np.allclose(plain[name], mirrored[name][:, ::-1], equal_nan=True, atol=1e-6), name


def test_how_high_the_ground_lies_changes_nothing() -> None:
    rows, columns = np.mgrid[0:60, 0:60] * 10.0
    inside = (abs(rows - 295) < 200) & (abs(columns - 295) < 150)
    z = -0.3 * rows + 5 * np.sin(columns / 30) + 3 * np.sin(rows / 20)
    low, high = _forms(z, inside), _forms(z + 6000, inside)
    for name in FORMS:
        assert np.allclose(low[name], high[name], equal_nan=True, atol=1e-6), name


def test_a_system_is_parted_into_its_units(tmp_path: Path) -> None:
    one = system(3)
    found = _proposed(one, _dem(tmp_path, one))
    assert len(found.units) == 3
    assert min(_best_overlaps(found, one)) > 0.5
    assert np.mean(_best_overlaps(found, one)) > 0.75


def test_the_units_are_the_outline_without_gap_or_overlap(tmp_path: Path) -> None:
    one = system(5)
    found = _proposed(one, _dem(tmp_path, one))
    assert len(found.units) > 2
    union = shapely.union_all(found.units)
    assert union.symmetric_difference(one.outline).area < 1e-3
    assert sum(unit.area for unit in found.units) == pytest.approx(union.area, abs=1e-3)
    corners = {tuple(point) for unit in found.units for point in shapely.get_coordinates(unit)}
    assert {tuple(point) for point in shapely.get_coordinates(one.outline)} <= corners
    assert all(unit.geom_type == "Polygon" for unit in found.units)


def test_cuts_come_in_the_order_of_their_strength_and_part_from_an_earlier_unit(tmp_path: Path) -> None:
    one = system(5)
    found = _proposed(one, _dem(tmp_path, one))
    assert [cut.number for cut in found.cuts] == list(range(1, len(found.units)))
    strengths = [cut.strength for cut in found.cuts]
    assert strengths == sorted(strengths, reverse=True)
    assert all(0.6 <= strength <= 1 for strength in strengths)
    assert all(1 <= cut.parent <= cut.number for cut in found.cuts)
    for cut in found.cuts:
        own, other = found.units[cut.number], found.units[cut.parent - 1]
        assert own.buffer(1e-6).intersects(cut.line)
        assert not cut.line.is_empty
        assert cut.number != len(found.cuts) or other.buffer(1e-6).intersects(cut.line)


def test_a_cut_is_never_surer_than_those_before_it() -> None:
    labels = np.array([[1, 2, 3, 4]], np.int32)
    parted = _in_order(labels, [(3, 4, 1.5), (2, 3, 0.5), (1, 2, 3.0)])
    assert parted.labels.tolist() == [[1, 2, 3, 4]]
    assert parted.parent == [0, 1, 2, 3]
    assert np.round(parted.strength, 2).tolist() == [1.0, 0.95, 0.82, 0.82]


def test_one_body_is_one_unit(tmp_path: Path) -> None:
    one = tongue()
    found = _proposed(one, _dem(tmp_path, one))
    assert len(found.units) == 1
    assert found.cuts == []
    assert found.units[0].equals(one.outline)


def test_degrees_and_feet_and_a_dem_upside_down_find_the_same_units(tmp_path: Path) -> None:
    one = system(3)
    plain = _proposed(one, _dem(tmp_path, one))
    degrees = transform_geometries([one.outline], UTM, "EPSG:4326")[0]
    flipped = one.transform @ Affine(1, 0, 0, 0, -1, one.dem.shape[0])
    upside_down = write_raster(tmp_path / "b.tif", one.dem[None, ::-1], crs=UTM, transform=flipped)
    found = _proposed(one, upside_down, degrees, "EPSG:4326")
    back = transform_geometries(found.units, "EPSG:4326", UTM)
    assert len(back) == len(plain.units)
    for unit, twin in zip(plain.units, back, strict=True):
        assert unit.intersection(twin).area / unit.union(twin).area > 0.98


def test_a_system_on_both_sides_of_180_degrees(tmp_path: Path) -> None:
    one = system(3)
    plain = _proposed(one, _dem(tmp_path, one))
    moved = across_180_degrees(one)
    dem = _dem(tmp_path, moved)
    degrees = transform_geometries([moved.outline], moved.crs, "EPSG:4326")[0]
    wide = shapely.transform(degrees, lambda xy: np.column_stack((xy[:, 0] % 360, xy[:, 1])))
    assert wide.bounds[0] < 180 < wide.bounds[2]
    found = _proposed(one, dem, wide, "EPSG:4326")
    assert len(found.units) == len(plain.units)
    assert shapely.union_all(found.units).symmetric_difference(wide).area < 1e-9


def test_a_dem_that_covers_half_is_a_sentence(tmp_path: Path, two: System) -> None:
    half = two.dem.astype(np.float32).copy()
    half[: half.shape[0] // 2] = -9999
    dem = write_raster(tmp_path / "half.tif", half[None], crs=UTM, transform=two.transform, nodata=-9999)
    with pytest.raises(UserError, match=r"half.tif tells the elevation of \d+ % of this outline"):
        _proposed(two, dem)


def test_a_few_voids_do_not_matter(tmp_path: Path) -> None:
    one = system(3)
    holed = one.dem.copy()
    column, row = ~one.transform @ (one.outline.centroid.x, one.outline.centroid.y)
    holed[int(row) : int(row) + 3, int(column) : int(column) + 3] = -9999
    dem = write_raster(tmp_path / "holed.tif", holed[None], crs=UTM, transform=one.transform, nodata=-9999)
    assert len(_proposed(one, dem).units) == 3


def test_the_command_writes_units_and_cuts_beside_the_inventory(tmp_path: Path, inventory: Path) -> None:
    before, output = inventory.read_bytes(), tmp_path / "units.gpkg"
    done = run("units", "--inventory", inventory, "--dem", inventory.with_name("dem é.tif"), "--output", output)
    assert done.code == 0, done.log
    values = done.messages[-1]["result"]
    assert (values["features"], values["systems"], values["units"]) == (1, 1, 3)
    assert any("DEM does not cover" in message.get("warning", "") for message in done.messages)
    units, cuts = (pyogrio.read_info(output, layer=layer) for layer in ("units", "cuts"))
    assert (units["features"], cuts["features"]) == (3, 2)
    meta, _, wkb, fields = pyogrio.raw.read(output, layer="units")
    told = dict(zip(meta["fields"], fields, strict=True))
    assert told["SYSTEM"].tolist() == ["RGU303031N0853031E"] * 3
    assert told["UNIT"].tolist() == [1, 2, 3]
    assert told["AREA"].sum() == pytest.approx(system(3).outline.area, rel=0.01)
    assert json.loads(told["METHOD"][0])["dem"] == "dem é.tif"
    assert len(wkb) == 3
    assert inventory.read_bytes() == before


def test_the_command_tells_a_program_what_is_proposed_for_one_feature(inventory: Path) -> None:
    dem = inventory.with_name("dem é.tif")
    done = run("units", "--inventory", inventory, "--layer", "candidates", "--feature", "run-1", "--dem", dem)
    (told,) = done.messages[-1]["result"]["proposals"]
    assert (told["feature"], told["layer"], len(told["units"]), len(told["cuts"])) == (1, "candidates", 3, 2)
    union = shapely.union_all(shapely.from_wkt(told["units"]))
    assert union.symmetric_difference(system(3).outline).area < 1e-3
    assert json.loads(told["method"])["method"].startswith("bodies and seams")


def test_across_180_degrees_units_and_cuts_are_told_and_written_in_longitudes_up_to_180(tmp_path: Path) -> None:
    one = across_180_degrees(system(3))
    whole, dem = cut_at_180(one.outline), _dem(tmp_path, one)
    path = inventories.make(tmp_path / "edge.gpkg", "EPSG:4326")
    inventories.put(path, CANDIDATES, [whole], "EPSG:4326", CANDIDATE_ID=["edge-1"], STATE=["undecided"])
    asked = ("units", "--inventory", path, "--layer", "candidates", "--feature", "edge-1", "--dem", dem)
    (told,) = run(*asked).messages[-1]["result"]["proposals"]
    units, cuts = shapely.from_wkt(told["units"]), shapely.from_wkt([cut["line"] for cut in told["cuts"]])
    assert (len(units), len(cuts)) == (3, 2)
    assert shapely.union_all(units).symmetric_difference(whole).area < 1e-9
    assert run(*asked, "--output", tmp_path / "u.gpkg").code == 0
    for layer, count in (("units", 3), ("cuts", 2)):
        shapes = shapely.from_wkb(pyogrio.raw.read(tmp_path / "u.gpkg", layer=layer)[2])
        assert len(shapes) == count
        assert abs(shapely.get_coordinates(shapes)[:, 0]).max() <= 180
        assert any(shape.bounds[0] < 0 < shape.bounds[2] for shape in shapes)


def test_what_cannot_be_is_a_sentence(tmp_path: Path, inventory: Path) -> None:
    dem = inventory.with_name("dem é.tif")
    for words, sentence in (
        (("--inventory", inventory), "remembers no DEM"),
        (("--inventory", inventory, "--dem", dem, "--feature", "RGU0"), "'RGU0' is no identifier or feature id"),
        (("--inventory", inventory, "--dem", dem, "--feature", "1"), "tells the elevation of 0 % of this outline"),
        (("--inventory", inventory, "--dem", dem, "--layer", "candidates", "--feature", " , "), "No feature is named"),
        (("--inventory", inventory, "--dem", dem, "--least-strength", "0.2"), "from 0.5 to 1"),
        (("--inventory", inventory, "--dem", dem, "--output", inventory), "is a file that is read"),
        (("--inventory", inventory, "--dem", dem, "--output", tmp_path / "a.shp"), "must be a GeoPackage"),
    ):
        done = run("units", *words)
        assert done.code == 1
        assert sentence in done.messages[-1]["error"]["message"]


def test_a_coarse_dem_is_told(tmp_path: Path, inventory: Path) -> None:
    values, transform = coarse_dem(system(3))
    dem = write_raster(tmp_path / "c.tif", values[None], crs=UTM, transform=transform)
    done = run("units", "--inventory", inventory, "--feature", "2", "--dem", dem)
    assert done.code == 0
    assert any("furrows between units hardly show" in message.get("warning", "") for message in done.messages)


def test_a_coarse_dem_is_drawn_smoothly_between_its_cells_and_keeps_its_voids(tmp_path: Path, two: System) -> None:
    rows, columns = np.mgrid[0:40, 0:40] * 30.0
    values = (3000 - 0.3 * rows + 2e-4 * (columns - 600) ** 2).astype(np.float32)
    values[3, 3] = -9999
    x, y = two.outline.centroid.x, two.outline.centroid.y
    transform = Affine(30, 0, x - 600, 0, -30, y + 600)
    dem_file = write_raster(tmp_path / "p.tif", values[None], crs=UTM, transform=transform, nodata=-9999)
    outline = shapely.Point(x, y).buffer(200)
    with open_dem(dem_file, SilentReport()) as dem:
        ground = local_ground(outline, UTM, dem)
    assert (round(ground.resolution), round(ground.cell)) == (30, 15)
    bent = np.diff(ground.z, 2, axis=1)[ground.inside[:, 1:-1]] / ground.cell**2
    assert np.allclose(bent, 4e-4, rtol=0.1)  # in steps of 0 and 8e-4 where it was drawn by straight lines
