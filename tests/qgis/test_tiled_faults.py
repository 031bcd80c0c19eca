"""What servers and lines do to tiles beside plain failures: logins, certificates, packing, exceptions."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsCoordinateTransformContext, QgsProcessingException, QgsRasterLayer
from rock_glacier_inventory.processing_provider.capture.asking import network
from rock_glacier_inventory.processing_provider.capture.asking.fetching import Fetched, Fetcher
from rock_glacier_inventory.processing_provider.capture.asking.piece_store import CacheLimits, PieceStore
from rock_glacier_inventory.processing_provider.capture.plan.pieces import Drawn, Painter, Piece
from rock_glacier_inventory.processing_provider.capture.tiled.source import TileSource

from .conftest import RunAlgorithm
from .logins import stored_login
from .loopback import Answer
from .test_capture_tiles import KEY, SIDE, X, Y, capture, gaps_of, is_landscape, only
from .test_capture_tiles import server as server
from .tile_server import TileServer, encoded, landscape, tile_server

REPORT = b"<ServiceExceptionReport><ServiceException>no</ServiceException></ServiceExceptionReport>"


@pytest.mark.parametrize("kind", ["image/png", "right"])
@pytest.mark.parametrize(
    ("body", "right"),
    [
        (REPORT, "application/vnd.ogc.se_xml"),
        (b'{"message": "not authorised"}', "application/json"),
        (b"<!doctype html><html><body>Log in</body></html>", "text/html"),
        (b"", "image/png"),
    ],
)
def test_an_exception_that_says_all_is_well(
    run: RunAlgorithm, server: TileServer, tmp_path: Path, body: bytes, right: str, kind: str
) -> None:
    server.answer = only((15, X + 1, Y + 1), Answer(body, 200, right if kind == "right" else kind))
    done = capture(run, server, tmp_path / "a.tif", RETRIES=1)
    assert gaps_of(done) == [("not an image", 200)]
    assert is_landscape(tmp_path / "a.tif", 0.7, 1.5)


def test_a_picture_of_a_wrong_kind_is_one(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """Servers err in what they say; the bytes do not."""
    server.answer = lambda tile, number: Answer(server.well(tile), 200, "text/plain")
    done = capture(run, server, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)


@pytest.mark.parametrize("headers", [{"Content-Encoding": "gzip"}, {}])
def test_packed_tiles(run: RunAlgorithm, server: TileServer, tmp_path: Path, headers: dict) -> None:
    server.answer = lambda tile, number: Answer(gzip.compress(server.well(tile)), headers=headers)
    done = capture(run, server, tmp_path / "a.tif")
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)


def test_a_tile_that_claims_to_be_huge(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    picture = encoded(landscape((15, X, Y)))
    header = picture[12:16] + (60_000).to_bytes(4, "big") * 2 + picture[24:29]
    huge = picture[:12] + header + zlib.crc32(header).to_bytes(4, "big") + picture[33:]
    server.answer = only((15, X, Y), Answer(huge))
    done = capture(run, server, tmp_path / "a.tif", RETRIES=0)
    assert [reason for reason, _ in gaps_of(done)] == ["not an image"]


# ---- logins


DEMAND = Answer(b"", 401, headers={"WWW-Authenticate": 'Basic realm="tiles"'})


@pytest.mark.parametrize("way", ["source", "configuration"])
def test_a_password_that_is_right_later(run: RunAlgorithm, server: TileServer, tmp_path: Path, way: str) -> None:
    """Python cannot answer in a person's place, so a new run does; nothing waits for ever meanwhile."""
    right = "Basic " + b64encode(b"anna:right").decode()
    server.answer = lambda tile, number: None if server.headers[-1].get("Authorization") == right else DEMAND
    manager = QgsApplication.authManager()
    configuration = stored_login("anna", "wrong")

    def source(password: str) -> str:
        if way == "source":
            return f"{server.source}&username=anna&password={password}"
        configuration.setConfig("password", password)
        assert manager.updateAuthenticationConfig(configuration)
        return f"{server.source}&authcfg={configuration.id()}"

    with pytest.raises(QgsProcessingException, match="refused"):
        capture(run, server, tmp_path / "a.tif", INPUT=source("wrong"))
    done = capture(run, server, tmp_path / "a.tif", INPUT=source("right"), PARALLEL=1)
    assert done.results["GAP_COUNT"] == 0
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)
    manager.removeAuthenticationConfig(configuration.id())


