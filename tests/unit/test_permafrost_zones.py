"""The permafrost zone of an outline: from classes, from a probability, on every grid that products come on."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from climate_files import LATITUDES, LONGITUDES, write_netcdf
from rasters import write_raster
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.zones import zone_pieces
from rock_glacier_inventory.engine.zones.opening import open_zones
from rock_glacier_inventory.inventory.errors import Cancelled, UserError
from zone_files import ZONES, classified, index_of, named, polygons, with_table, zones_of

UTM = "EPSG:32645"
KILOMETRES = Affine(1000, 0, 500_000, 0, -1000, 3_500_000)
BY_HAND = "0=none,1=isolated,2=sporadic,3=discontinuous,4=continuous"


def box(column, row, width=1.0, height=1.0):
    """A rectangle in cells of `KILOMETRES`, from its upper left corner."""
    return shapely.box(*KILOMETRES @ (column, row + height), *KILOMETRES @ (column + width, row))


@pytest.fixture
def stripes(tmp_path):
    """Columns 0 and 1 are of code 0, 2 and 3 of code 1 ... to 8 and 9 of code 4, with names."""
    codes = np.tile(np.repeat(np.arange(5), 2), (10, 1))
    return named(classified(tmp_path / "Zonen é 冰.tif", codes, transform=KILOMETRES, crs=UTM))


def test_the_zone_of_most_of_the_area_is_taken(stripes):
    outlines = [box(2 * code, 1, 2, 5) for code in range(5)]
    outlines += [box(1.3, 1, 1.5, 5), box(5.2, 1, 1.7, 4), box(0, 0, 10, 10)]
    found, records, warnings = zones_of(stripes, outlines, UTM)
    assert list(found.zones) == [*ZONES, "isolated", "discontinuous", "continuous"], "of equal ones the coldest"
    assert found.known == pytest.approx(1)
    assert found.by_area.all()
    assert found.mixed.tolist() == [False] * 5 + [True] * 3
    assert records[0]["classes"] == {str(code): zone for code, zone in enumerate(ZONES)}
    assert (records[0]["classes_by"], warnings) == ("category names", [])


def test_where_cells_are_large_the_cell_at_the_marker_decides(stripes):
    outline = box(3.2, 4, 1.2, 1.2)  # most of it in column 3
    marker = shapely.Point(*KILOMETRES @ (4.2, 4.5))
    found = zones_of(stripes, [outline], UTM, [marker])[0]
    assert (found.zones[0], found.by_area[0]) == ("sporadic", False)
    assert zones_of(stripes, [outline], UTM, [marker], method="mean")[0].zones[0] == "isolated"
    large = box(2, 4, 2.3, 2.3)
    assert zones_of(stripes, [large], UTM, [marker])[0].zones[0] == "isolated"
    assert zones_of(stripes, [large], UTM, [marker], method="marker")[0].zones[0] == "sporadic"


def test_voids_the_edge_and_ground_beyond_it(tmp_path):
    codes = np.full((6, 6), 3)
    codes[:, 2:4] = 255
    path = named(classified(tmp_path / "z.tif", codes, transform=KILOMETRES, crs=UTM, nodata=255))
    outlines = [box(1, 1, 3, 3), box(2, 1, 2, 3), box(-3, 1, 5, 3), box(7, 1, 3, 3), box(2.3, 2, 0.4, 0.4)]
    found, _, warnings = zones_of(path, outlines, UTM)
    assert list(found.zones) == ["discontinuous", None, "discontinuous", None, None]
    assert found.known == pytest.approx([1 / 3, 0, 2 / 5, 0, 0])
    assert warnings == []
    beside = zones_of(path, [box(1.5, 2, 0.9, 0.9)], UTM, [shapely.Point(*KILOMETRES @ (2.2, 2.4))])[0]
    assert (beside.zones[0], beside.by_area[0]) == ("discontinuous", True), "its marker lies on a void"


def oracle(outline, crs, raster_crs, transform, codes, side=40):
    """The zone by points as dense as grass, in a projection of equal areas around the outline."""
    centre = shapely.centroid(outline)
    there = f"+proj=laea +lat_0={centre.y} +lon_0={centre.x} +ellps=WGS84"
    (moved,) = transform_geometries([outline], crs, there)
    west, south, east, north = moved.bounds
    x, y = np.meshgrid(np.linspace(west, east, side), np.linspace(south, north, side))
    points = shapely.points(x.ravel(), y.ravel())
    points = points[shapely.covers(moved, points)]
    moved_points = transform_geometries(points, there, raster_crs)
    columns, rows = ~transform @ (shapely.get_x(moved_points), shapely.get_y(moved_points))
    hit = codes[np.floor(rows).astype(int), np.floor(columns).astype(int)]
    return ZONES[np.bincount(hit).argmax()]


@pytest.mark.parametrize(
    ("raster_crs", "longitude", "latitude", "cell"),
    [
        ("EPSG:3995", 90.3, 35.2, 1000),
        ("EPSG:3995", 179.99, 67.2, 1000),
        ("EPSG:3031", -69.8, -33.1, 1000),
        ("EPSG:4326", 90.3, 35.2, 0.01),
        ("EPSG:4326", -69.8, -33.1, 0.01),
    ],
    ids=["polar", "polar, antimeridian", "polar south", "degrees", "degrees south"],
)
def test_grids_of_products_and_points_as_dense_as_grass_agree(tmp_path, raster_crs, longitude, latitude, cell):
    (middle,) = transform_geometries([shapely.Point(longitude, latitude)], "EPSG:4326", raster_crs)
    transform = Affine(cell, 0, middle.x - 30 * cell, 0, -cell, middle.y + 30 * cell)
    rng = np.random.default_rng(7)
    codes = np.kron(rng.integers(0, 5, (15, 15)), np.ones((4, 4), dtype=int))  # patches of 4 x 4 cells
    path = named(classified(tmp_path / "z.tif", codes, transform=transform, crs=raster_crs))
    places = rng.uniform(-0.12, 0.12, (12, 2))
    outlines = [shapely.Point(longitude + x, latitude + y).buffer(0.03) for x, y in places]
    found = zones_of(path, outlines, "EPSG:4326")[0]
    right = [oracle(outline, "EPSG:4326", raster_crs, transform, codes) for outline in outlines]
    agree = np.mean([one == other for one, other in zip(found.zones, right, strict=True)])
    assert agree >= 11 / 12, "but for two zones of almost the same area"
    assert found.known == pytest.approx(1)


@pytest.mark.parametrize("first", [-180, 0])
def test_an_outline_over_the_antimeridian_on_a_grid_round_the_earth(tmp_path, first):
    columns = np.arange(360) + first
    codes = np.tile(np.where(columns % 360 < 180, 2, 4), (20, 1))
    path = named(classified(tmp_path / "z.tif", codes, transform=Affine(1, 0, first, 0, -1, 75), crs="EPSG:4326"))
    east, west = shapely.box(177, 60, 181.5, 64), shapely.box(178.5, 60, 183, 64)
    cut = shapely.MultiPolygon([shapely.box(178.5, 60, 180, 64), shapely.box(-180, 60, -177, 64)])
    found = zones_of(path, [east, west, cut], "EPSG:4326")[0]
    assert list(found.zones) == ["sporadic", "continuous", "continuous"]
    assert found.known == pytest.approx(1)
    small = [shapely.box(179.7, 60.2, 180.1, 60.6), shapely.box(-180.1, 60.2, -179.7, 60.6)]
    markers = [shapely.Point(179.9, 60.4), shapely.Point(-179.8, 60.4)]
    assert list(zones_of(path, small, "EPSG:4326", markers)[0].zones) == ["sporadic", "continuous"]


def test_what_the_attribute_table_tells_counts_and_other_names_are_void(tmp_path):
    codes = np.tile([7, 7, 8, 8, 21, 21], (4, 1))
    path = classified(tmp_path / "brown.tif", codes, transform=KILOMETRES, crs=UTM)
    rows = [(7, 8, "Discontinuous Permafrost"), (8, 8, "Isolated patches (0-10%)"), (21, 8, "Glaciers")]
    with_table(path, rows)
    outlines = [box(0, 0, 2, 4), box(2, 0, 2, 4), box(4, 0, 2, 4)]
    found, records, warnings = zones_of(path, outlines, UTM)
    assert list(found.zones) == ["discontinuous", "isolated", None]
    assert records[0]["classes_by"] == "attribute table"
    assert len(warnings) == 1
    assert "21 (Glaciers)" in warnings[0] and "'21=none'" in warnings[0]
    found, records, warnings = zones_of(path, outlines, UTM, classes="21=none, 8=sporadic")
    assert list(found.zones) == ["discontinuous", "sporadic", "none"], "what a person says counts first"
    assert (records[0]["classes_by"], warnings) == ("attribute table, and as given", [])


def test_flags_of_netcdf_are_names(tmp_path):
    import xarray as xr

    codes = np.tile(np.array([1, 1, 2, 2], dtype="int8"), (4, 1))
    attrs = {
        "flag_values": np.array([1, 2], dtype="int8"),
        "flag_meanings": "continuous_permafrost sporadic_permafrost",
    }
    x, y = 80.05 + 0.1 * np.arange(4), 35.35 - 0.1 * np.arange(4)
    xr.Dataset({"zone": (("lat", "lon"), codes, attrs)}, coords={"lat": y, "lon": x}).to_netcdf(tmp_path / "z.nc")
    found, records, _ = zones_of(
        tmp_path / "z.nc", [shapely.box(80, 35.05, 80.2, 35.3), shapely.box(80.2, 35.05, 80.4, 35.3)], "EPSG:4326"
    )
    assert list(found.zones) == ["continuous", "sporadic"]
    assert records[0]["classes_by"] == "flag_meanings"


@pytest.mark.parametrize("painted", [False, True])
def test_codes_that_nobody_explains_are_asked_for(tmp_path, painted):
    path = classified(tmp_path / "z.tif", np.tile([1, 2], (4, 2)), transform=KILOMETRES, crs=UTM)
    if painted:
        with rasterio.open(path, "r+") as dataset:
            dataset.write_colormap(1, {1: (0, 0, 255, 255), 2: (0, 255, 255, 255)})
    with pytest.raises(UserError, match=r"z.tif holds classes as whole numbers .* --permafrost-classes"):
        zones_of(path, [box(0, 0, 4, 4)], UTM)
    found, records, _ = zones_of(path, [box(0, 0, 1, 4)], UTM, classes="1=continuous,2=discontinuous")
    assert (found.zones[0], records[0]["classes_by"]) == ("continuous", "as given")


def test_names_that_are_no_zones_are_told(tmp_path):
    path = named(
        classified(tmp_path / "lc.tif", np.tile([1, 2], (4, 2)), transform=KILOMETRES, crs=UTM), ["", "forest", "ice"]
    )
    with pytest.raises(UserError, match="it calls them 1 forest, 2 ice"):
        zones_of(path, [box(0, 0, 4, 4)], UTM)


@pytest.mark.parametrize(
    ("classes", "words"),
    [
        ("1", "'1' .* is no class"),
        ("1=frozen", "The zones are: continuous, discontinuous"),
        ("=none", "is no class"),
        ("1=none,1=isolated", "says both none and isolated of 1"),
        ("Cont=continuous", "names no whole number"),
        ("0=none,outside=none", "is of polygons"),
    ],
)
def test_classes_that_are_not_understood(stripes, classes, words):
    with pytest.raises(UserError, match=words):
        zones_of(stripes, [box(0, 0, 4, 4)], UTM, classes=classes)


def test_a_code_that_nobody_named_is_void_and_told(stripes, tmp_path):
    path = classified(tmp_path / "z.tif", np.tile([1, 1, 9, 9], (4, 1)), transform=KILOMETRES, crs=UTM)
    found, _, warnings = zones_of(path, [box(0, 0, 4, 4)], UTM, classes="1=continuous")
    assert (found.zones[0], found.known[0]) == ("continuous", 0.5)
    assert len(warnings) == 1
    assert "no permafrost zone, taken as void: 9;" in warnings[0]


PROBABILITIES = [1.0, 0.91, 0.9, 0.5, 0.4999, 0.1, 0.0999, 0.01, 0.0]
THEIR_ZONES = ["continuous"] * 2 + ["discontinuous"] * 2 + ["sporadic"] * 2 + ["isolated"] * 2 + ["none"]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_probability_becomes_the_zones_of_brown_and_obu(tmp_path, dtype):
    values = np.tile(np.array(PROBABILITIES, dtype=dtype), (3, 1))
    path = write_raster(tmp_path / "PERPROB.tif", values[None], transform=KILOMETRES, crs=UTM)
    outlines = [box(column, 0, 1, 3) for column in range(len(PROBABILITIES))]
    found, records, warnings = zones_of(path, outlines, UTM)
    assert list(found.zones) == THEIR_ZONES
    assert records[0]["classes_by"] == "probability"
    assert records[0]["classes"]["discontinuous"] == "0.5 to 0.9"
    assert warnings == []


def test_percent_that_is_told_is_a_probability_too(tmp_path):
    values = np.tile(np.array([100, 60, 20, 5, 0], dtype="float32"), (len(LATITUDES), 1))
    path = write_netcdf(tmp_path / "PFR.nc", values, name="PFR", unit="%")
    outlines = [shapely.Point(longitude, LATITUDES[1]).buffer(0.1) for longitude in LONGITUDES]
    found, records, _ = zones_of(path, outlines, "EPSG:4326")
    assert list(found.zones) == ["continuous", "discontinuous", "sporadic", "isolated", "none"]
    assert records[0]["classes_by"] == "probability in percent"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([-3.2, -1.5, 0.4], r"such as -3.2, -1.5, which are neither .*temperatures go with --magt"),
        ([0.2, 55.5, 99.0], "neither permafrost zones nor a probability of 0 to 1"),
        ([1.0, 2.0, 3.0], "whole numbers such as 2, 3 and does not say which permafrost zones"),
    ],
)
def test_decimals_that_are_no_probability_are_refused(tmp_path, values, words):
    path = write_raster(
        tmp_path / "MAGTM.tif", np.tile(np.array(values, dtype="float32"), (1, 3, 1)), transform=KILOMETRES, crs=UTM
    )
    with pytest.raises(UserError, match=words):
        zones_of(path, [box(0, 0, 3, 3)], UTM)


def test_nothing_but_zero_and_one_is_told(tmp_path):
    values = np.tile(np.array([0, 1, 1], dtype="float32"), (1, 3, 1))
    path = write_raster(tmp_path / "p.tif", values, transform=KILOMETRES, crs=UTM)
    found, _, warnings = zones_of(path, [box(0, 0, 3, 3)], UTM)
    assert found.zones[0] == "continuous"
    assert len(warnings) == 1
    assert "nothing but 0 and 1" in warnings[0]


def test_an_image_and_a_series_are_no_zones(tmp_path):
    image = write_raster(tmp_path / "i.tif", np.ones((3, 3, 3), dtype="uint8"), transform=KILOMETRES, crs=UTM)
    with pytest.raises(UserError, match="--permafrost-variable"):
        zones_of(image, [box(0, 0, 3, 3)], UTM)
    months = write_raster(tmp_path / "m.tif", np.ones((12, 3, 3), dtype="float32"), transform=KILOMETRES, crs=UTM)
    with pytest.raises(UserError, match="holds 12 bands or times"):
        zones_of(months, [box(0, 0, 3, 3)], UTM)
    assert zones_of(months, [box(0, 0, 3, 3)], UTM, variable="5")[0].zones[0] == "continuous"


def test_several_files_are_put_together_and_two_of_one_place_refused(tmp_path):
    def half(name, code, first):
        transform = KILOMETRES @ Affine.translation(first, 0)
        return named(classified(tmp_path / name, np.full((4, 4), code), transform=transform, crs=UTM))

    west, east = half("a é;1.tif", 1, 0), half("b.tif", 4, 4)
    outlines = [box(0, 0, 3, 4), box(3, 0, 4, 4), box(5, 0, 3, 4), box(2, 0, 3, 4)]
    found = zones_of(f'"{west}";{east}', outlines, UTM)[0]
    assert list(found.zones) == ["isolated", "continuous", "continuous", "isolated"]
    assert found.known == pytest.approx(1)
    assert list(zones_of(tmp_path, outlines, UTM)[0].zones) == list(found.zones), "the folder"
    with pytest.raises(UserError, match="tell permafrost zones of the same cells"):
        zones_of(f"{east};{half('c.tif', 2, 4)}", outlines, UTM)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="There is no file of permafrost zones"):
        zones_of(tmp_path / "z.tif", [box(0, 0)], UTM)


# Polygons

OBU = ("Cont", "Discon", "Spora", "Isol")


def bands(texts=OBU, south=30.0, west=80.0, east=100.0):
    """Bands of two degrees of latitude, from the south."""
    return [shapely.box(west, south + 2 * at, east, south + 2 * at + 2) for at in range(len(texts))]


@pytest.mark.parametrize("name", ["zones.gpkg", "PERZONES é.shp"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3995"])
def test_polygons_as_those_of_obu(tmp_path, name, crs):
    shapes = transform_geometries(shapely.segmentize(np.array(bands(), dtype=object), 0.05), "EPSG:4326", crs)
    path = polygons(tmp_path / name, shapes, OBU, crs)
    inside = [shapely.Point(90.2, 31.1 + 2 * at).buffer(0.05) for at in range(4)]
    across = shapely.box(90, 31.9, 90.1, 32.3)  # a quarter in the first band
    outside = [shapely.Point(90, 29).buffer(0.05), shapely.Point(-70, -33).buffer(0.05)]
    found, records, warnings = zones_of(path, [*inside, across, *outside], "EPSG:4326")
    expected = ["continuous", "discontinuous", "sporadic", "isolated", "discontinuous", None, None]
    assert list(found.zones) == expected
    assert found.known == pytest.approx([1] * 5 + [0] * 2, abs=1e-6)
    assert found.mixed.tolist() == [False] * 4 + [True, False, False]
    assert records[0]["field"] == "EXTENT"
    assert warnings == []
    marker = [shapely.Point(90.05, 31.95)]
    assert zones_of(path, [across], "EPSG:4326", marker, method="marker")[0].zones[0] == "continuous"


def test_ground_in_no_polygon_is_unknown_unless_a_person_says_what_it_is(tmp_path):
    path = polygons(
        tmp_path / "z.gpkg", [shapely.box(80, 30, 81, 31), shapely.box(90, 34, 91, 35)], ["Cont", "Isol"], "EPSG:4326"
    )
    outlines = [
        shapely.box(85, 32, 85.1, 32.1),  # between them
        shapely.box(80.9, 30.4, 81.2, 30.5),  # a third inside
        shapely.box(60, 32, 60.1, 32.1),  # beyond all
    ]
    found = zones_of(path, outlines, "EPSG:4326")[0]
    assert list(found.zones) == [None, "continuous", None]
    assert found.known == pytest.approx([0, 1 / 3, 0], abs=1e-4)
    found, records, _ = zones_of(path, outlines, "EPSG:4326", classes="outside=none")
    assert list(found.zones) == ["none", "none", None]
    assert found.known == pytest.approx([1, 1, 0])
    assert records[0]["outside"] == "none"


def test_polygons_at_the_antimeridian(tmp_path):
    shapes = [shapely.box(170, 60, 180, 70), shapely.box(-180, 60, -170, 70)]
    path = polygons(tmp_path / "z.gpkg", shapes, ["Cont", "Spora"], "EPSG:4326")
    outlines = [
        shapely.box(179.8, 65, 180.1, 65.2),
        shapely.box(-180.1, 65, -179.8, 65.2),
        shapely.box(179.5, 65, 180.5, 65.1),
    ]
    found = zones_of(path, outlines, "EPSG:4326")[0]
    assert list(found.zones) == ["continuous", "sporadic", "continuous"]
    assert found.known == pytest.approx(1)


def test_polygons_mapped_twice_and_invalid_ones(tmp_path):
    bow = shapely.Polygon([(80, 30), (81, 31), (81, 30), (80, 31)])
    shapes = [shapely.box(80, 30, 81, 31), shapely.box(80, 30, 80.9, 31), bow]
    path = polygons(tmp_path / "z.gpkg", shapes, ["Isol", "Isol", "Cont"], "EPSG:4326")
    found, _, warnings = zones_of(path, [shapely.box(80.4, 30.1, 80.6, 30.2)], "EPSG:4326")
    assert (found.zones[0], found.known[0]) == ("isolated", pytest.approx(1))
    assert any("Invalid outlines repaired" in warning for warning in warnings)


def test_large_polygons_are_cut_and_the_shares_are_those_of_the_whole(tmp_path):
    angles = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    radius = 3 + 0.02 * np.sin(200 * angles)
    star = shapely.Polygon(np.column_stack((90 + radius * np.cos(angles), 33 + radius * np.sin(angles))))
    path = polygons(tmp_path / "z.gpkg", [star], ["Cont"], "EPSG:4326")
    rim = [shapely.Point(90 + 3 * np.cos(a), 33 + 3 * np.sin(a)).buffer(0.03) for a in np.linspace(0, 6, 40)]
    found = zones_of(path, rim, "EPSG:4326")[0]
    right = [shapely.intersection(star, outline).area / outline.area for outline in rim]
    assert found.known == pytest.approx(right, abs=1e-3), "degrees are no true areas, and nearly so in an outline"


def test_a_warm_engine_finds_polygons_cut_and_reads_a_changed_file_anew(tmp_path, monkeypatch):
    path = polygons(tmp_path / "z.shp", bands(), OBU, "EPSG:4326")
    outline = [shapely.Point(90, 31).buffer(0.05)]
    assert zones_of(path, outline, "EPSG:4326")[0].zones[0] == "continuous"
    reads = []
    read = zone_pieces.read_layer
    monkeypatch.setattr(zone_pieces, "read_layer", lambda *told, **more: reads.append(1) or read(*told, **more))
    assert zones_of(path, outline, "EPSG:4326")[0].zones[0] == "continuous"
    assert reads == []
    assert zones_of(path, outline, "EPSG:4326", classes="Cont=isolated")[0].zones[0] == "isolated"
    assert zones_of(path, [shapely.Point(90, 33).buffer(0.05)], "EPSG:4326")[0].zones[0] == "discontinuous"
    assert len(reads) == 2, "the first zone read in another way, and the second zone"
    polygons(path, bands(), OBU[::-1], "EPSG:4326")
    assert zones_of(path, outline, "EPSG:4326")[0].zones[0] == "isolated"


def test_a_stop_while_polygons_are_read_leaves_them_to_be_read(tmp_path):
    class Stopped(SilentReport):
        def progress(self, share, message=""):
            raise Cancelled("stopped")

    path = polygons(tmp_path / "z.gpkg", bands(), OBU, "EPSG:4326")
    point = shapely.Point(90, 31)
    told = np.array([point.buffer(0.05)], dtype=object), np.array([point], dtype=object), "EPSG:4326"
    with open_zones(path, None, None, "auto", 4.0, SilentReport()) as zones, pytest.raises(Cancelled):
        zones.of(*told, Stopped())
    assert zones_of(path, [point.buffer(0.05)], "EPSG:4326")[0].zones[0] == "continuous"


def test_other_fields_and_texts(tmp_path):
    shapes = bands(("C", "D", "o"))
    path = polygons(tmp_path / "z.gpkg", shapes, ["C", "D", "o"], "EPSG:4326")
    outlines = [shapely.Point(90, 31 + 2 * at).buffer(0.05) for at in range(3)]
    found, _, warnings = zones_of(path, outlines, "EPSG:4326")
    assert list(found.zones) == ["continuous", "discontinuous", None]
    assert len(warnings) == 1
    assert "'o'" in warnings[0]
    assert zones_of(path, outlines, "EPSG:4326", classes="o=none")[0].zones[2] == "none"
    other = polygons(tmp_path / "y.gpkg", shapes, ["Cont", "Cont", "Cont"], "EPSG:4326", field="LABEL")
    with pytest.raises(UserError, match=r"no field that says the permafrost zone .* it has: LABEL"):
        zones_of(other, outlines, "EPSG:4326")


def test_a_shapefile_in_its_archive(tmp_path):
    import zipfile

    folder = tmp_path / "UiO_PEX_PERZONES_5.0_20181128_2000_2016_NH"
    folder.mkdir()
    polygons(folder / f"{folder.name}.shp", bands(), OBU, "EPSG:4326")
    with zipfile.ZipFile(tmp_path / "zones.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    outline = [shapely.Point(90, 33).buffer(0.05)]
    for source in (tmp_path / "zones.zip", folder, folder / "*.shp"):
        assert zones_of(source, outline, "EPSG:4326")[0].zones[0] == "discontinuous", source


# The index


def index_raster(tmp_path, values, name="PZI.tif", **profile):
    profile = {"transform": KILOMETRES, "crs": UTM, "nodata": -9999, **profile}
    return write_raster(tmp_path / name, np.asarray(values, dtype="float32")[None], **profile)


def test_the_mean_index_counts_the_background_and_not_the_voids(tmp_path):
    path = index_raster(tmp_path, np.tile([0.0, 0.4, 0.8, -9999.0, 0.01, 0.01], (6, 1)))
    outlines = [box(0, 0, 2, 4), box(1, 0, 2, 4), box(2, 0, 2, 4), box(4, 0, 2, 4), box(8, 0, 2, 4)]
    found, record, warnings = index_of(path, outlines, UTM)
    assert found.values == pytest.approx([0.2, 0.6, 0.8, 0.01, np.nan], nan_ok=True)
    assert found.known == pytest.approx([1, 1, 0.5, 1, 0])
    assert (record["unit"], warnings) == ("index, 0 to 1", [])


def test_small_outlines_have_the_index_between_the_cells(tmp_path):
    path = index_raster(tmp_path, np.tile([0.0, 0.4, 0.8, 1.0], (4, 1)))
    point = shapely.Point(*KILOMETRES @ (1.75, 2))
    found, record, _ = index_of(path, [point.buffer(100)], UTM, [point])
    assert found.values[0] == pytest.approx(0.5)
    assert record["by_marker"] == 1


def test_the_index_of_the_whole_earth_in_the_south_and_at_the_antimeridian(tmp_path):
    columns = np.where(np.arange(360) < 180, 0.2, 0.6)
    path = index_raster(tmp_path, np.tile(columns, (150, 1)), transform=Affine(1, 0, -180, 0, -1, 90), crs="EPSG:4326")
    outlines = [shapely.box(177.5, 60, 182.5, 64), shapely.box(-72, -35, -68, -31), shapely.box(100, -59, 103, -56)]
    assert index_of(path, outlines, "EPSG:4326")[0].values == pytest.approx([0.4, 0.2, 0.6])


@pytest.mark.parametrize("values", [[-3.5, 2.0, 0.5], [1.0, 2.0, 4.0], [0.2, 1.5, 0.3]])
def test_what_is_no_index_is_refused(tmp_path, values):
    path = index_raster(tmp_path, np.tile(values, (3, 1)), name="MAGT.tif")
    with pytest.raises(UserError, match=r"MAGT.tif .* holds values such as .* lies between 0 and 1"):
        index_of(path, [box(0, 0, 3, 3)], UTM)


def test_a_file_that_calls_the_background_void_is_told(tmp_path):
    path = index_raster(tmp_path, np.tile([0.0, 0.0, 0.5], (3, 1)), nodata=0)
    found, _, warnings = index_of(path, [box(0, 0, 3, 3)], UTM)
    assert (found.values[0], len(warnings)) == (0.5, 1)
    assert "calls 0 no data" in warnings[0]


def gruber(folder, values):
    """The index as it is downloaded: PZI.flt, little-endian, with a header that names no coordinate system."""
    rows, columns = values.shape
    (folder / "PZI.flt").write_bytes(values.astype("<f4").tobytes())
    (folder / "PZI.hdr").write_text(
        f"ncols {columns}\nnrows {rows}\nxllcorner 90\nyllcorner 30\ncellsize 0.0083333333\n"
        "NODATA_value -9999\nbyteorder LSBFIRST\n"
    )
    return folder / "PZI.flt"


def test_the_index_as_it_is_downloaded(tmp_path):
    values = np.tile(np.array([0, 0, 0.4, 0.4, 0.01, 0.01, -9999, -9999]), (8, 1))
    path = gruber(tmp_path, values)
    cell = 1 / 120
    outlines = [shapely.box(90 + 2 * at * cell, 30, 90 + 2 * (at + 1) * cell, 30 + 4 * cell) for at in range(4)]
    with pytest.raises(UserError, match=r"PZI\.flt has no coordinate system; assign one"):
        index_of(path, outlines, "EPSG:4326")
    with rasterio.open(path, "r+") as dataset:  # as QGIS's tool "Assign projection" does
        dataset.crs = "EPSG:4326"
    found = index_of(path, outlines, "EPSG:4326")[0]
    assert found.values == pytest.approx([0, 0.4, 0.01, np.nan], nan_ok=True, abs=1e-5)
