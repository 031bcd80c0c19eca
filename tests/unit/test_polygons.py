import numpy as np
import pyproj
import pytest
import shapely
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from probabilities import INSIDE, OUTSIDE, TEN_METRES, UTM, examples, farthest, frozen, picture, trace
from rasterio.features import rasterize
from rock_glacier_inventory.engine.outlines.polygons import OutlineTracer
from rock_glacier_inventory.inventory.errors import UserError
from scipy import ndimage
from whole import ALL

SHARE = 1 if ALL else 3
"""Of the examples a third, where not everything is tried."""

CELL = 100.0  # square metres, in UTM; the ground differs by the scale factor on the central meridian
PIXELS = {"minimum_area": 0, "tolerance": 0}


@st.composite
def rasters(draw):
    """Masks as noise and as blobs of any roughness, with voids."""
    height, width = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    field = ndimage.gaussian_filter(rng.random((height, width)), draw(st.sampled_from([0.0, 0.6, 1.2, 2.5])))
    field = (field - field.min()) / max(np.ptp(field), 1e-9)
    probability = np.rint(field ** draw(st.sampled_from([0.6, 1.0])) * 254).astype(np.uint8)
    probability[rng.random((height, width)) < draw(st.sampled_from([0.0, 0.02]))] = 255
    return probability


any_settings = st.fixed_dictionaries(
    {
        "minimum_area": st.sampled_from([0.0, 300.0, 2000.0]),
        "fill_holes": st.sampled_from([None, 0.0, 150.0, 9000.0]),
        "tolerance": st.sampled_from([None, 0.0, 3.0, 10.0, 35.0]),
    }
)
strip_heights = st.lists(st.integers(1, 9), min_size=1, max_size=45)


@examples(150 // SHARE)
@given(rasters(), strip_heights, any_settings)
def test_strips_give_exactly_the_candidates_of_the_whole(probability, strips, chosen):
    assert frozen(trace(probability, strips, **chosen)) == frozen(trace(probability, **chosen))


@examples(60 // SHARE)
@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.sampled_from([OUTSIDE, INSIDE])))
def test_pixel_outlines_give_back_every_component(probability):
    candidates = trace(probability, [1] * 9, **PIXELS)
    labels, count = ndimage.label(probability == INSIDE)
    assert len(candidates) == count
    for candidate in candidates:
        burnt = rasterize([candidate.geometry], probability.shape, transform=TEN_METRES)
        label = labels[burnt == 1].max()
        assert (burnt == (labels == label)).all()
        assert candidate.geometry.area == (labels == label).sum() * CELL
        assert candidate.geometry.is_valid