def test_nobody_knows_the_password(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda tile, number: Answer(b"", 401, headers={"WWW-Authenticate": 'Basic realm="tiles"'})
    with pytest.raises(QgsProcessingException, match="refused"):
        capture(run, server, tmp_path / "a.tif")


# ---- certificates


@pytest.fixture
def untrusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TileServer]:
    """A server whose certificate nobody has signed but itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate, and it is not there")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
        "-keyout",
        str(tmp_path / "key.pem"),
        "-out",
        str(tmp_path / "certificate.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    monkeypatch.setenv("ROCK_GLACIER_CACHE", str(tmp_path / "cache"))
    with tile_server(context) as server:
        yield server


def test_a_certificate_that_is_not_trusted(run: RunAlgorithm, untrusted: TileServer, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"Basemap.*certificate.*not trusted") as caught:
        capture(run, untrusted, tmp_path / "a.tif")
    assert KEY not in str(caught.value)
    assert untrusted.requests == 0


# ---- eight servers at once


class _Several:
    """Layers of several servers as one source, piece by piece."""

    title = "several"
    from_web = True

    def __init__(self, sources: list[TileSource]) -> None:
        self._sources = sources
        self.crs, self.piece_pixels = sources[0].crs, 256

    def is_web_piece(self, piece: Piece) -> bool:
        return True

    def host_of(self, piece: Piece) -> str:
        return f"server {piece.layer}"  # all are on one machine here

    def store_folder(self, piece: Piece) -> None:
        return None

    def name_of(self, piece: Piece) -> str:
        return f"{piece.layer}/{piece.column}/{piece.row}"

    def painters(self, limit: int) -> list[Painter]:
        return [_Painter(list(each)) for each in zip(*(source.painters(limit) for source in self._sources))]


class _Painter:
    tells = True

    def __init__(self, painters: list[Painter]) -> None:
        self._painters = painters

    def begin(self) -> None:
        for painter in self._painters:
            painter.begin()

    def draw(self, piece: Piece) -> Drawn:
        return self._painters[piece.layer].draw(Piece(piece.column, piece.row))

    def cancel(self) -> None:
        for painter in self._painters:
            painter.cancel()

    def end(self) -> None:
        for painter in self._painters:
            painter.end()


def test_one_dead_server_of_eight_stops_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """While the dead one is waited for, the others go on, and it alone is given up."""
    monkeypatch.setattr(network, "FIRST_PAUSE", 0.05)
    with ExitStack() as stack:
        servers = [stack.enter_context(tile_server()) for _ in range(8)]
        layers = [QgsRasterLayer(server.source, "Basemap", "wms") for server in servers]
        sources = [TileSource(layer, SIDE / 256, QgsCoordinateTransformContext()) for layer in layers]
        servers[3].stop()
        several = _Several(sources)
        pieces = [Piece(X + n % 4, Y + n // 4, layer) for layer in range(8) for n in range(12)]
        store = PieceStore(None, tmp_path / "spare", CacheLimits())
        fetched = Fetched()
        assert Fetcher(several, several.painters(8), store, 3).run(pieces, lambda _: True, fetched)
        assert {got.piece.layer for got in fetched.gaps} == {3}
        assert len(fetched.gaps) == 12
        assert {got.fault.reason for got in fetched.gaps} <= {"connection lost", "not asked"}
        assert fetched.gave_up == "connection lost"
        assert [server.requests for n, server in enumerate(servers) if n != 3] == [12] * 7
        servers[3].start()
