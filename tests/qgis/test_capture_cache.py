"""What a capture leaves in the cache, and what a later one makes of it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from qgis.core import QgsRasterLayer
from rock_glacier_inventory.processing_provider.capture.asking.piece_store import (
    CacheLimits,
    PieceStore,
    layer_key,
    tidy,
)

from .conftest import RunAlgorithm
from .loopback import Answer
from .test_capture_tiles import X, Y, capture, is_landscape, tiles
from .test_capture_tiles import server as server
from .tile_server import KEY, TileServer, encoded, landscape, no_imagery, plain


def pieces(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "basemaps").rglob("*.png"))


def test_a_second_run_fetches_nothing(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    first = capture(run, server, tmp_path / "a.tif")
    assert first.results["REQUESTS"] == server.requests == 12
    again = capture(run, server, tmp_path / "b.tif")
    assert server.requests == 12
    assert again.results["REQUESTS"] == 0
    assert again.results["FROM_CACHE"] == 12
    assert (tmp_path / "a.tif").stat().st_size == (tmp_path / "b.tif").stat().st_size
    # Another extent and another pixel size use the same tiles, as far as they go.
    capture(run, server, tmp_path / "c.tif", EXTENT=tiles(5, 3), RESOLUTION=4.4)
    assert server.requests == 15


def test_what_is_no_ground_is_not_fetched_again(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """Blank tiles and placeholders are answers; a tile that was not found is asked for anew."""
    answers = {X: Answer(plain("white")), X + 1: Answer(no_imagery()), X + 2: Answer(b"", 404)}
    server.answer = lambda tile, number: answers.get(tile[1])
    first = capture(run, server, tmp_path / "a.tif", RETRIES=0)
    assert server.requests == 13  # and a coarser tile, as most have no ground
    again = capture(run, server, tmp_path / "b.tif", RETRIES=0)
    assert server.requests == 16
    assert {tile[1] for tile, count in server.asked.items() if count > 1 and tile[0] == 15} == {X + 2}
    assert first.results["GAP_COUNT"] == again.results["GAP_COUNT"] == 9


def test_another_key_shares_nothing(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    capture(run, server, tmp_path / "a.tif")
    other = QgsRasterLayer(server.source.replace(KEY, "other"), "Basemap", "wms")
    run.project.addMapLayer(other)
    done = capture(run, server, tmp_path / "b.tif", INPUT=other.id())
    assert done.results["FROM_CACHE"] == 0
    assert server.requests == 24
    folders = sorted(path.name for path in (tmp_path / "cache" / "basemaps").iterdir())
    assert len(folders) == 2
    for name in folders:
        assert name not in hashlib.sha256(server.source.encode()).hexdigest()


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "swapped"])
def test_damaged_pieces_are_fetched_anew(run: RunAlgorithm, server: TileServer, tmp_path: Path, damage: str) -> None:
    capture(run, server, tmp_path / "a.tif")
    (path,) = (path for path in pieces(tmp_path) if path.stem == str(Y + 1) and path.parent.name == str(X + 1))
    content = path.read_bytes()
    path.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "flipped": content[:2000] + bytes([content[2000] ^ 1]) + content[2001:],
            "empty": b"",
            "swapped": encoded(landscape((15, 0, 0))),
        }[damage]
    )
    asked = server.requests
    done = capture(run, server, tmp_path / "b.tif")
    assert server.requests == asked + 1
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "b.tif", 1.5, 1.5)
    assert path.read_bytes() == content


def test_old_pieces_are_fetched_anew(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    capture(run, server, tmp_path / "a.tif")
    long_ago = time.time() - 10 * 86_400
    for path in pieces(tmp_path)[:5]:
        os.utime(path, (long_ago, long_ago))
    asked = server.requests
    capture(run, server, tmp_path / "b.tif")
    assert server.requests == asked
    capture(run, server, tmp_path / "c.tif", CACHE_DAYS=5)
    assert server.requests == asked + 5


def test_no_cache_if_not_wanted(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    capture(run, server, tmp_path / "a.tif", CACHE_SIZE=0)
    assert not (tmp_path / "cache").exists()
    capture(run, server, tmp_path / "b.tif", CACHE_SIZE=0)
    assert is_landscape(tmp_path / "b.tif", 1.5, 1.5)


def test_the_cache_stays_within_its_size(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """Room for four or so of the twelve tiles: the run itself has all, the latest stay."""
    capture(run, server, tmp_path / "a.tif")
    size = sum(path.stat().st_size for path in pieces(tmp_path)) / 12
    done = capture(run, server, tmp_path / "b.tif", CACHE_SIZE=4.5 * size / 1e9)
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "b.tif", 3.5, 2.5)
    assert 3 <= len(pieces(tmp_path)) <= 6


@pytest.fixture
def small_cache(make_small_disk: Callable[[str, str], Path], server: TileServer) -> Path:
    return make_small_disk("cache", "100k")


def test_a_full_cache_is_no_trouble(run: RunAlgorithm, server: TileServer, tmp_path: Path, small_cache: Path) -> None:
    done = capture(run, server, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 3.5, 2.5)
    kept = len(pieces(tmp_path))
    assert 0 < kept < 12
    assert not list(small_cache.rglob("*.part"))
    again = capture(run, server, tmp_path / "b.tif")
    assert again.results["FROM_CACHE"] == kept


def test_a_read_only_cache_is_read(run: RunAlgorithm, server: TileServer, tmp_path: Path, small_cache: Path) -> None:
    capture(run, server, tmp_path / "a.tif")
    kept = len(pieces(tmp_path))
    subprocess.run(["mount", "-o", "remount,ro", small_cache], check=True)
    done = capture(run, server, tmp_path / "b.tif")
    assert done.results["FROM_CACHE"] == kept
    assert done.results["GAP_COUNT"] == 0
    assert done.feedback.warnings == []


def test_a_cache_folder_that_is_a_file(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("x")
    done = capture(run, server, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0


# ---- the store alone


def test_tidying_removes_the_oldest(tmp_path: Path) -> None:
    store = PieceStore(tmp_path, tmp_path / "spare", CacheLimits())
    for number in range(4):
        store.put("layer", str(number), landscape((15, number, 0)))
        moment = time.time() - 86_400 * (4 - number)
        os.utime(tmp_path / "layer" / f"{number}.png", (moment, moment))
    size = (tmp_path / "layer" / "3.png").stat().st_size
    tidy(tmp_path / "layer", CacheLimits(days=3.5, gigabytes=2.5 * size / 1e9))
    assert sorted(path.name for path in (tmp_path / "layer").iterdir()) == ["2.png", "3.png"]


def test_a_layers_folder_tells_nothing() -> None:
    key = layer_key("tiles", "url=https://t.example.org/{z}?key=abc")
    assert key == layer_key("tiles", "url=https://t.example.org/{z}?key=abc")
    assert key != layer_key("tiles", "url=https://t.example.org/{z}?key=abd")
    assert len(key) == 16
    assert int(key, 16)
