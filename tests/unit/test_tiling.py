import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rock_glacier_inventory.engine.scene.tiling import Blender, Part, TilePlace, edge_weights, tile_starts


@given(length=st.integers(1, 5000), tile=st.integers(8, 480), data=st.data())
def test_tiles_cover_every_pixel_and_stay_inside(length, tile, data):
    overlap = data.draw(st.integers(0, tile // 2))
    starts = tile_starts(length, tile, overlap)
    covered = np.zeros(length, bool)
    for start in starts:
        covered[start : start + tile] = True
        assert start == 0 or start + tile <= length
    assert covered.all()
    assert starts == sorted(set(starts))
    assert all(later - earlier <= tile - overlap for earlier, later in zip(starts, starts[1:], strict=False))


def test_neighbours_weights_add_up_to_one_across_the_overlap():
    weights = edge_weights(480, 160)[240]
    assert weights.min() > 0
    np.testing.assert_allclose(weights[320:] + weights[:160], 1.0, atol=1e-6)


def _blend(surface: np.ndarray, tile: int, overlap: int, offset: float = 0.0) -> np.ndarray:
    height, width = surface.shape
    blender = Blender(Part(0, 0, height, width), tile, overlap)
    out = np.full(surface.shape, np.nan, np.float32)
    expected_row = 0
    padded = np.pad(surface, ((0, tile), (0, tile)))
    count = 0
    for row in tile_starts(height, tile, overlap):
        for first, rows in blender.advance_to(row):
            assert first == expected_row
            expected_row += len(rows)
            out[first : first + len(rows)] = rows
        for column in tile_starts(width, tile, overlap):
            part = padded[row : row + tile, column : column + tile]
            blender.add(TilePlace(row, column), part + offset * (count % 2))
            count += 1
    for first, rows in blender.advance_to(height):
        out[first : first + len(rows)] = rows
    return out


@pytest.mark.parametrize(("height", "width"), [(100, 130), (32, 32), (7, 90), (65, 33), (200, 5)])
def test_blending_tiles_of_one_surface_gives_it_back(height, width):
    surface = np.random.default_rng(3).random((height, width), np.float32)
    np.testing.assert_allclose(_blend(surface, 32, 12), surface, atol=2e-6)


def test_no_step_where_neighbouring_tiles_disagree():
    # Every other tile is 0.5 higher: a plain mosaic has steps of 0.5, a blended one only ramps.
    blended = _blend(np.zeros((480, 1120), np.float32), 480, 160, offset=0.5)
    assert blended.max() == pytest.approx(0.5)
    assert np.abs(np.diff(blended, axis=1)).max() <= 0.5 / 160 + 1e-6
