"""A second capture in a new process asks the server for no picture, whatever Qt's hashes are seeded with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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


def again(tmp_path: Path, kind: str, seed: int, *sources: str) -> list[tuple[dict[str, int], bytes]]:
    """What a new process says of its capture of each source, and the image."""
    box = ",".join(map(str, PLACE.extent_in("EPSG:3857")))
    outputs = {str(tmp_path / f"{seed}_{number}.tif"): source for number, source in enumerate(sources)}
    environment = {
        **os.environ,
        "QT_HASH_SEED": str(seed),
        "ROCK_GLACIER_CACHE": str(tmp_path / "cache"),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / f"profile{seed}"),  # QGIS's own cache of the network is empty
        "QT_QPA_PLATFORM": "offscreen",
    }
    script = Path(__file__).with_name("capture_script.py")
    done = subprocess.run(
        [sys.executable, str(script), str(ROOT), kind, box, *(text for file in outputs.items() for text in file[::-1])],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    said = map(json.loads, done.stdout.strip().splitlines()[-len(outputs) :])
    return [(told, gdal.Open(output).ReadRaster()) for told, output in zip(said, outputs)]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_a_map_server(tmp_path: Path, crs: str) -> None:
    with pattern_server(PLACE, "waves") as server:
        source = server.wms(crs)
        [(first, image)] = again(tmp_path, "wms", 1, source)
        asked = len(server.asked)
        turned = "&".join(reversed(source.split("&")))  # the same source, written in another order
        for second, same in again(tmp_path, "wms", 2, source, turned):
            assert len(server.asked) == asked == first["pieces"] == second["from_cache"]
            assert same == image


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
        file = self._folder / path.lstrip("/")
        body = file.read_bytes() if file.is_file() else b""  # where nothing is, a tile without anything
        return Answer(body, kind="application/x-protobuf")

    @property
    def tiles(self) -> list[str]:
        return [path for path in self.asked if path.endswith(".pbf")]


@pytest.fixture
def vector_tiles(tmp_path: Path) -> Iterator[VectorTiles]:
    PLACE.write_squares(tmp_path / "squares.geojson")
    options = ["MINZOOM=10", "MAXZOOM=13", "COMPRESS=NO"]
    made = gdal.VectorTranslate(
        str(tmp_path / "tiles"),
        str(tmp_path / "squares.geojson"),
        format="MVT",
        dstSRS="EPSG:3857",
        layerName="squares",
        datasetCreationOptions=options,
    )
    assert made is not None
    made = None
    server = VectorTiles(tmp_path / "tiles")
    yield server
    server.stop()


@pytest.mark.parametrize("has_style", [False, True])
def test_vector_tiles(tmp_path: Path, vector_tiles: VectorTiles, has_style: bool) -> None:
    source = f"type=xyz&url={vector_tiles.base}/{{z}}/{{x}}/{{y}}.pbf&zmin=10&zmax=13"
    if has_style:
        source = f"styleUrl={vector_tiles.base}/style.json&{source}"
    [(first, image)] = again(tmp_path, "vectortile", 1, source)
    asked = len(vector_tiles.tiles)
    assert asked > 0 and first["gaps"] < first["pieces"]
    [(second, same)] = again(tmp_path, "vectortile", 2, source)
    assert len(vector_tiles.tiles) == asked
    assert second["from_cache"] == first["pieces"] - first["gaps"] or second["from_cache"] == first["pieces"]
    assert same == image


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


_CALLOUTS = """
import sys
sys.path.insert(0, sys.argv[1])
from qgis.core import (QgsApplication, QgsPalLayerSettings, QgsSimpleLineCallout, QgsVectorLayer,
                       QgsVectorLayerSimpleLabeling)
application = QgsApplication([], False)
application.initQgis()
from rock_glacier_inventory.processing_provider.capture.drawn.styles import style_of
layer, settings = QgsVectorLayer("Polygon?field=a:int", "one", "memory"), QgsPalLayerSettings()
settings.fieldName, callout = "a", QgsSimpleLineCallout()
callout.setEnabled(True)
settings.setCallout(callout)
layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
layer.renderer().symbol().setColor(layer.renderer().symbol().color().fromRgb(1, 2, 3))
print("STYLE", style_of(layer))
"""


def test_labels_with_callouts_have_one_style_in_every_process(qgis_app: object) -> None:
    """Their symbol is XML inside a value of XML."""
    styles = []
    for seed in ("1", "2", "77"):
        environment = {**os.environ, "QT_HASH_SEED": seed, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, "-c", _CALLOUTS, str(ROOT / ".venv" / "src")],
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
        )
        styles.append(done.stdout.partition("STYLE")[2])
    assert "callout" in styles[0] and "SimpleLine" in styles[0]
    assert len(set(styles)) == 1


def test_the_layers_of_a_map_server_keep_their_order(qgis_app: object) -> None:
    source = "layers=b&layers=a&styles=2&styles=1&url=http://127.0.0.1/&format=image/png"
    other = "url=http://127.0.0.1/&format=image/png&layers=a&layers=b&styles=2&styles=1"
    first, second = (source_of(QgsRasterLayer(text, "a", "wms")) for text in (source, other))
    assert "layers=b&layers=a" in first and "layers=a&layers=b" in second
    assert COUNT * SPACING < WORLD
