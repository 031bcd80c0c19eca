"""What a detection saw stays in the inventory: nothing of it goes out with a publication or an export."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from engine_here import run
from exchanged import give
from mapping import ME, candidate_outline, open_inventory
from probabilities import TEN_METRES, UTM
from rasters import write_raster
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.inventory.dialects.known import dialects
from rock_glacier_inventory.inventory.schema import CANDIDATES

NAME = b"kept_probability"
_BEHIND_ITS_HEAD = 100
"""Bytes: what comes before is alike in all blocks."""


def in_files(folder, *wanted):
    """Names of files that hold one of these pieces."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return sorted(path.name for path in files if any(piece in path.read_bytes() for piece in wanted))


@pytest.fixture(scope="module")
def mapped(tmp_path_factory):
    """One rock glacier of a search that kept what it saw."""
    folder = tmp_path_factory.mktemp("Kar é")
    rows, columns = np.mgrid[:80, :80] - 40
    noise = np.random.default_rng(1).random(rows.shape)
    values = np.clip(1.2 - np.hypot(rows, columns) / 25 + 0.15 * noise, 0, 1).astype(np.float32)
    raster = write_raster(folder / "p.tif", values[np.newaxis], transform=TEN_METRES, crs=UTM, nodata=-1)
    path = folder / "i.gpkg"
    for words in (
        ("create", "--output", path),
        ("polygonize", "--input", raster, "--inventory", path, "--minimum-area", 9000),
    ):
        assert run(*words).code == 0
    with closing(open_inventory(path)) as store:
        ((fid,),) = store.rows(CANDIDATES, ())
        operations.remain(store, fid, candidate_outline(store, fid), ME)
    return path


@pytest.fixture(scope="module")
def pieces(mapped):
    """Of each block of what was kept, some bytes that no other file has by chance."""
    with closing(sqlite3.connect(mapped)) as connection:
        blocks = [content for (content,) in connection.execute("SELECT LEVELS FROM kept_probability")]
    found = [block[_BEHIND_ITS_HEAD : _BEHIND_ITS_HEAD + 32] for block in blocks]
    assert found and all(len(piece) == 32 for piece in found)
    assert in_files(mapped.parent, NAME) == in_files(mapped.parent, *found) == ["i.gpkg"], "or the test sees nothing"
    return found


@pytest.mark.parametrize("dialect", [one.name for one in dialects()])
def test_an_export_holds_nothing_of_what_was_seen(mapped, pieces, tmp_path, dialect):
    give(mapped, dialect, tmp_path / "out", "--open=include")
    assert in_files(tmp_path / "out", NAME, *pieces) == []


def test_a_publication_holds_nothing_of_what_was_seen(mapped, pieces, tmp_path):
    words = (f"--dialect={one.name}" for one in dialects())
    done = run(
        "publish", f"--inventory={mapped}", f"--output={tmp_path / 'out'}", "--open=include", "--without-report", *words
    )
    assert done.code == 0, done
    assert in_files(tmp_path / "out", NAME, *pieces) == []
