"""Capturing through the real qgis_process program: no desktop, no event loop but ours, nothing in memory."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsRasterLayer

from ..qgis_profile import Profile, make_profile
from .loopback import Answer
from .test_capture_tiles import X, Y, is_landscape, tiles
from .test_qgis_process import call
from .test_tiled_wmts import MERCATOR
from .test_tiled_wmts import extent as extent_of
from .tile_server import KEY, TileServer, tile_server
from .wmts_server import wmts_server


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return make_profile(tmp_path_factory.mktemp("qgis"))


@pytest.fixture
def server() -> Iterator[TileServer]:
    with tile_server() as server:
        yield server


def capture(
    profile: Profile, tmp_path: Path, project: Path | None = None, **parameters: object
) -> subprocess.CompletedProcess[str]:
    """Run the program with a cache of its own."""
    extent = tiles()
    edges = (extent.xMinimum(), extent.xMaximum(), extent.yMinimum(), extent.yMaximum())
    given = {
        "EXTENT": ",".join(map(repr, edges)) + " [EPSG:3857]",
        "RESOLUTION": 4.2,
        "OUTPUT": tmp_path / "a.tif",
        "GAPS": tmp_path / "gaps.gpkg",
        **parameters,
    }
    environment = {**profile.environment, "ROCK_GLACIER_CACHE": str(tmp_path / "cache")}
    options = [f"--project_path={project}"] if project else []
    return call(
        Profile(profile.folder, profile.base, environment),
        "--json",
        "run",
        "rockglacier:capturebasemap",
        *options,
        "--",
        *(f"{key}={value}" for key, value in given.items()),
    )


def results(done: subprocess.CompletedProcess[str]) -> dict:
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)["results"]


def test_a_source_as_a_text_whose_key_is_only_in_what_was_typed(
    profile: Profile, server: TileServer, tmp_path: Path
) -> None:
    """QGIS repeats the parameters; nothing else on the screen or the disk may tell the key. What came is kept."""
    faults = {(X + 1, Y + 1): 404, (X + 3, Y): 403}
    server.answer = lambda tile, number: Answer(b"", faults[tile[1:]]) if tile[1:] in faults else None
    done = capture(profile, tmp_path, INPUT=server.source)
    found = results(done)
    assert found["TILES"] == 12
    assert found["GAP_COUNT"] == 2
    assert is_landscape(tmp_path / "a.tif", 2.5, 1.5)
    assert (tmp_path / "gaps.gpkg").is_file()
    tell_no_key(done, profile, tmp_path)
    before = server.requests
    again = results(capture(profile, tmp_path, INPUT=server.source, OUTPUT=tmp_path / "b.tif", RETRIES=0))
    assert again["FROM_CACHE"] == 10
    assert server.requests == before + 2


def tell_no_key(done: subprocess.CompletedProcess[str], profile: Profile, folder: Path) -> None:
    said = json.loads(done.stdout)
    said.pop("inputs")
    assert KEY not in json.dumps(said) + done.stderr
    assert "Traceback" not in done.stderr
    for path in (*folder.rglob("*"), *profile.base.rglob("*.log")):
        assert KEY not in str(path)
        assert path.is_dir() or KEY.encode() not in path.read_bytes()


def test_a_second_run_asks_for_nothing(profile: Profile, tmp_path: Path) -> None:
    """In a new process, with the parameters in another order, and with another seed of Qt's hashes."""
    with wmts_server(MERCATOR) as server:
        server.lists_may_be_kept = True
        extent = extent_of(server)
        edges = (extent.xMinimum(), extent.xMaximum(), extent.yMinimum(), extent.yMaximum())
        given = {"EXTENT": ",".join(map(repr, edges)) + " [EPSG:3857]", "RESOLUTION": 4.77}
        first = results(capture(profile, tmp_path, INPUT=server.source, **given))
        assert first["GAP_COUNT"] == 0
        asked = len(server.paths)
        assert len(server.tiles) == first["TILES"]
        turned = "&".join(reversed(server.source.split("&")))
        again = results(capture(profile, tmp_path, INPUT=turned, OUTPUT=tmp_path / "b.tif", **given))
        assert again["FROM_CACHE"] == first["TILES"]
        assert again["REQUESTS"] == 0
        assert len(server.paths) == asked
        assert (tmp_path / "a.tif").stat().st_size == (tmp_path / "b.tif").stat().st_size


def test_the_visible_map_of_a_project(profile: Profile, server: TileServer, tmp_path: Path) -> None:
    project = QgsProject()
    layer = QgsRasterLayer(server.source, "Basemap", "wms")
    project.setCrs(layer.crs())
    project.addMapLayer(layer)
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    found = results(capture(profile, tmp_path, project=tmp_path / "map.qgz", RESOLUTION=4.77))
    assert found["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)


def test_a_cap_is_one_sentence(profile: Profile, server: TileServer, tmp_path: Path) -> None:
    done = capture(profile, tmp_path, INPUT=server.source, MAXIMUM_TILES=5)
    assert done.returncode == 1
    assert "limit of 5" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert server.requests == 0
