"""Layers of real servers against the file they serve: place, colour, gaps, a second run, and candidates.

Everything is measured by `tests/servers`, in processes of their own. `make test` takes a latitude at which
degrees are half as wide as high, and a layer of each sort; ``ROCK_GLACIER_TEST_ALL=1`` takes all.
"""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from rock_glacier_inventory.inventory.environment import networks_folder

from ..servers.scene import LATITUDES
from ..servers.sources import KINDS, Kind
from ..servers.start import TITILER, measured, started
from ..whole import ALL
from .scene_tiles import share_networks

SCENES = list(LATITUDES) if ALL else ["north62"]
A_FEW = {
    "XYZ jpg, TiTiler",
    "WMTS WebMercatorQuad, TiTiler",
    "WMTS WGS1984Quad, TiTiler",
    "WMS 1.1.1 EPSG:3857, QGIS Server",
    "WMS 1.3.0 EPSG:4326, MapServer",
    "WMTS EPSG:4326, QGIS Server",
    "TMS folder, http",
    "MBTiles, tiles",
    "GeoPackage tiles",
    "VRT warped to degrees",
}
THE_FILE_ITSELF = {"VRT", "COG, vsicurl", "COG, file"}
SEARCHED = {"WMS 1.3.0 EPSG:4326, MapServer"}
CHOSEN = [kind for kind in KINDS if ALL or kind.name in A_FEW]
TO_SEARCH = [kind for kind in KINDS if kind.provider == "wms" and (ALL or kind.name in SEARCHED)]
IS_THERE = {
    "titiler": TITILER.exists(),
    "mapserver": bool(shutil.which("mapserv")),
    "qgis": bool(shutil.which("qgis_mapserver")),
    "files": True,
    "folder": True,
}
NAMES = {"titiler": "TiTiler", "mapserver": "MapServer", "qgis": "QGIS Server"}


@pytest.fixture(scope="module")
def told(sample: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], dict]:
    """What came of each layer and scene: of the first run, again in a new process, and of detecting there."""
    output = tmp_path_factory.mktemp("servers")
    share_networks(networks_folder(), output / "cache")
    names = [kind.name for kind in CHOSEN if IS_THERE[kind.needs]]
    searched = [kind.name for kind in TO_SEARCH if IS_THERE[kind.needs]]
    found = {}
    with started([*SCENES, "sample"], sample / "scene.tif") as servers:
        for run, options in (("first", ()), ("again", ("--again", *(("--detect", *searched) if searched else ())))):
            for line in measured(servers, output, "--scenes", *SCENES, *options, "--kinds", *names) if names else ():
                if "kind" in line:
                    kept = run if line["scene"] != "sample" else "search"
                    found[kept, line["kind"], line["scene"]] = line
    return found


def of(told: dict[tuple[str, str, str], dict], run: str, kind: Kind, scene: str) -> dict[str, Any]:
    """The figures, or a skip where that server is not installed."""
    if not IS_THERE[kind.needs]:
        pytest.skip(f"{NAMES[kind.needs]} is not installed (make setup says why)")
    line = told[run, kind.name, scene]
    assert "failed" not in line, line["failed"]
    return line


each = pytest.mark.parametrize("kind", CHOSEN, ids=lambda kind: kind.name)
anywhere = pytest.mark.parametrize("scene", SCENES)


@each
@anywhere
def test_the_ground_is_where_it_is(told: dict, kind: Kind, scene: str) -> None:
    """Within half a pixel in every window, also those over the corners of blocks, and for every square."""
    found = of(told, "first", kind, scene)
    assert found["largest"] <= 0.5 + kind.own, kind.why
    assert found["squares"] <= 0.5 + kind.own, kind.why
    # Of 255: pixels beside the edges of blocks differ no more than others, but where each picture is off by itself.
    assert found["seam"] <= (2.0 if kind.own else 1.0)


@each
@anywhere
def test_nothing_is_missing_and_colours_are_right(told: dict, kind: Kind, scene: str) -> None:
    found = of(told, "first", kind, scene)
    assert (found["gap_count"], found["unknown"], found["warnings"]) == (0, 0, [])
    if kind.own < 1:
        assert found["colour"] <= (9 if kind.loses else 4)
        assert found["bias"] <= 1


@each
@anywhere
def test_a_second_run_asks_for_nothing(told: dict, kind: Kind, scene: str) -> None:
    """In a new process, where Qt hashes otherwise; what opens a layer (capabilities) is QGIS's own."""
    of(told, "first", kind, scene)
    again = of(told, "again", kind, scene)
    if kind.is_asked_again:
        assert again["asked"] > 0, "it is kept now: say so"
        return
    assert again["asked"] == 0
    assert again["requests"] == 0


@pytest.mark.parametrize("kind", TO_SEARCH, ids=lambda kind: kind.name)
def test_the_same_is_found_as_in_the_file(told: dict, kind: Kind) -> None:
    """Against the file on the same pixels: a network answers to a shift of its windows, too."""
    found = of(told, "search", kind, "sample")
    assert found["candidates"] > 2
    if kind.own < 1:
        assert found["iou_on_grid"] >= (0.75 if kind.loses else 0.85)


def test_this_can_fail(told: dict) -> None:
    """A figure of zero everywhere would be none; what is brought to other pixels cannot be the file itself."""
    first = [line for (run, _, _), line in told.items() if run == "first" and "largest" in line]
    brought = [line for line in first if line["kind"] not in THE_FILE_ITSELF]
    assert brought and all(line["largest"] > 0 and line["colour"] > 0 for line in brought)
    assert any(line["asked"] > 0 for line in first), "the servers count what they are asked"
