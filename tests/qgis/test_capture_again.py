"""A second capture in a new process asks the server for no picture, whatever Qt's hashes are seeded with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from osgeo import gdal
from qgis.core import QgsRasterLayer, QgsVectorLayer
from rock_glacier_inventory.processing_provider.capture.drawn.styles import source_of, style_of

from .ground_pattern import COUNT, SPACING, Place
from .loopback import Answer, Loopback
from .pattern_server import pattern_server
from .tile_server import WORLD

ROOT = Path(__file__).resolve().parents[2]
PLACE = Place(30.6)
STYLE = {
    "version": 8,
    "sources": {"ground": {"type": "vector", "tiles": []}},
    "layers": [
        {
            "id": "fill",
            "type": "fill",
            "source": "ground",
            "source-layer": "squares",
            "paint": {"fill-color": "#aa3322", "fill-outline-color": "#112233"},
        },
        {
            "id": "line",
            "type": "line",
            "source": "ground",
            "source-layer": "squares",
            "paint": {"line-color": "#0000ff", "line-width": 2},
        },
    ],
}


@dataclass(frozen=True)
class Source:
    """A layer as QGIS opens it; `word` is in the address of each of its pictures and of no other's."""

    kind: str
    source: str
    word: str

    def turned(self) -> Source:
        """The same source, written in another order."""
        return replace(self, source="&".join(reversed(self.source.split("&"))))


@dataclass(frozen=True)
class Process:
    """What one process said of its captures, their images, and a style with callouts."""

    said: list[dict[str, int]]
    images: list[bytes]
    style: str


