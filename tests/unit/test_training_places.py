"""Training data anywhere on Earth: other coordinate systems, the south, the antimeridian, several images."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine
from pyproj import Geod
from rasters import random_image, write_raster
from rock_glacier_inventory.engine.ground.antimeridian import rolled
from rock_glacier_inventory.engine.ground.geodesy import LONGITUDE_LATITUDE, transform_geometries
from rock_glacier_inventory.engine.training_data.ground import buffers, near_pairs, unrolled
from training_ground import MANY, NORTH, PIXEL, SIDE, WEST, image, layer, make, place, refused

ALONE = ("--split", "none")
NARROW = (*ALONE, "--buffer", 30)
GEOD = Geod(ellps="WGS84")


def targets(made):
    """The pixels of targets as points by longitude and latitude."""
    found = []
    for patch in made.patches:
        label, transform, crs = made.read("labels", patch["NAME"])
        rows, columns = np.nonzero(label[0] == 1)
        points = shapely.points(*(transform @ (columns + 0.5, rows + 0.5)))
        found.append(transform_geometries(np.atleast_1d(points), crs, LONGITUDE_LATITUDE) if len(rows) else [])
    return np.concatenate(found)


def test_inventories_in_different_systems_lie_where_they_are(tmp_path):
    shapes = [place(*at) for at in MANY[:4]]
    one = layer(tmp_path / "a.gpkg", shapes[:2], ID=["a", "b"])
    other = layer(tmp_path / "b.gpkg", shapes[1:3], crs="EPSG:3857", ID=["c", "d"])
    third = layer(tmp_path / "c.gpkg", shapes[3:], crs="EPSG:4326", ID=["e"])
    words = [word for path in (one, other, third) for word in ("--inventory", path)]
    made, _ = make(tmp_path, *words, "--image", image(tmp_path / "i.tif"), *ALONE)
    assert {row["NAME"]: row["FAULT"] for row in made.polygons} == {"a": "", "b": "", "c": "doubled", "d": "", "e": ""}
    inside = shapely.union_all(transform_geometries(np.array(shapes, object), "EPSG:32645", LONGITUDE_LATITUDE))
    points = targets(made)
    assert len(points) == sum(patch["TARGET"] for patch in made.patches) > 4 * 100
    assert shapely.covered_by(points, inside).all()
    assert sorted({patch["INVENTORY"] for patch in made.patches}) == ["a.gpkg", "b.gpkg", "c.gpkg"]


@pytest.mark.parametrize(
    ("longitude", "latitude", "crs"),
    [(-70.0, -33.0, "EPSG:32719"), (180.0, 66.0, "EPSG:32660"), (-180.0, 66.0, "EPSG:32601"), (180.0, -44.0, None)],
)
def test_anywhere(tmp_path, longitude, latitude, crs):
    """Outlines 1.2 km on both sides of a place that may be on the antimeridian; None: an image in degrees."""
    places = [GEOD.fwd(longitude, latitude, azimuth, 1_200)[:2] for azimuth in (90, 270)]
    circles = [shapely.Polygon([GEOD.fwd(*at, angle, 200)[:2] for angle in range(0, 360, 10)]) for at in places]
    degrees = np.array(circles, object)
    outlines = tmp_path / "a.geojson"
    _write_geojson(outlines, circles)
    system = crs or LONGITUDE_LATITUDE
    middle = transform_geometries(np.array([shapely.Point(longitude, latitude)], object), LONGITUDE_LATITUDE, system)[0]
    step = PIXEL if crs else 2e-4
    transform = Affine(step, 0, middle.x - 200 * step, 0, -step, middle.y + 200 * step)
    picture = image(tmp_path / "i.tif", crs=system, transform=transform)
    made, _ = make(tmp_path, "--inventory", outlines, "--image", picture, *ALONE)
    assert {row["FAULT"] for row in made.polygons} == {""}
    assert [row["AREA"] for row in made.polygons] == pytest.approx([np.pi * 200**2] * 2, rel=0.02)
    points = targets(made)
    away = np.array([GEOD.inv(*places[0], point.x, point.y)[2] for point in points])
    other = np.array([GEOD.inv(*places[1], point.x, point.y)[2] for point in points])
    assert (np.minimum(away, other) < 200.1).all()
    assert {bool(near) for near in away < other} == {True, False}
    resolution = made.data["resolution_m"]
    for patch in made.patches:
        west, south, east, north = patch["shape"].bounds
        assert -180 <= west <= east <= 180
        assert south < latitude + 0.05
        assert north > latitude - 0.05
    unique = np.unique(np.round([(point.x % 360, point.y) for point in points], 6), axis=0)
    assert len(unique) * resolution**2 == pytest.approx(2 * np.pi * 200**2, rel=0.1)
    assert all(len(shape.geoms) >= 1 for shape in rolled(degrees) if shape.geom_type == "MultiPolygon")


def _write_geojson(path, shapes):
    features = ",".join(
        f'{{"type": "Feature", "properties": {{}}, "geometry": {shapely.to_geojson(shape)}}}' for shape in shapes
    )
    path.write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}')


def test_distances_and_buffers_are_those_of_the_ground():
    for latitude in (-68.0, 0.0, 31.0):
        start = (179.995, latitude)
        east, north = GEOD.fwd(*start, 90, 1_500)[:2]
        shapes = np.array([shapely.Point(*at).buffer(1e-7) for at in (start, (east, north))], object)
        shapes = unrolled(shapes)
        assert len(near_pairs(shapes, 1_501)) == 1
        assert len(near_pairs(shapes, 1_499)) == 0
        ring = shapely.get_coordinates(buffers(shapes[:1], 1_500)[0])
        assert GEOD.inv([start[0]] * len(ring), [latitude] * len(ring), ring[:, 0], ring[:, 1])[2] == pytest.approx(
            np.full(len(ring), 1_500), rel=2e-3
        )


def test_the_first_image_that_holds_the_ground_counts(tmp_path):
    """The second image has the ground of the first, and more of it."""
    outlines = layer(tmp_path / "a.gpkg", [place(900, 900), place(6_300, 900)], ID=["a", "b"])
    half = random_image(SIDE, SIDE // 2, seed=2)
    west, whole = image(tmp_path / "west.tif", half), image(tmp_path / "ganz.tif")
    made, _ = make(tmp_path, "--inventory", outlines, "--image", west, "--image", whole, *ALONE)
    assert {row["FAULT"] for row in made.polygons} == {""}
    sources = {
        name: {p["IMAGE"] for p in made.patches if abs(p["shape"].centroid.x - x) < 0.02}
        for name, x in (("a", _longitude(made, "a")), ("b", _longitude(made, "b")))
    }
    assert sources == {"a": {"west.tif"}, "b": {"ganz.tif"}}
    again, _ = make(tmp_path, "--replace", "--inventory", outlines, "--image", whole, "--image", west, *ALONE)
    assert {patch["IMAGE"] for patch in again.patches} == {"ganz.tif"}


def _longitude(made, name):
    return next(row["shape"].centroid.x for row in made.polygons if row["NAME"] == name)


def test_images_are_brought_to_one_resolution(tmp_path):
    outlines = layer(tmp_path / "a.gpkg", [place(900, 900)])
    fine = image(tmp_path / "fein.tif", random_image(600, 600), transform=Affine(5, 0, WEST, 0, -5, NORTH))
    made, _ = make(tmp_path, "--inventory", outlines, "--image", fine, *NARROW, "--resolution", 10)
    assert made.data["resolution_m"] == 10
    _, transform, _ = made.read("images", made.patches[0]["NAME"])
    assert transform.a == pytest.approx(10, rel=2e-3)
    own, _ = make(tmp_path, "--inventory", outlines, "--image", fine, *NARROW, "--replace")
    assert own.data["resolution_m"] == pytest.approx(5, rel=2e-3)
    card, _ = make(
        tmp_path, "--inventory", outlines, "--image", fine, *NARROW, "--replace", "--model", "simulated-alpine"
    )
    assert card.data["resolution_m"] == 4.77


def test_the_ground_of_a_dem_stands_beside_the_pixels(tmp_path):
    """A plane that rises to the east by a tenth and to the north by two tenths; it ends in the west."""
    outlines = layer(tmp_path / "a.gpkg", [place(900, 900)])
    side, cell = 150, 60.0
    columns, rows = np.meshgrid(np.arange(side), np.arange(side))
    heights = (4_000 + 0.1 * cell * columns - 0.2 * cell * rows)[None].astype("float32")
    dem = write_raster(
        tmp_path / "dem.tif", heights, crs="EPSG:32645", transform=Affine(cell, 0, WEST + 1_000, 0, -cell, NORTH)
    )
    words = ("--inventory", outlines, "--image", image(tmp_path / "i.tif"), *ALONE)
    made, _ = make(tmp_path, *words, "--dem", dem)
    assert made.data["terrain"] is True
    assert {path.stem for path in (made.folder / "terrain").iterdir()} == {row["NAME"] for row in made.patches}
    seen = 0
    for patch in made.patches:
        ground, transform, _ = made.read("terrain", patch["NAME"])
        assert (ground.dtype, ground.shape[0]) == ("float32", 4)
        void = np.isnan(ground).any(axis=0)
        assert (made.label(patch["NAME"])[void] == 255).all()
        x = transform.c + transform.a * (np.arange(ground.shape[2]) + 0.5)
        assert void[:, x < WEST + 1_000].all()
        inside = np.isfinite(ground[0]) & (x > WEST + 1_200)
        assert ground[0][inside] == pytest.approx(0.1, rel=0.01)
        assert ground[1][inside] == pytest.approx(0.2, rel=0.01)
        seen += int(inside.sum())
    assert seen > 300
    other = write_raster(tmp_path / "far.tif", heights, crs="EPSG:32610", transform=Affine(60, 0, 5e5, 0, -60, 5e6))
    (tmp_path / "x").mkdir()
    told = refused(tmp_path / "x", *words, "--dem", other)
    assert "far.tif lies elsewhere" in told
