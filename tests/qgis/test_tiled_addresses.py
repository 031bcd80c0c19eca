"""What a layer of tiles asks for: every way to write an address, and all that goes with a request."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from urllib.parse import unquote

import pytest
from qgis.core import QgsApplication, QgsBlockingNetworkRequest, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtNetwork import QNetworkRequest
from rock_glacier_inventory.processing_provider.capture.tiled.sourcetext import SourceText
from rock_glacier_inventory.processing_provider.capture.tiled.xyz import XyzAddresses, xyz_matrices

from .conftest import RunAlgorithm
from .logins import stored_login
from .loopback import Answer
from .test_capture_tiles import X, Y, capture, is_landscape, pixel_at
from .test_capture_tiles import server as server
from .tile_server import TileServer, encoded, landscape


def address(source: str, zoom: int, column: int, row: int) -> str:
    text = SourceText.of(source)
    (matrix,) = (matrix for matrix in xyz_matrices(text) if matrix.name == str(zoom))
    return XyzAddresses(text.get("url")).of(matrix, column, row)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("http://h/{z}/{x}/{y}.png", "http://h/3/5/2.png"),
        ("http://h/{Z}/{X}/{Y}.png", "http://h/3/5/2.png"),
        ("http://h/{z}/{x}/{-y}.png", "http://h/3/5/5.png"),
        ("http://h/{z}/{x}/{y}@2x.png", "http://h/3/5/2@2x.png"),
        ("http://h/t{q}.jpeg?g%3D1", "http://h/t121.jpeg?g=1"),
        ("http%3A%2F%2Fh%2F%7Bz%7D%2F%7Bx%7D%2F%7By%7D.png%3Fa%3D1%26b%3D2", "http://h/3/5/2.png?a=1&b=2"),
        ("http://h/{z}/{x}/{y}.png%3Furl%3D/a.tif%26b%3Dc", "http://h/3/5/2.png?url=/a.tif&b=c"),
        ("http://h/{z}/{x}/{y}.png?url%3Dhttp%3A%2F%2Fi%2Fa.tif", None),
        ("http://h/{z}/{x}/{y}.png?u%3D{usage}", "http://h/3/5/2.png?u=export"),
        ("file:///a/{z}/{x}/{y}.png", "file:///a/3/5/2.png"),
    ],
)
def test_addresses(written: str, asked: str | None) -> None:
    found = address(f"type=xyz&url={written}&zmin=0&zmax=19", 3, 5, 2)
    if asked is None:  # QGIS 3.22 decodes what is after the question mark, newer ones do not
        assert unquote(found) == "http://h/3/5/2.png?url=http://i/a.tif"
    else:
        assert found == asked


def test_zooms_and_pixels() -> None:
    def matrices(more: str):
        return xyz_matrices(SourceText.of("type=xyz&url=http://h/{z}/{x}/{y}" + more))

    assert [matrix.name for matrix in matrices("")] == [str(zoom) for zoom in range(19)]
    assert [matrix.name for matrix in matrices("&zmin=3&zmax=5")] == ["3", "4", "5"]
    assert {matrix.tile for matrix in matrices("&tilePixelRatio=0")} == {(256, 256)}
    assert {matrix.tile for matrix in matrices("&tilePixelRatio=1")} == {(256, 256)}
    (coarse, *_), (fine, *_) = matrices(""), matrices("&tilePixelRatio=2")
    assert fine.tile == (512, 512)
    assert fine.units == coarse.units / 2


def test_the_order_of_parameters_does_not_count() -> None:
    one = SourceText.of("type=xyz&url=http://h/{z}/{x}/{y}?k%3Dabc&zmax=19&zmin=0")
    assert one.key == SourceText.of("zmin=0&zmax=19&url=http://h/{z}/{x}/{y}?k%3Dabc&type=xyz").key
    assert one.key == SourceText.of("type=xyz&url=http%3A%2F%2Fh/{z}/{x}/{y}?k%3Dabc&zmax=19&zmin=0").key
    assert one.key != SourceText.of("type=xyz&url=http://h/{z}/{x}/{y}?k%3Dabd&zmax=19&zmin=0").key
    assert one.key != SourceText.of("authcfg=ab&type=xyz&url=http://h/{z}/{x}/{y}?k%3Dabc&zmax=19&zmin=0").key


@pytest.mark.parametrize("bare", [False, True])
def test_a_source_that_is_encoded_as_a_whole(run: RunAlgorithm, server: TileServer, tmp_path: Path, bare: bool) -> None:
    url = "".join(f"%{ord(letter):02X}" if letter in ":/?&={}" else letter for letter in server.url)
    text = url if bare else f"type=xyz&url={url}&zmin=0&zmax=19"
    done = capture(run, server, tmp_path / "a.tif", INPUT=text)
    assert done.results["GAP_COUNT"] == 0
    assert server.requests == 12
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)


def test_rows_from_below(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda tile, number: Answer(server.well((tile[0], tile[1], 2 ** tile[0] - 1 - tile[2])))
    capture(run, server, tmp_path / "a.tif", INPUT=server.source.replace("{y}", "{-y}"))
    assert server.requests == 12
    assert is_landscape(tmp_path / "a.tif", 1.5, 1.5)


def test_tiles_of_twice_the_pixels(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """One zoom coarser serves the same resolution."""
    done = capture(run, server, tmp_path / "a.tif", INPUT=server.source + "&tilePixelRatio=2")
    assert {tile[0] for tile in server.asked} == {14}
    assert done.results["GAP_COUNT"] == 0


def test_tiles_on_disk(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    for column in range(X, X + 4):
        for row in range(Y, Y + 3):
            path = tmp_path / "tiles" / "15" / str(column) / f"{row}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encoded(landscape((15, column, row))))
    (tmp_path / "tiles" / "15" / str(X + 1) / f"{Y + 1}.png").unlink()
    source = f"type=xyz&url=file://{tmp_path}/tiles/{{z}}/{{x}}/{{y}}.png&zmin=0&zmax=19"
    done = capture(run, server, tmp_path / "a.tif", INPUT=source)
    assert done.results["GAP_COUNT"] == 1
    assert done.results["REQUESTS"] == 0
    assert is_landscape(tmp_path / "a.tif", 0.5, 1.5)
    assert pixel_at(tmp_path / "a.tif", 1.5, 1.5)[3] == 0
    assert not list((tmp_path / "cache").rglob("*.png"))


def test_a_tile_of_one_colour_on_disk_is_a_picture(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    for column in range(X, X + 4):
        for row in range(Y, Y + 3):
            path = tmp_path / "tiles" / "15" / str(column) / f"{row}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encoded(image))
    source = f"type=xyz&url=file://{tmp_path}/tiles/{{z}}/{{x}}/{{y}}.png&zmin=0&zmax=19"
    capture(run, server, tmp_path / "a.tif", INPUT=source)
    assert pixel_at(tmp_path / "a.tif", 1.5, 1.5) == (0, 0, 255, 255)


# ---- what goes with a request


def test_headers_login_and_user_agent(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    more = "&referer=http://map.example.org/&http-header:X-Api-Key=s%26c&username=me&password=p%40ss"
    capture(run, server, tmp_path / "a.tif", INPUT=server.source + more)
    for headers in server.headers:
        assert headers["Referer"] == "http://map.example.org/"
        assert headers["X-Api-Key"] == "s&c"
        assert headers["Authorization"] == "Basic " + b64encode(b"me:p@ss").decode()
        assert "QGIS" in headers["User-Agent"]


def test_a_configuration_of_the_authentication_manager(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    configuration = stored_login("anna", "secret")
    wanted = "Basic " + b64encode(b"anna:secret").decode()
    server.answer = lambda tile, number: None if server.headers[-1].get("Authorization") == wanted else Answer(b"", 403)
    done = capture(run, server, tmp_path / "a.tif", INPUT=f"{server.source}&authcfg={configuration.id()}", PARALLEL=8)
    assert done.results["GAP_COUNT"] == 0
    QgsApplication.authManager().removeAuthenticationConfig(configuration.id())


def test_headers_go_along_with_a_redirection(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """Relative, as QGIS itself does not follow it."""

    def answer(tile: tuple, number: int) -> Answer | None:
        if server.headers[-1].get("X-Key") != "1":
            return Answer(b"", 403)
        path = server.paths[-1]
        return None if "again" in path else Answer(b"", 302, headers={"Location": path + "&again=1"})

    server.answer = answer
    done = capture(run, server, tmp_path / "a.tif", INPUT=server.source + "&http-header:X-Key=1", PARALLEL=1)
    assert done.results["GAP_COUNT"] == 0
    assert done.results["REQUESTS"] == server.requests == 24


def test_what_qgis_remembers_is_no_request(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """QGIS's own cache, filled by its map, spares the server; a capture writes nothing into it."""
    cache = QgsNetworkAccessManager.instance().cache()
    if cache is None:
        pytest.skip("this QGIS has no cache of its own")
    server.may_be_kept = True
    capture(run, server, tmp_path / "a.tif", CACHE_SIZE=0)
    addresses = [QUrl(f"http://127.0.0.1:{server.port}{path}") for path in server.paths]
    assert not any(cache.metaData(address).isValid() for address in addresses)
    for address in addresses:
        QgsBlockingNetworkRequest().get(QNetworkRequest(address))
    asked = server.requests
    again = capture(run, server, tmp_path / "b.tif", CACHE_SIZE=0)
    assert server.requests == asked
    assert again.results["REQUESTS"] == again.results["FROM_CACHE"] == 0
    assert is_landscape(tmp_path / "b.tif", 1.5, 1.5)


def test_a_bare_address_with_an_address_in_it(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """As TiTiler has them; it is no source of QGIS for all its ``url=``."""
    text = server.url + "&url=http%3A%2F%2Fexample.org%2Fa.tif"
    done = capture(run, server, tmp_path / "a.tif", INPUT=text)
    assert done.results["GAP_COUNT"] == 0
    assert server.requests == 12
    assert all("example.org" in path for path in server.paths)
