"""A map server on loopback whose ground can be read from its colours: WMS 1.1.1 and 1.3.0, and XYZ tiles."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from urllib.parse import parse_qs, quote, urlsplit

from qgis.PyQt.QtGui import QImage

from .ground_pattern import Place
from .loopback import Answer, Loopback
from .tile_server import WORLD, served

_CAPABILITIES = """<?xml version="1.0" encoding="UTF-8"?>
<{root} version="{version}" xmlns="{space}" xmlns:xlink="http://www.w3.org/1999/xlink">
<Service><Name>WMS</Name><Title>Test</Title></Service><Capability><Request>
<GetCapabilities><Format>text/xml</Format><DCPType><HTTP><Get>
<OnlineResource xlink:href="{url}"/></Get></HTTP></DCPType></GetCapabilities>
<GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:href="{url}"/></Get></HTTP>
</DCPType></GetMap></Request><Exception><Format>XML</Format></Exception>
<Layer><Title>All</Title>{systems}{box}
<Layer queryable="0"><Name>ground</Name><Title>Ground</Title></Layer></Layer></Capability></{root}>"""
_BOX = {
    "1.3.0": "<EX_GeographicBoundingBox><westBoundLongitude>80</westBoundLongitude>"
    "<eastBoundLongitude>95</eastBoundLongitude><southBoundLatitude>-80</southBoundLatitude>"
    "<northBoundLatitude>80</northBoundLatitude></EX_GeographicBoundingBox>",
    "1.1.1": '<LatLonBoundingBox minx="80" miny="-80" maxx="95" maxy="80"/>',
}


class PatternServer:
    """Answers for one place; keeps what it was asked for."""

    def __init__(self, place: Place, kind: str) -> None:
        self.place, self.kind = place, kind
        self.asked: list[str] = []
        self.broken: set[str] = set()
        """Tiles, as z/x/y, that are not found."""
        self.delay = 0.0
        self._loopback = Loopback(self.answer)
        self.base, self.stop = self._loopback.base, self._loopback.stop

    def wms(self, crs: str, version: str = "1.3.0") -> str:
        address = quote(f"{self.base}/wms{version}", safe=":/?")
        return f"crs={crs}&dpiMode=7&format=image/png&layers=ground&styles=&version={version}&url={address}"

    @property
    def xyz(self) -> str:
        return f"type=xyz&url={self.base}/xyz/{{z}}/{{x}}/{{y}}.png&zmin=0&zmax=18"

    def answer(self, path: str) -> Answer:
        status, kind, body = self._answer(path)
        return Answer(body, status, kind, {"Cache-Control": "no-store"})

    def _answer(self, path: str) -> tuple[int, str, bytes]:
        if path.startswith("/xyz/"):
            self.asked.append(path)
            name = path.removeprefix("/xyz/").removesuffix(".png")
            if name in self.broken:
                return 404, "text/plain", b"no"
            zoom, column, row = map(int, name.split("/"))
            side = 2 * WORLD / 2**zoom
            left, top = column * side - WORLD, WORLD - row * side
            return 200, "image/png", self._png("EPSG:3857", (left, top - side, left + side, top), (256, 256))
        query = {key.upper(): values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        version = "1.1.1" if "1.1.1" in path else "1.3.0"
        if query.get("REQUEST") == "GetCapabilities":
            return 200, "text/xml", self._capabilities(version).encode()
        self.asked.append(path)
        time.sleep(self.delay)
        crs = query.get("CRS") or query["SRS"]
        box = tuple(map(float, query["BBOX"].split(",")))
        if version == "1.3.0" and crs == "EPSG:4326":
            box = (box[1], box[0], box[3], box[2])
        return 200, "image/png", self._png(crs, box, (int(query["WIDTH"]), int(query["HEIGHT"])))

    def _capabilities(self, version: str) -> str:
        is_new = version == "1.3.0"
        tag = "CRS" if is_new else "SRS"
        codes = ("EPSG:4326", "EPSG:3857", self.place.utm)
        return _CAPABILITIES.format(
            root="WMS_Capabilities" if is_new else "WMT_MS_Capabilities",
            space="http://www.opengis.net/wms" if is_new else "",
            version=version,
            url=f"{self.base}/wms{version}?",
            systems="".join(f"<{tag}>{code}</{tag}>" for code in codes),
            box=_BOX[version],
        )

    def _png(self, crs: str, box: tuple[float, ...], size: tuple[int, int]) -> bytes:
        return _picture(self.place, self.kind, crs, box, size)


@lru_cache(maxsize=48)
def _picture(place: Place, kind: str, crs: str, box: tuple[float, ...], size: tuple[int, int]) -> bytes:
    """Made once, whichever server is asked for it."""
    pixels = place.picture(crs, box, size, kind)
    return served(QImage(pixels.tobytes(), *size, 3 * size[0], QImage.Format.Format_RGB888))


@contextmanager
def pattern_server(place: Place, kind: str = "squares") -> Iterator[PatternServer]:
    server = PatternServer(place, kind)
    try:
        yield server
    finally:
        server.stop()
