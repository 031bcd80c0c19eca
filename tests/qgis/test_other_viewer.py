"""The address of a place in another viewer: what a pattern gives, what is refused, and what is never told."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.plugin.map.seeing.viewer import (
    GOOGLE_EARTH,
    NAMES,
    address,
    open_address,
    problem_of,
    values_at,
)

VALUES = {
    "lat": "28.100000",
    "lon": "-97.200000",
    "scale": "25000",
    "zoom": "14.2",
    "distance": "3000",
    "elevation": "4900",
    "id": "RGU & 冰",
}


@pytest.fixture
def canvas(qgis_app) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    canvas.resize(800, 600)
    yield canvas
    canvas.deleteLater()


def test_google_earth_is_the_default() -> None:
    assert address(GOOGLE_EARTH, VALUES) == (
        "https://earth.google.com/web/@28.100000,-97.200000,4900a,3000d,35y,0h,0t,0r"
    )


def test_every_name_can_be_used_and_is_written_as_an_address_takes_it() -> None:
    pattern = "https://v.example/?" + "&".join(f"{name}={{{name}}}" for name in NAMES)
    assert problem_of(pattern) == ""
    made = address(pattern, VALUES)
    assert "zoom=14.2&" in made
    assert made.endswith("id=RGU%20%26%20%E5%86%B0")


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("https://v.example/{lat}/{long}", "{long}"),
        ("https://v.example/{lat}/{lon", "partner"),
        ("https://v.example/{lat}/{lon}}", "partner"),
        ("https://v.example/{lat.__class__}/{lon}", "{lat.__class__}"),
        ("https://v.example/{0}/{lon}", "{0}"),
        ("https://v.example/", "same place"),
        ("http://v.example/{lat}/{lon}", "https://"),
        ("file:///etc/{lat}/{lon}", "https://"),
        ("javascript:{lat}{lon}", "https://"),
        ("https:///{lat}/{lon}", "https://"),
        ("https://v.example/a b/{lat}/{lon}", "blank"),
        ("https://ann:secret@v.example/{lat}/{lon}", "name or password"),
        ("https://v.example:port/{lat}/{lon}", "cannot be read"),
        ("https://[v/{lat}/{lon}", "cannot be read"),
        ("{lat}{lon}", "https://"),
    ],
)
def test_a_bad_pattern_gets_a_sentence(pattern: str, word: str) -> None:
    assert word in problem_of(pattern)
    with pytest.raises(UserError, match="Settings, Options"):
        address(pattern, VALUES)
    assert "secret" not in problem_of(pattern)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_a_viewer_on_this_computer_needs_no_certificate(host: str) -> None:
    assert problem_of(f"http://{host}/{{lat}}/{{lon}}") == ""


@pytest.mark.parametrize("name", ["EPSG:32645", "EPSG:3857", "EPSG:4326"])
def test_a_place_is_the_same_in_every_system(canvas: QgsMapCanvas, name: str) -> None:
    here = {"EPSG:32645": (500000.0, 3108000.0), "EPSG:3857": (9684793.2, 3261413.0), "EPSG:4326": (87.0, 28.0984)}
    crs = QgsCoordinateReferenceSystem(name)
    canvas.setDestinationCrs(crs)
    x, y = here[name]
    size = 0.01 if crs.isGeographic() else 1000.0
    canvas.setExtent(QgsRectangle(x - size, y - size, x + size, y + size))
    told = values_at(canvas, QgsPointXY(x, y), crs, 4912.4, "RGU1")
    assert float(told["lat"]) == pytest.approx(28.0984, abs=2e-3)
    assert float(told["lon"]) == pytest.approx(87.0, abs=2e-3)
    assert (told["elevation"], told["id"]) == ("4912", "RGU1")
    assert float(told["scale"]) == pytest.approx(canvas.scale(), abs=1)
    pixel = canvas.scale() * 0.0254 / canvas.mapSettings().outputDpi()
    tile = 256 * pixel * 2 ** float(told["zoom"])
    assert tile == pytest.approx(40_075_017 * math.cos(math.radians(28.1)), rel=0.05)


def test_a_place_beyond_the_globe_gets_a_sentence(canvas: QgsMapCanvas) -> None:
    with pytest.raises(UserError, match="no latitude"):
        values_at(canvas, QgsPointXY(1e12, 1e12), QgsCoordinateReferenceSystem("EPSG:32645"), None, "")


class Browser(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @pyqtSlot(QUrl)
    def show(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_it_is_opened_by_what_opens_addresses(qgis_app) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "show")
    try:
        open_address(address(GOOGLE_EARTH, VALUES))
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == [address(GOOGLE_EARTH, VALUES)]


def test_where_nothing_opens_it_the_key_is_not_told(qgis_app) -> None:
    """No program of this computer takes this scheme, nor a browser: there is none here."""
    with pytest.raises(UserError, match=r"v\.example") as caught:
        open_address("nothing-opens-this://v.example/28.1?key=abc123")
    assert "abc123" not in str(caught.value)