def process(folder: Path, seed: int, *sources: Source) -> Process:
    """Capture each source in a new process."""
    box = ",".join(map(str, PLACE.extent_in("EPSG:3857")))
    outputs = [folder / f"{seed}_{number}.tif" for number in range(len(sources))]
    words = [text for of, output in zip(sources, outputs) for text in (of.kind, of.source, str(output))]
    environment = {
        **os.environ,
        "QT_HASH_SEED": str(seed),
        "ROCK_GLACIER_CACHE": str(folder / "cache"),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder / f"profile{seed}"),  # QGIS's own cache of the network is empty
        "QT_QPA_PLATFORM": "offscreen",
    }
    script = Path(__file__).with_name("capture_script.py")
    done = subprocess.run(
        [sys.executable, str(script), str(ROOT), box, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    style, *said = map(json.loads, done.stdout.strip().splitlines()[-len(sources) - 1 :])
    return Process(said, [gdal.Open(str(output)).ReadRaster() for output in outputs], style)


class VectorTiles:
    """Serves tiles that GDAL made, and a style."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self._folder = folder
        self._loopback = Loopback(self._answer)
        self.base, self.stop = self._loopback.base, self._loopback.stop

    def _answer(self, path: str) -> Answer:
        self.asked.append(path)
        if path == "/style.json":
            return Answer(json.dumps(STYLE).encode(), kind="application/json")
        file = self._folder.joinpath(*path.split("/")[2:])  # behind a word of the source
        body = file.read_bytes() if file.is_file() else b""  # where nothing is, a tile without anything
        return Answer(body, kind="application/x-protobuf")


@contextmanager
def vector_tiles(folder: Path) -> Iterator[VectorTiles]:
    PLACE.write_squares(folder / "squares.geojson")
    options = ["MINZOOM=10", "MAXZOOM=13", "COMPRESS=NO"]
    made = gdal.VectorTranslate(
        str(folder / "tiles"),
        str(folder / "squares.geojson"),
        format="MVT",
        dstSRS="EPSG:3857",
        layerName="squares",
        datasetCreationOptions=options,
    )
    assert made is not None
    made = None
    server = VectorTiles(folder / "tiles")
    try:
        yield server
    finally:
        server.stop()


@dataclass(frozen=True)
class Again:
    """Two processes, how often each source was asked for pictures in the first, and how often after the second.

    The second captures the sources, and then those of map servers once more in other words.
    """

    first: Process
    second: Process
    asked: dict[str, int]
    asked_after: dict[str, int]


MAPS, TILES = ["EPSG:4326", "EPSG:3857"], ["plain", "styled"]


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Again:
    """All sources in the same two processes: QGIS takes longer to start than to capture them."""
    folder = tmp_path_factory.mktemp("again")
    with pattern_server(PLACE, "waves") as maps, vector_tiles(folder) as tiles:
        sources = [Source("wms", maps.wms(crs), crs) for crs in MAPS]
        for word in TILES:
            style = f"styleUrl={tiles.base}/style.json&" if word == "styled" else ""
            address = f"{tiles.base}/{word}/{{z}}/{{x}}/{{y}}.pbf"
            sources.append(Source("vectortile", f"{style}type=xyz&url={address}&zmin=10&zmax=13", word))

        def asked() -> dict[str, int]:
            return {of.word: sum(of.word in unquote(path) for path in maps.asked + tiles.asked) for of in sources}

        first = process(folder, 1, *sources)
        before = asked()
        second = process(folder, 2, *sources, *(of.turned() for of in sources[: len(MAPS)]))
        return Again(first, second, before, asked())


@pytest.mark.parametrize("crs", MAPS)
def test_a_map_server(again: Again, crs: str) -> None:
    place = MAPS.index(crs)
    for number in (place, len(MAPS) + len(TILES) + place):  # as it was written, and in other words
        taken = again.second.said[number]["from_cache"]
        assert again.asked_after[crs] == again.asked[crs] == again.first.said[place]["pieces"] == taken
        assert again.second.images[number] == again.first.images[place]


@pytest.mark.parametrize("word", TILES)
def test_vector_tiles(again: Again, word: str) -> None:
    number = len(MAPS) + TILES.index(word)
    first, second = again.first.said[number], again.second.said[number]
    assert again.asked[word] > 0 and first["gaps"] < first["pieces"]
    assert again.asked_after[word] == again.asked[word]
    assert second["from_cache"] == first["pieces"] - first["gaps"] or second["from_cache"] == first["pieces"]
    assert again.second.images[number] == again.first.images[number]


# ---- the words themselves


def test_what_cannot_be_seen_changes_no_style(qgis_app: object, tmp_path: Path) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32645&field=a:int", "one", "memory")
    before = style_of(layer)
    layer.setName("another")
    layer.setCustomProperty("of a plugin", "7")
    layer.setFieldAlias(0, "alias")
    layer.setScaleBasedVisibility(True)
    layer.setMinimumScale(1000)
    assert style_of(layer) == before
    layer.renderer().symbol().setOpacity(0.4)
    assert style_of(layer) != before


def test_every_change_of_colours_changes_the_style(qgis_app: object, tmp_path: Path) -> None:
    PLACE.write_raster(tmp_path / "a.tif", PLACE.utm, 50.0, "waves")
    layer = QgsRasterLayer(str(tmp_path / "a.tif"), "a")
    seen = {style_of(layer)}
    layer.brightnessFilter().setContrast(30)
    seen.add(style_of(layer))
    layer.hueSaturationFilter().setSaturation(-20)
    seen.add(style_of(layer))
    layer.renderer().setRedBand(2)
    seen.add(style_of(layer))
    assert len(seen) == 4


def test_labels_with_callouts_have_one_style_in_every_process(again: Again, tmp_path: Path) -> None:
    styles = [again.first.style, again.second.style, process(tmp_path, 77).style]
    assert "callout" in styles[0] and "SimpleLine" in styles[0]
    assert len(set(styles)) == 1


def test_the_layers_of_a_map_server_keep_their_order(qgis_app: object) -> None:
    source = "layers=b&layers=a&styles=2&styles=1&url=http://127.0.0.1/&format=image/png"
    other = "url=http://127.0.0.1/&format=image/png&layers=a&layers=b&styles=2&styles=1"
    first, second = (source_of(QgsRasterLayer(text, "a", "wms")) for text in (source, other))
    assert "layers=b&layers=a" in first and "layers=a&layers=b" in second
    assert COUNT * SPACING < WORLD
