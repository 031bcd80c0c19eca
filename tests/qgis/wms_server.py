"""A real WMS and WMTS on loopback, as small as QGIS takes them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, quote, urlsplit

from qgis.PyQt.QtGui import QImage

from .loopback import Answer, Loopback
from .tile_server import KEY, landscape, landscape_served, served

_WMS = """<?xml version="1.0" encoding="UTF-8"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
 xmlns:xlink="http://www.w3.org/1999/xlink">
<Service><Name>WMS</Name><Title>Test</Title></Service>
<Capability><Request>
<GetCapabilities><Format>text/xml</Format><DCPType><HTTP><Get>
<OnlineResource xlink:href="{url}"/></Get></HTTP>
</DCPType></GetCapabilities>
<GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:href="{url}"/></Get></HTTP>
</DCPType></GetMap></Request><Exception><Format>XML</Format></Exception>
<Layer><Title>All</Title><CRS>EPSG:32645</CRS>
<EX_GeographicBoundingBox>
<westBoundLongitude>84</westBoundLongitude><eastBoundLongitude>90</eastBoundLongitude>
<southBoundLatitude>20</southBoundLatitude><northBoundLatitude>35</northBoundLatitude></EX_GeographicBoundingBox>
<Layer queryable="0"><Name>scene</Name><Title>Scene</Title></Layer></Layer>
</Capability></WMS_Capabilities>"""

_WMTS = """<?xml version="1.0" encoding="UTF-8"?>
<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1"
 xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
<ows:ServiceIdentification><ows:Title>Test</ows:Title><ows:ServiceType>OGC WMTS</ows:ServiceType>
<ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>
<Contents><Layer><ows:Title>Scene</ows:Title><ows:Identifier>scene</ows:Identifier>
<ows:WGS84BoundingBox><ows:LowerCorner>84 20</ows:LowerCorner><ows:UpperCorner>90 35</ows:UpperCorner>
</ows:WGS84BoundingBox><Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style>
<Format>image/png</Format><TileMatrixSetLink><TileMatrixSet>web</TileMatrixSet></TileMatrixSetLink>
<ResourceURL format="image/png" resourceType="tile"
 template="{base}/wmts/{{TileMatrix}}/{{TileCol}}/{{TileRow}}.png?api_key={key}"/></Layer>
<TileMatrixSet><ows:Identifier>web</ows:Identifier>
<ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>
{matrices}</TileMatrixSet></Contents></Capabilities>"""

_MATRIX = """<TileMatrix><ows:Identifier>{zoom}</ows:Identifier>
<ScaleDenominator>{scale}</ScaleDenominator>
<TopLeftCorner>-20037508.342789244 20037508.342789244</TopLeftCorner>
<TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>{count}</MatrixWidth>
<MatrixHeight>{count}</MatrixHeight></TileMatrix>"""


class WmsServer:
    """Answers GetCapabilities and GetMap, and the tiles of a WMTS."""

    def __init__(self) -> None:
        self.maps: list[str] = []
        self.tiles: list[str] = []
        self.broken = 0
        """So many maps are answered by an exception."""
        self.status, self.delay = 200, 0.0
        """Of the answers to maps and tiles: HTTP's status, and seconds before it."""
        self.most_at_once = self._at_once = 0
        self._lock = threading.Lock()
        self._loopback = Loopback(self._answer)
        self.base, self.stop = self._loopback.base, self._loopback.stop

    def _answer(self, path: str) -> Answer:
        kind, body = self.answer(path)
        if kind == "text/xml":
            return Answer(body, kind=kind)
        time.sleep(self.delay)
        return Answer(body, self.status, kind)

    @property
    def source(self) -> str:
        address = quote(f"{self.base}/wms?api_key={KEY}", safe=":/?")
        return f"crs=EPSG:32645&format=image/png&layers=scene&styles=&url={address}"

    @property
    def wmts_source(self) -> str:
        address = quote(f"{self.base}/wmts.xml?api_key={KEY}", safe=":/?")
        return (
            "contextualWMSLegend=0&crs=EPSG:3857&dpiMode=7&format=image/png&layers=scene&styles=default"
            f"&tileMatrixSet=web&url={address}"
        )

    def answer(self, path: str) -> tuple[str, bytes]:
        query = {key.upper(): values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        if path.startswith("/wmts.xml"):
            matrices = "".join(
                _MATRIX.format(zoom=zoom, scale=559082264.0287178 / 2**zoom, count=2**zoom) for zoom in range(10, 18)
            )
            return "text/xml", _WMTS.format(base=self.base, key=KEY, matrices=matrices).encode()
        if query.get("REQUEST") == "GetCapabilities":
            return "text/xml", _WMS.format(url=f"{self.base}/wms?api_key={KEY}&amp;").encode()
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            is_broken, self.broken = self.broken > 0, max(0, self.broken - 1)
            (self.tiles if path.startswith("/wmts/") else self.maps).append(path)
        time.sleep(0.02)
        with self._lock:
            self._at_once -= 1
        if is_broken:
            return (
                "text/xml",
                b"<ServiceExceptionReport><ServiceException>no</ServiceException></ServiceExceptionReport>",
            )
        if path.startswith("/wmts/"):
            zoom, column, row = map(int, path.split("?")[0].removesuffix(".png").split("/")[-3:])
            return "image/png", landscape_served((zoom, column, row))
        west, south = map(float, query["BBOX"].split(",")[:2])
        picture: QImage = landscape((0, int(west) // 997, int(south) // 997))
        return "image/png", served(picture.scaled(int(query["WIDTH"]), int(query["HEIGHT"])))


@contextmanager
def wms_server() -> Iterator[WmsServer]:
    server = WmsServer()
    try:
        yield server
    finally:
        server.stop()
