import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from probabilities import INSIDE, OUTSIDE, examples, farthest, frozen, picture, trace
from rasterio.features import rasterize
from rock_glacier_inventory.engine.outlines.outlines import build_polygons, chamfer, smooth
from rock_glacier_inventory.engine.outlines.rings import trace as trace_rings
from rock_glacier_inventory.engine.outlines.runs import ComponentBuilder, connect, find_runs
from scipy import ndimage


def rings_of(inside):
    builder = ComponentBuilder(inside.shape[1])
    runs = find_runs(inside, np.ones(inside.sum(), np.int64), 0)
    first, owners = builder.add(runs, len(inside) - 1)
    assert first.shape[1] == len(owners)
    last, last_owners = builder.finish()
    return [trace_rings(*part) for part in ((first, owners), (last, last_owners)) if part[0].shape[1]]


def disc(radius, size=None):
    size = size or 2 * radius + 5
    rows, columns = np.mgrid[:size, :size] + 0.5
    return (rows - size / 2) ** 2 + (columns - size / 2) ** 2 < radius**2


def turns(points):
    """By how many degrees a line turns at each of its inner points."""
    angles = np.unwrap(np.arctan2(*np.diff(points, axis=0).T))
    return np.degrees(np.abs(np.diff(angles)))


@pytest.mark.parametrize("slope", [0.07, 0.2, 0.37, 0.5, 0.6, 0.83, 1.0])
def test_stairs_of_a_slanted_edge_become_a_line(slope):
    rows, columns = np.mgrid[:150, :120] + 0.5
    (rings,) = rings_of((rows > 5 + slope * columns) & (rows < 145) & (columns > 3) & (columns < 117))
    (shape,) = smooth(rings, np.ones(1))
    column, row = np.array(shape.exterior.coords).T
    on_the_edge = (np.abs(row - 5 - slope * column) < 1.5) & (column > 8) & (column < 112)
    points = np.column_stack([column, row])[on_the_edge]
    points = points[np.argsort(points[:, 0])]
    assert len(points) < rings.sizes[0] / 3
    if len(points) > 2:
        assert turns(points).max() < 25  # pixel stairs turn by 90
    if len(points):
        assert np.abs(points[:, 1] - 5 - slope * points[:, 0]).max() < 0.8


def test_a_disc_becomes_round():
    (rings,) = rings_of(disc(20))
    (shape,) = smooth(rings, np.ones(1))
    assert turns(np.array(shape.exterior.coords)).max() < 40
    assert shape.area == pytest.approx(disc(20).sum(), rel=1e-3)  # the area is kept
    assert abs(shape.exterior.distance(shape.centroid) - 20) < 1


def test_chamfered_outlines_of_neighbours_never_meet():
    rng = np.random.default_rng(8)
    for _ in range(30):
        inside = ndimage.gaussian_filter(rng.random((30, 30)), rng.choice([0.0, 0.8])) > 0.5
        shapes = np.concatenate(
            [build_polygons(chamfer(rings, np.ones(len(rings.sizes)))) for rings in rings_of(inside)]
        )
        assert len(shapes) == ndimage.label(inside)[1]
        assert shapely.is_valid(shapes).all()
        tree = shapely.STRtree(shapes)
        a, b = tree.query(shapes, predicate="intersects")
        assert (a == b).all()
        assert (rasterize(list(shapes), inside.shape).astype(bool) == inside).all()


def test_neighbours_that_would_overlap_are_both_chamfered():
    # A tongue that reaches into a notch, which simplifying would close over it.
    probability = np.full((42, 42), OUTSIDE, np.uint8)
    probability[20:40, 2:40] = INSIDE
    probability[20:22, 18:21] = OUTSIDE
    alone = trace(probability, minimum_area=0, tolerance=60)
    probability[2:9, 5:35] = INSIDE
    probability[9:21, 19] = INSIDE
    together = trace(probability, minimum_area=0, tolerance=60)
    tongue, notched = (candidate.geometry for candidate in together)
    assert tongue.intersects(alone[0].geometry)
    assert tongue.disjoint(notched)
    for candidate, exact in zip(together, trace(probability, minimum_area=0, tolerance=0), strict=True):
        assert farthest(candidate.geometry, exact.geometry, step=1.0) <= 5  # half a pixel
    for height in (1, 5, 21):
        assert frozen(trace(probability, [height] * 42, minimum_area=0, tolerance=60)) == frozen(together)


def test_a_ring_that_simplifying_would_close_stays_open():
    probability = picture("..............  .############.  .#..........#.  .############.  ..............")
    for tolerance in (None, 15.0, 40.0, 400.0):
        (candidate,) = trace(probability, minimum_area=0, fill_holes=0, tolerance=tolerance)
        assert candidate.geometry.is_valid
        assert len(candidate.geometry.interiors) == 1


def test_a_single_pixel_keeps_an_outline():
    (candidate,) = trace(picture("...  .#.  ..."), minimum_area=0)
    assert candidate.geometry.is_valid
    assert 35 < candidate.geometry.area <= 100


@examples(100)
@given(st.integers(1, 60), st.data())
def test_connect_numbers_the_components_of_a_graph(count, data):
    edges = data.draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=80))
    a, b = np.array(edges, np.intp).reshape(-1, 2).T
    labels = connect(count, a, b)
    groups = [{node} for node in range(count)]
    for one, other in edges:
        merged = groups[one] | groups[other]
        for node in merged:
            groups[node] = merged
    order = sorted({min(group) for group in groups})
    assert labels.tolist() == [order.index(min(groups[node])) for node in range(count)]
