"""The embedded sample: the same for a seed, complete, and like the ground it stands for."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from corruption_runs import is_sentence
from engine_here import run
from rasterio.features import rasterize
from rock_glacier_inventory.engine.simulation import LookAlike, SimulatedScene, simulate_arrays, write_scene, writing
from rock_glacier_inventory.engine.simulation.landforms import Kind, mask_of, own_coordinates, swept_outline
from rock_glacier_inventory.engine.simulation.noise import Noise, Window
from rock_glacier_inventory.engine.simulation.rendering import Sky, sunlit
from rock_glacier_inventory.engine.simulation.writing import true_area
from rock_glacier_inventory.engine.telling.report import SilentReport
from scipy import ndimage

ROOT = Path(__file__).resolve().parents[2]
PIXEL = 4.77
SIZE, SEED, OTHER_SIZE = 601, 4, 768
ODD = (333, 129)
RASTERS = ("scene", "dem", "maat", "magt", "precipitation")
LAYERS = ("rock_glaciers", "glaciers", "subregions")


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _slope(z: np.ndarray) -> np.ndarray:
    down, right = np.gradient(z, PIXEL)
    return np.degrees(np.arctan(np.hypot(down, right)))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_scene: SimulatedScene) -> Path:
    """The files of the scene that other tests look at in memory."""
    folder = tmp_path_factory.mktemp("sample") / "scène 冰"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "build_scene", lambda *_: sample_scene)
        write_scene(folder, SIZE, SEED, SilentReport())
    return folder


@pytest.fixture(scope="module")
def scenes(sample_scene: SimulatedScene) -> list[SimulatedScene]:
    return [simulate_arrays(OTHER_SIZE, 8), sample_scene]


@pytest.fixture(scope="module")
def sample_scene() -> SimulatedScene:
    odd(ODD)  # not the first of its process: nothing may stay of that
    return simulate_arrays(SIZE, SEED)


@cache
def odd(size: int | tuple[int, int]) -> SimulatedScene:
    """A scene of an odd size; nobody writes into it."""
    return simulate_arrays(size, 5)


def test_the_same_seed_gives_the_same_files_in_another_process(sample: Path, tmp_path: Path) -> None:
    """Neither hash seeds nor the threads of a library may change a pixel, nor a scene that was made before."""
    command = [sys.executable, str(ROOT), "simulate", "--output", str(tmp_path / "out")]
    environment = os.environ | {"PYTHONHASHSEED": "12345", "OMP_NUM_THREADS": "3", "OPENBLAS_NUM_THREADS": "3"}
    options = {"capture_output": True, "text": True, "env": environment}
    told = subprocess.run([*command, "--size", str(SIZE), "--seed", str(SEED)], check=True, **options)
    assert "rock_glaciers.gpkg" in told.stdout + told.stderr
    assert _hashes(tmp_path / "out") == _hashes(sample)
    assert set(_hashes(sample)) == {f"{name}.tif" for name in RASTERS} | {f"{name}.gpkg" for name in LAYERS}
    again = subprocess.run([*command, "--size", "3"], **options)
    assert again.returncode == 1
    said = [line for line in again.stderr.splitlines() if "size between 64 and" in line]
    assert len(said) == 1
    assert "Traceback" not in again.stderr


def test_different_seeds_give_different_scenes(scenes: list[SimulatedScene]) -> None:
    first, second = scenes
    part = (slice(0, SIZE), slice(0, SIZE))
    assert np.mean(first.rgb[:, :SIZE, :SIZE] == second.rgb) < 0.1
    assert abs(np.corrcoef(first.elevation[part].ravel(), second.elevation.ravel())[0, 1]) < 0.8


@pytest.mark.parametrize("size", [64, ODD])
def test_odd_sizes_hold_a_rock_glacier(size: int | tuple[int, int]) -> None:
    scene = odd(size)
    shape = (size, size) if isinstance(size, int) else size
    assert scene.rgb.shape == (3, *shape)
    assert scene.rgb.dtype == np.uint8
    assert scene.rock_glaciers.shape == scene.look_alikes.shape == scene.elevation.shape == shape
    assert scene.rock_glaciers.dtype == bool
    assert scene.rock_glaciers.any()


def test_rasters_carry_what_a_reader_needs(sample: Path) -> None:
    with rasterio.open(sample / "scene.tif") as scene:
        assert (scene.width, scene.height, scene.count) == (SIZE, SIZE, 3)
        assert scene.dtypes == ("uint8",) * 3
        assert scene.nodata == 0
        assert scene.read().min() >= 1
        assert scene.crs.to_epsg() == 32645
        assert scene.transform.a == pytest.approx(PIXEL)
        assert scene.transform.e == pytest.approx(-PIXEL)
        assert scene.transform.is_rectilinear
        assert scene.profile["tiled"]
        assert scene.profile["compress"] == "deflate"
        bounds = scene.bounds
        longitude, latitude = scene.lnglat()
    assert 85 < longitude < 87.5
    assert 30 < latitude < 31
    for name in RASTERS[1:]:
        with rasterio.open(sample / f"{name}.tif") as file:
            assert file.crs.to_epsg() == 32645
            assert file.dtypes == ("float32",)
            assert file.nodata == -9999
            assert file.res[0] == pytest.approx(file.res[1])
            assert file.bounds.left <= bounds.left
            assert file.bounds.right >= bounds.right
            assert file.bounds.bottom <= bounds.bottom
            assert file.bounds.top >= bounds.top
            values = file.read(1)
            assert np.isfinite(values).all()
            assert not (values == file.nodata).any()


def test_climate_follows_the_elevation(sample: Path) -> None:
    with rasterio.open(sample / "maat.tif") as file:
        air, cells = file.read(1), file
        rows, columns = np.indices(air.shape)
        x, y = cells.transform @ (columns.ravel() + 0.5, rows.ravel() + 0.5)
        assert 450 < cells.res[0] < 1000
    with rasterio.open(sample / "dem.tif") as dem:
        # Means over a climate cell, not points, make the air's temperature.
        z = ndimage.uniform_filter(dem.read(1), 52)
        row, column = (np.array(index) for index in rasterio.transform.rowcol(dem.transform, x, y))
    inside = (row > 26) & (row < z.shape[0] - 26) & (column > 26) & (column < z.shape[1] - 26)
    lapse, _ = np.polyfit(z[row[inside], column[inside]], air.ravel()[inside], 1)
    assert lapse == pytest.approx(-0.0062, rel=0.12)
    with rasterio.open(sample / "magt.tif") as file:
        assert np.all(file.read(1) > air)
    with rasterio.open(sample / "precipitation.tif") as file:
        assert 200 < file.read(1).min() <= file.read(1).max() < 1200


def test_truth_outlines_are_valid_and_agree_with_the_mask(sample: Path, sample_scene: SimulatedScene) -> None:
    meta, _, geometry, fields = pyogrio.raw.read(sample / "rock_glaciers.gpkg", layer="rock_glaciers")
    outlines = shapely.from_wkb(geometry)
    assert meta["geometry_type"] == "MultiPolygon"
    assert meta["crs"] == "EPSG:32645"
    assert len(outlines) >= 3
    assert shapely.is_valid(outlines).all()
    areas = [true_area(outline) for outline in outlines]
    assert min(areas) >= 10_000
    assert max(areas) < 800_000
    assert fields[list(meta["fields"]).index("AREA")] == pytest.approx(areas)
    scene = sample_scene
    truth = rasterize([(one, 1) for one in outlines], (SIZE, SIZE), transform=scene.transform).astype(bool)
    union = (truth | scene.rock_glaciers).sum()
    assert (truth & scene.rock_glaciers).sum() / union > 0.95


def test_outlines_are_smooth_not_stepped(sample: Path) -> None:
    """An outline made of pixel edges runs only along the axes; a drawn one in all directions."""
    _, _, geometry, _ = pyogrio.raw.read(sample / "rock_glaciers.gpkg")
    with rasterio.open(sample / "scene.tif") as scene:
        inner = shapely.box(*scene.bounds).buffer(-1)
    whole = [outline for outline in shapely.from_wkb(geometry) if inner.contains(outline)]
    assert whole
    for outline in whole:
        steps = np.diff(shapely.get_coordinates(outline), axis=0)
        slanting = np.abs(steps).min(axis=1) > 0.02 * np.abs(steps).max(axis=1)
        assert np.hypot(*steps[slanting].T).sum() > 0.6 * np.hypot(*steps.T).sum()


def test_subregions_part_the_scene(sample: Path) -> None:
    meta, _, geometry, fields = pyogrio.raw.read(sample / "subregions.gpkg")
    west, east = shapely.from_wkb(geometry)
    assert list(meta["fields"]) == ["NAME"]
    assert len(set(fields[0])) == 2
    with rasterio.open(sample / "scene.tif") as scene:
        frame = shapely.box(*scene.bounds)
    assert west.intersection(east).area < 1
    assert shapely.union(west, east).symmetric_difference(frame).area < 1


def test_glacier_outlines_hold_the_ice(sample: Path, sample_scene: SimulatedScene) -> None:
    _, _, geometry, _ = pyogrio.raw.read(sample / "glaciers.gpkg")
    scene = sample_scene
    outlines = shapely.from_wkb(geometry)
    assert shapely.is_valid(outlines).all()
    inside = rasterize([(one, 1) for one in outlines], (SIZE, SIZE), transform=scene.transform).astype(bool)
    ice = np.isin(scene.look_alikes, [LookAlike.CLEAN_ICE, LookAlike.DEBRIS_COVERED_GLACIER])
    assert ice.any()
    assert inside[ice].mean() > 0.99
    assert not (inside & scene.rock_glaciers).any()


def test_a_scene_holds_rock_glaciers_and_all_look_alikes(scenes: list[SimulatedScene]) -> None:
    for scene in scenes:
        count = ndimage.label(scene.rock_glaciers)[1]
        square_kilometres = scene.rock_glaciers.size * (PIXEL / 1000) ** 2
        assert 0.2 < count / square_kilometres < 1.2
        assert 0.01 < scene.rock_glaciers.mean() < 0.15
        assert not scene.look_alikes[scene.rock_glaciers].any()
    codes = np.concatenate([np.unique(scene.look_alikes) for scene in scenes])
    assert set(codes.tolist()) == {int(code) for code in LookAlike}


def test_ground_is_alpine(scenes: list[SimulatedScene]) -> None:
    for scene in scenes:
        assert 4000 < scene.elevation.min() < scene.elevation.max() < 6500
        assert scene.elevation.max() - scene.elevation.min() > 500
        slope = _slope(scene.elevation)
        assert 15 < np.median(slope) < 40
        assert np.quantile(slope, 0.99) < 75


def test_rock_glaciers_have_their_form(scenes: list[SimulatedScene]) -> None:
    """Convex across, steep at the front and gentle above it, rougher than the ground around."""
    convex, fronts, rougher = [], [], []
    for scene in scenes:
        smooth = ndimage.gaussian_filter(scene.elevation, 4)
        rough = np.abs(scene.elevation - ndimage.gaussian_filter(scene.elevation, 2.5))
        slope = _slope(ndimage.gaussian_filter(scene.elevation, 1))
        frame = shapely.box(0, 0, scene.window.width, scene.window.height)
        for one in scene.landforms:
            moved = shapely.affinity.translate(one.outline, -scene.window.column, -scene.window.row)
            if one.kind != Kind.ROCK_GLACIER or not frame.contains(moved.buffer(20)):
                continue
            own = own_coordinates(one, scene.window)
            lower = (own.along > 0.5 * own.length) & (own.along < 0.75 * own.length)
            near, far = np.abs(own.side) < 0.35 * own.radius, np.abs(own.side) > 0.75 * own.radius
            z = smooth[own.mask]
            convex.append(z[lower & near].mean() - z[lower & far].mean())
            end = own.along > own.length * 0.8
            front = end & (own.edge < 5) & (own.edge > 1)
            surface = (own.along > 0.4 * own.length) & (own.edge > 0.5 * own.edge.max())
            fronts.append(slope[own.mask][front].mean() - slope[own.mask][surface].mean())
            outline = mask_of(one.outline.buffer(16), scene.window) & ~mask_of(one.outline.buffer(4), scene.window)
            rougher.append(rough[own.mask].mean() / rough[outline].mean())
    assert len(convex) >= 10
    assert np.median(convex) > 3
    assert np.median(fronts) > 8
    assert np.mean(np.array(fronts) > 0) > 0.85
    assert np.median(rougher) > 1.3


def test_rock_glaciers_are_not_told_by_colour_alone(scenes: list[SimulatedScene]) -> None:
    """Their mean colour lies within the spread of the look-alikes' and of the bare ground's."""
    for scene in scenes:
        debris = np.isin(
            scene.look_alikes, [LookAlike.DEBRIS_COVERED_GLACIER, LookAlike.TALUS, LookAlike.ROCK_AVALANCHE]
        )
        for band in scene.rgb.astype(float):
            low, high = np.quantile(band[debris], [0.1, 0.9])
            assert low < band[scene.rock_glaciers].mean() < high


def test_water_is_level_and_shadow_is_dark(scenes: list[SimulatedScene]) -> None:
    for scene in scenes:
        shadow = scene.look_alikes == LookAlike.SHADOW
        assert np.median(scene.rgb[:, shadow]) < 0.6 * np.median(scene.rgb)
        snow = scene.look_alikes == LookAlike.SNOW
        assert np.median(scene.rgb[:, snow]) > 1.3 * np.median(scene.rgb)
        for one in scene.landforms:
            if one.kind == Kind.LAKE:
                water = mask_of(one.outline, scene.window)
                if water.any():
                    assert np.ptp(scene.elevation[water]) == 0


def test_shadow_has_the_length_of_its_wall() -> None:
    """Behind a wall of height h the shadow is h / tan(elevation of the sun) long."""
    z = np.zeros((200, 60), np.float32)
    z[150:152] = 100.0
    _, sun = sunlit(z, Sky(azimuth=180.0, elevation=45.0, white=0.4, haze=1.0))
    lit = np.flatnonzero(sun[:150, 30] > 0.5)
    assert 150 - lit.max() == pytest.approx(100 / PIXEL, abs=2)
    assert (sun[155:] > 0.99).all()


def test_noise_is_a_function_of_place() -> None:
    noise = Noise(4)
    whole = noise.fractal(1, Window(-50, -30, 200, 180), 17.3, 3)
    part = noise.fractal(1, Window(10, 20, 60, 50), 17.3, 3)
    np.testing.assert_allclose(part, whole[60:120, 50:100], atol=1e-5)
    assert whole.std() == pytest.approx(1, abs=0.25)
    assert (
        abs(
            np.corrcoef(noise.white(1, Window(0, 0, 99, 99)).ravel(), noise.white(2, Window(0, 0, 99, 99)).ravel())[
                0, 1
            ]
        )
        < 0.05
    )


def test_swept_outline_has_its_area() -> None:
    spine = np.stack([np.full(50, 100.0), np.linspace(0, 200, 50)], 1)
    outline = swept_outline(spine, np.full(50, 20.0), 0.0, 1)
    assert outline.is_valid
    assert outline.area == pytest.approx(200 * 40 + np.pi * 20**2, rel=0.01)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--size", "3"], "size between 64 and"),
        (["--size", "999999"], "size between 64 and"),
        (["--seed", "-4"], "seed -4 cannot be used"),
        (["--output", "{tmp}/none/below"], "does not exist"),
        (["--output", "{tmp}/file/below"], "does not exist"),
        (["--output", "{tmp}/file"], "is a file"),
        (["--output", "/proc/sample"], "cannot be made"),
    ],
)
def test_bad_options_end_in_one_sentence(tmp_path: Path, options: list[str], words: str) -> None:
    if options[1].startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("needs a folder that nobody can write to")
    (tmp_path / "file").touch()
    given = [option.format(tmp=tmp_path) for option in options]
    if "--output" not in given:
        given += ["--output", str(tmp_path / "out")]
    done = run("simulate", *given)
    assert done.code == 1
    assert words in done.error
    assert "\n" not in done.error and is_sentence(done.error)
    assert "Traceback" not in done.log
    assert not (tmp_path / "out").exists()