@examples(150 // SHARE)
@given(rasters(), any_settings)
def test_polygons_are_valid_and_never_overlap(probability, chosen):
    shapes = [candidate.geometry for candidate in trace(probability, **chosen)]
    assert all(shape.is_valid and shape.geom_type == "Polygon" and not shape.is_empty for shape in shapes)
    total = sum(shape.area for shape in shapes)
    assert shapely.union_all(shapes).area == pytest.approx(total, abs=1e-6)
    assert all(candidate.area_m2 >= chosen["minimum_area"] for candidate in trace(probability, **chosen))


@examples(100 // SHARE)
@given(rasters(), st.sampled_from([None, 1.0, 4.0, 10.0, 25.0]))
def test_outlines_stay_within_the_tolerance(probability, tolerance):
    exact = trace(probability, **PIXELS)
    smooth = trace(probability, minimum_area=0, tolerance=tolerance)
    assert len(exact) == len(smooth)
    scale = 1 / 0.9996  # UTM metres are shorter than those on the ground along the central meridian
    for before, after in zip(exact, smooth, strict=True):
        assert len(before.geometry.interiors) == len(after.geometry.interiors)
        distance = farthest(before.geometry, after.geometry, step=1.0)
        assert distance * scale <= (tolerance or 10.01)
        if tolerance != 1.0:  # pixel stairs are gone
            assert distance > 1.0


@examples(60 // SHARE)
@given(rasters(), st.floats(0.05, 0.95))
def test_probabilities_are_those_of_the_components_pixels(probability, threshold):
    inside = (probability != 255) & (probability / 254 >= threshold)
    labels, count = ndimage.label(inside)
    candidates = trace(probability, [3] * 20, threshold=threshold, **PIXELS)
    assert len(candidates) == count
    for candidate in candidates:
        label = labels[rasterize([candidate.geometry], labels.shape, transform=TEN_METRES) == 1].max()
        values = probability[labels == label] / 254
        assert candidate.probability_mean == pytest.approx(values.mean(), rel=1e-12)
        assert candidate.probability_max == pytest.approx(values.max(), rel=1e-12)


def test_floating_point_probabilities():
    rng = np.random.default_rng(5)
    probability = ndimage.gaussian_filter(rng.random((60, 50)), 2).astype(np.float32)
    probability = (probability - probability.min()) / np.ptp(probability)
    probability[20:24, 10:30] = np.nan
    labels, count = ndimage.label(probability >= 0.47)
    candidates = trace(probability, [7] * 9, threshold=0.47, **PIXELS)
    assert len(candidates) == count > 3
    assert frozen(candidates) == frozen(trace(probability, threshold=0.47, **PIXELS))
    for candidate in candidates:
        label = labels[rasterize([candidate.geometry], labels.shape, transform=TEN_METRES) == 1].max()
        values = probability[labels == label].astype(float)
        assert candidate.probability_mean == pytest.approx(values.mean(), abs=1e-7)
        assert candidate.probability_max == pytest.approx(values.max(), abs=1e-7)
        assert not np.isnan(values).any()


LATE = {
    "comb": "#.#.#.#  #.#.#.#  #.#.#.#  #######",
    "arch": "#######  #.....#  #.###.#  #.#.#.#",
    "spiral": "#########  #.......#  #.#####.#  #.#...#.#  #.#.#.#.#  #.#.###.#  #.#.....#  #.#######",
    "two combs": "#.#.#.  #.#.#.  ######  ......  ######  #.#.#.  #.#.#.",
    "nested": "#######  #.....#  #.###.#  #.#.#.#  #.###.#  #.....#  #######",
}


@pytest.mark.parametrize("name", LATE)
@pytest.mark.parametrize("fill_holes", [0, 250, 100_000])
@pytest.mark.parametrize("tolerance", [0, None])
def test_branches_that_meet_late(name, fill_holes, tolerance):
    text = LATE[name].split()
    width = max(map(len, text))
    probability = picture(" ".join(row.ljust(width, ".") for row in text))
    chosen = {"minimum_area": 0, "fill_holes": fill_holes, "tolerance": tolerance}
    whole = trace(probability, **chosen)
    for height in range(1, len(probability)):
        assert frozen(trace(probability, [height] * 20, **chosen)) == frozen(whole)
    labels, count = ndimage.label(probability == INSIDE)
    swallowed = name == "nested" and fill_holes == 100_000
    assert len(whole) == (1 if swallowed else count)
    if tolerance == 0 and not fill_holes:
        assert sum(candidate.geometry.area for candidate in whole) == (labels > 0).sum() * CELL


def test_holes_are_filled_by_size():
    probability = np.full((20, 20), INSIDE, np.uint8)
    probability[2:4, 2:4] = OUTSIDE  # 400 square metres
    probability[8:11, 8:11] = 255  # 900, without data
    probability[15, 15] = OUTSIDE

    def hole_areas(**chosen):
        (candidate,) = trace(probability, **({"minimum_area": 0, "tolerance": 0} | chosen))
        return sorted(shapely.Polygon(ring).area for ring in candidate.geometry.interiors)

    assert hole_areas(fill_holes=0) == [100, 400, 900]
    assert hole_areas(fill_holes=300) == [400, 900]
    assert hole_areas(fill_holes=500) == [900]
    assert hole_areas(minimum_area=500) == [900]  # the default is the smallest area
    assert hole_areas(fill_holes=5000) == []
    (filled,) = trace(probability, minimum_area=5000)
    assert filled.probability_mean == pytest.approx(INSIDE / 254)  # filled pixels do not count


def test_a_component_in_a_filled_hole_belongs_to_it():
    probability = picture("#########  #.......#  #.#####.#  #.#####.#  #.......#  #########")
    apart = trace(probability, minimum_area=900, fill_holes=500, tolerance=0)
    assert [round(c.area_m2, -2) for c in apart] == [1000, 2600]
    (one,) = trace(probability, minimum_area=900, fill_holes=5000, tolerance=0)
    assert one.geometry.area == 54 * CELL


def test_pixels_that_touch_at_a_corner():
    diagonal = trace(picture("#.  .#"), **PIXELS)
    assert len(diagonal) == 2  # 4-connected
    assert diagonal[0].geometry.touches(diagonal[1].geometry)
    (pinched,) = trace(picture("###  #.#  ##."), **PIXELS)  # the bay is closed at a corner
    assert pinched.geometry.is_valid
    assert pinched.geometry.area == 7 * CELL
    assert len(pinched.geometry.interiors) == 1
    smooth = trace(picture("##..  ##..  ..##  ..##"), minimum_area=0)
    assert smooth[0].geometry.disjoint(smooth[1].geometry)


def test_corners_only_and_the_same_way_around():
    (square,) = trace(picture("....  .##.  .##.  ...."), [1] * 4, **PIXELS)
    assert len(square.geometry.exterior.coords) == 5
    assert square.geometry.exterior.is_ccw
    (ring,) = trace(picture("###  #.#  ###"), **PIXELS)
    assert ring.geometry.exterior.is_ccw
    assert not ring.geometry.interiors[0].is_ccw


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (25, 40)])
def test_all_inside_and_nothing_inside(shape):
    full = np.full(shape, 254, np.uint8)
    (whole,) = trace(full, [4] * 10, **PIXELS)
    left, top = TEN_METRES @ (0, 0)
    right, bottom = TEN_METRES @ shape[::-1]
    assert whole.geometry.equals(shapely.box(left, bottom, right, top))
    assert whole.probability_mean == whole.probability_max == pytest.approx(1)
    assert trace(full * 0, [4] * 10, **PIXELS) == []
    assert trace(np.full(shape, 255, np.uint8), threshold=0.0, **PIXELS) == []
    assert len(trace(full * 0, threshold=0.0, **PIXELS)) == 1  # a probability of 0 is at least 0


def test_candidates_come_as_soon_as_nothing_can_touch_them():
    probability = np.full((300, 60), OUTSIDE, np.uint8)
    for row in range(5, 290, 20):
        probability[row : row + 10, 5:40] = INSIDE
    tracer = OutlineTracer(TEN_METRES, UTM, 60, threshold=0.5)
    counts = [len(tracer.add_rows(probability[row : row + 20])) for row in range(0, 300, 20)]
    assert counts == [1] * 15
    assert tracer.finish() == []


def test_a_strip_without_rows_changes_nothing():
    probability = picture("###  #.#  ###")
    strips = [1, 0, 0, 1, 0, 1]
    assert frozen(trace(probability, strips, **PIXELS)) == frozen(trace(probability, **PIXELS))
    with pytest.raises(ValueError, match="rows of 3 pixels"):
        OutlineTracer(TEN_METRES, UTM, 3, threshold=0.5).add_rows(probability[:, :2])


def ground_area(crs, corners):
    to_geographic = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    longitude, latitude = to_geographic.transform(*np.array(corners).T)
    return abs(pyproj.Geod(ellps="WGS84").polygon_area_perimeter(longitude, latitude)[0])


GRIDS = {
    "geographic south": ("EPSG:4326", Affine(0.0002, 0, -69.5, 0, -0.0002, -33.2)),
    "Web Mercator at 65 north": ("EPSG:3857", Affine(20, 0, 2_000_000, 0, -20, 9_600_000)),
    "polar": ("EPSG:3031", Affine(12, 0, 1_500_000, 0, -12, 900_000)),
    "feet": ("EPSG:2229", Affine(30, 0, 6_500_000, 0, -30, 1_800_000)),
    "rotated": (UTM, Affine.translation(500_000, 3_100_000) @ Affine.rotation(30) @ Affine.scale(10, -8)),
    "south up": (UTM, Affine(10, 0, 500_000, 0, 10, 3_100_000)),
}


@pytest.mark.parametrize("name", GRIDS)
def test_areas_are_those_on_the_ground(name):
    crs, transform = GRIDS[name]
    probability = np.full((30, 40), OUTSIDE, np.uint8)
    probability[4:25, 6:33] = INSIDE
    expected = ground_area(crs, [transform @ corner for corner in [(6, 4), (33, 4), (33, 25), (6, 25)]])
    chosen = {"transform": transform, "crs": crs, "tolerance": 0}
    (candidate,) = trace(probability, [5] * 6, minimum_area=expected * 0.999, **chosen)
    assert candidate.area_m2 == pytest.approx(expected, rel=1e-6)
    assert candidate.geometry.exterior.is_ccw
    assert trace(probability, [5] * 6, minimum_area=expected * 1.001, **chosen) == []


@pytest.mark.parametrize("name", GRIDS)
def test_holes_and_tolerance_are_measured_on_the_ground(name):
    crs, transform = GRIDS[name]
    probability = np.full((60, 60), OUTSIDE, np.uint8)
    rows, columns = np.mgrid[:60, :60]
    probability[(rows - 30) ** 2 + (columns - 28) ** 2 < 25**2] = INSIDE
    probability[28:35, 28:35] = OUTSIDE
    hole = ground_area(crs, [transform @ corner for corner in [(28, 28), (35, 28), (35, 35), (28, 35)]])
    chosen = {"transform": transform, "crs": crs, "minimum_area": 0}
    (exact,) = trace(probability, fill_holes=hole * 0.99, tolerance=0, **chosen)
    assert len(exact.geometry.interiors) == 1
    (filled,) = trace(probability, fill_holes=hole * 1.01, tolerance=0, **chosen)
    assert len(filled.geometry.interiors) == 0
    # A local plane in true metres, in which the distance between the outlines is measured.
    centre = shapely.transform(shapely.Point(transform @ (28, 30)), to_lonlat(crs))
    plane = pyproj.CRS.from_user_input(f"+proj=aeqd +lat_0={centre.y} +lon_0={centre.x} +datum=WGS84 +units=m")
    for tolerance in (2.0, 6.0, 15.0):
        (smooth,) = trace(probability, fill_holes=0, tolerance=tolerance, **chosen)
        a, b = (to_plane(shape.geometry, crs, plane) for shape in (exact, smooth))
        assert tolerance * 0.1 < farthest(a, b, step=1.0) <= tolerance * 1.0005


def to_lonlat(crs):
    transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    return lambda points: np.column_stack(transformer.transform(*points.T))


def to_plane(geometry, crs, plane):
    transformer = pyproj.Transformer.from_crs(crs, plane, always_xy=True)
    return shapely.transform(geometry, lambda points: np.column_stack(transformer.transform(*points.T)))


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("threshold", 1.5, "1.5"),
        ("threshold", float("nan"), "nan"),
        ("minimum_area", -1.0, "minimum area -1"),
        ("fill_holes", float("inf"), "holes"),
        ("tolerance", -0.5, "tolerance -0.5"),
    ],
)
def test_settings_that_make_no_sense(setting, value, said):
    with pytest.raises(UserError, match=said):
        OutlineTracer(TEN_METRES, UTM, 5, **({"threshold": 0.5} | {setting: value}))


def test_a_place_outside_the_coordinate_system_is_told():
    outside = Affine(10, 0, 5e9, 0, -10, 5e9)
    with pytest.raises(UserError, match="lies outside"):
        trace(picture("###  ###"), transform=outside, minimum_area=0)


def test_memory_of_the_tracer_does_not_grow_with_rows():
    rng = np.random.default_rng(3)
    tracer = OutlineTracer(TEN_METRES, UTM, 300, threshold=0.65, minimum_area=3000)
    held, found = [], 0
    for _ in range(60):
        field = ndimage.gaussian_filter(rng.random((64, 300)), 3)
        rows = np.rint((field - field.min()) / np.ptp(field) * 254).astype(np.uint8)
        found += len(tracer.add_rows(rows))
        open_runs = sum(piece.shape[1] for pieces in tracer._builder._open for piece in pieces)
        held.append(open_runs + len(tracer._neighbourhood))
    assert found > 100
    assert max(held[20:]) < 2 * max(held[:20])
