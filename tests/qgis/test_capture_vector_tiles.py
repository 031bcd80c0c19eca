"""Vector tiles are drawn, and asked for in a thread of QGIS's own: what is answered there is heard, too."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from qgis.core import QgsVectorTileLayer
from qgis.PyQt.QtGui import QColor
from rock_glacier_inventory.processing_provider.capture.asking import overhearing

from .conftest import Run, RunAlgorithm
from .loopback import Answer
from .test_capture_layers import extent, pixel
from .test_capture_tiles import gaps_of
from .test_capture_tiles import server as server
from .tile_server import TileServer


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2, len(content)]) + content


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def full_tile() -> bytes:
    """A vector tile (MVT 2.1) with one polygon all over it."""
    moves = (9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15)  # the corners, by zigzag
    geometry = b"".join(map(_varint, moves))
    feature = b"\x18\x03" + _field(4, geometry)
    return _field(3, b"\x78\x02" + _field(1, b"land") + _field(2, feature) + b"\x28" + _varint(4096))


KIND = "application/vnd.mapbox-vector-tile"


def captured(run: RunAlgorithm, server: TileServer, path: Path, **parameters: object) -> Run:
    source = server.source.replace(".png", ".pbf").replace("zmax=19", "zmax=14")
    layer = QgsVectorTileLayer(source, "Land")
    assert layer.isValid()
    (style,) = (style for style in layer.renderer().styles() if "olygon" in style.styleName())
    style.symbol().setColor(QColor("#ff0000"))
    layer.renderer().setStyles([style])
    run.project.addMapLayer(layer)
    given = {"INPUT": layer.id(), "EXTENT": extent(), "RESOLUTION": 5, "GAPS": "memory:", "CRS": "EPSG:32645"}
    return run("capturebasemap", OUTPUT=str(path), **{**given, **parameters})


def test_vector_tiles_are_drawn(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda tile, number: Answer(full_tile(), kind=KIND)
    done = captured(run, server, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0
    assert server.requests > 0
    assert done.results["REQUESTS"] == server.requests
    assert pixel(tmp_path / "a.tif", 400, 400) == (255, 0, 0, 255)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"", 500), "server error"),
        (Answer(b"", 403), "refused"),
        (Answer(b"", 429), "too many requests"),
        (Answer(b"x" * 4000, cut_after=900, kind=KIND), "connection lost"),
    ],
)
def test_a_fault_of_a_vector_tile_is_a_gap(
    run: RunAlgorithm, server: TileServer, tmp_path: Path, answer: Answer, reason: str
) -> None:
    broken: list[tuple] = []

    def serve(tile: tuple, number: int) -> Answer:
        if not broken:
            broken.append(tile)
        return answer if tile in broken else Answer(full_tile(), kind=KIND)

    server.answer = serve
    done = captured(run, server, tmp_path / "a.tif", RETRIES=1)
    assert {found for found, _ in gaps_of(done)} == {reason}
    assert 0 < done.results["GAP_COUNT"] < done.results["TILES"]


def test_a_fault_of_a_vector_tile_that_passes(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda tile, number: (
        Answer(full_tile(), kind=KIND) if number else Answer(b"", 429, headers={"Retry-After": "0"})
    )
    done = captured(run, server, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0


def test_a_vector_tile_that_is_not_there_holds_nothing(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """Servers say "not found" where there is nothing to be drawn; the rest of the picture counts."""
    whole: list[tuple] = []

    def answer(tile: tuple, number: int) -> Answer:
        whole.append(tile)
        return Answer(full_tile(), kind=KIND) if tile[1] % 2 else Answer(b"", 404)

    server.answer = answer
    done = captured(run, server, tmp_path / "a.tif")
    assert {tile[1] % 2 for tile in whole} == {0, 1}
    assert "not found" not in {reason for reason, _ in gaps_of(done)}


def test_a_main_thread_that_was_busy_is_listened_to_again(
    run: RunAlgorithm, server: TileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever for what it hears; what it says later counts as before."""
    server.answer = lambda tile, number: Answer(full_tile(), kind=KIND)
    overhearing.open_ear()
    waited: list[list[overhearing.Heard]] = []

    def listen() -> None:
        with overhearing.Overhearing(lambda: False) as other:
            other.start()
            waited.append(other.answers({"127.0.0.1"}, set()))
            assert not other.has_given(set()), "nobody knows what the main thread has heard meanwhile"
            waited.append([])

    monkeypatch.setattr(overhearing, "_PATIENCE", 0.1)
    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()  # the main thread does nothing else
    assert waited == [[], []]
    monkeypatch.undo()
    done = captured(run, server, tmp_path / "a.tif")
    assert done.results["REQUESTS"] == server.requests > 0
