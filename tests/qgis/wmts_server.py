"""A real WMTS on loopback in any tile matrix set, whose picture is a function of map coordinates."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import numpy as np
from qgis.PyQt.QtGui import QImage

from .loopback import Answer, Loopback
from .tile_server import KEY, served

_PIXEL = 0.00028
_DEGREE = 111319.49079327358

_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1"
 xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
<ows:ServiceIdentification><ows:Title>Test</ows:Title><ows:ServiceType>OGC WMTS</ows:ServiceType>
<ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>{operations}
<Contents><Layer><ows:Title>Scene</ows:Title><ows:Identifier>{layer}</ows:Identifier>
<ows:WGS84BoundingBox><ows:LowerCorner>{south_west}</ows:LowerCorner>
<ows:UpperCorner>{north_east}</ows:UpperCorner></ows:WGS84BoundingBox>
<Style isDefault="true"><ows:Identifier>{style}</ows:Identifier></Style>
<Format>image/png</Format>
<TileMatrixSetLink><TileMatrixSet>{set}</TileMatrixSet>{limits}</TileMatrixSetLink>{resource}</Layer>
<TileMatrixSet><ows:Identifier>{set}</ows:Identifier>
<ows:SupportedCRS>{crs}</ows:SupportedCRS>
{matrices}</TileMatrixSet></Contents></Capabilities>"""

_QUERY = """<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP>
<ows:Get xlink:href="{base}/kvp?api_key={key}&amp;"><ows:Constraint name="GetEncoding"><ows:AllowedValues>
<ows:Value>KVP</ows:Value></ows:AllowedValues></ows:Constraint></ows:Get>
</ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>"""

_MATRIX = """<TileMatrix><ows:Identifier>{name}</ows:Identifier><ScaleDenominator>{scale!r}</ScaleDenominator>
<TopLeftCorner>{corner}</TopLeftCorner><TileWidth>{size[0]}</TileWidth><TileHeight>{size[1]}</TileHeight>
<MatrixWidth>{count[0]}</MatrixWidth><MatrixHeight>{count[1]}</MatrixHeight></TileMatrix>"""

_LIMITS = """<TileMatrixLimits><TileMatrix>{0}</TileMatrix><MinTileRow>{1}</MinTileRow>
<MaxTileRow>{2}</MaxTileRow><MinTileCol>{3}</MinTileCol><MaxTileCol>{4}</MaxTileCol></TileMatrixLimits>"""


@dataclass(frozen=True)
class Tiling:
    """A tile matrix set."""

    crs: str
    urn: str
    origin: tuple[float, float]
    """x and y of the upper left corner."""
    units: tuple[float, ...]
    """Map units per pixel of each level, the coarsest first."""
    extent: tuple[float, float]
    """Width and height of what the tiles cover, in map units."""
    prefix: str = ""
    size: tuple[int, int] = (256, 256)
    is_turned: bool = False
    """Whether the corner is written as y and x."""
    is_geographic: bool = False
    limits: tuple[tuple[str, int, int, int, int], ...] = ()

    def document(self) -> str:
        matrices = []
        for number, units in enumerate(self.units):
            x, y = self.origin
            count = tuple(max(1, round(self.extent[i] / units / self.size[i])) for i in (0, 1))
            matrices.append(
                _MATRIX.format(
                    name=f"{self.prefix}{number}",
                    size=self.size,
                    count=count,
                    scale=units * (_DEGREE if self.is_geographic else 1) / _PIXEL,
                    corner=f"{y!r} {x!r}" if self.is_turned else f"{x!r} {y!r}",
                )
            )
        return "".join(matrices)


@dataclass
class Offer:
    """What the capabilities say, to be changed by tests."""

    tiling: Tiling
    layer: str = "scene"
    style: str = "default"
    set: str = "web"
    bounds: tuple[str, str] = ("-180 -85", "180 85")
    is_query: bool = False
    before: str = ""
    """What stands before the document."""
    asked: list[str] = field(default_factory=list)

    def document(self, base: str) -> bytes:
        limits = "".join(_LIMITS.format(*limit) for limit in self.tiling.limits)
        path = "{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"
        template = f"{base}/rest/{path}?api_key={KEY}"
        resource = f'<ResourceURL format="image/png" resourceType="tile" template="{template}"/>'
        text = _DOCUMENT.format(
            operations=_QUERY.format(base=base, key=KEY) if self.is_query else "",
            resource="" if self.is_query else resource,
            layer=self.layer,
            style=self.style,
            set=self.set,
            crs=self.tiling.urn,
            south_west=self.bounds[0],
            north_east=self.bounds[1],
            limits=f"<TileMatrixSetLimits>{limits}</TileMatrixSetLimits>" if limits else "",
            matrices=self.tiling.document(),
        )
        return (self.before or "").encode() + text.encode()


class WmtsServer:
    """Answers GetCapabilities and tiles. Its ground: see `ground`."""

    def __init__(self, tiling: Tiling, **offer: Any) -> None:
        self.offer = Offer(tiling, **offer)
        self.shown = tiling
        """How tiles are cut, whatever the capabilities say."""
        self.period = 40 * tiling.units[-1]
        self.tiles: list[tuple[str, int, int]] = []
        self.paths: list[str] = []
        self.lists = 0
        self.lists_may_be_kept = False
        """Whether QGIS may remember what it asks for itself when it opens a layer."""
        self.answer: Any = lambda tile: None
        self.list_answer: Answer | None = None
        self._lock = threading.Lock()
        self._loopback = Loopback(self._answer)
        self.base, self.stop = f"{self._loopback.base}/{uuid.uuid4().hex[:8]}", self._loopback.stop

    def _answer(self, path: str) -> Answer:
        answer = self.serve(path)
        if "Capabilities" in path and self.lists_may_be_kept:
            return answer
        return replace(answer, headers={"Cache-Control": "no-store", **answer.headers})

    @property
    def source(self) -> str:
        address = quote(f"{self.base}/1.0.0/WMTSCapabilities.xml?api_key={KEY}", safe=":/?")
        return (
            f"contextualWMSLegend=0&crs={self.offer.tiling.crs}&dpiMode=7&format=image/png&layers=scene"
            f"&styles=default&tileMatrixSet={self.offer.set}&url={address}"
        )

    def serve(self, path: str) -> Answer:
        with self._lock:
            self.paths.append(path)
        if "WMTSCapabilities.xml" in path:
            with self._lock:
                self.lists += 1
            return self.list_answer or Answer(self.offer.document(self.base), kind="application/xml")
        tile = self._tile(path)
        with self._lock:
            self.tiles.append(tile)
        return self.answer(tile) or Answer(self.picture(tile))

    def _tile(self, path: str) -> tuple[str, int, int]:
        parts = urlsplit(path)
        if "/kvp" in parts.path:
            query = {key.upper(): values[0] for key, values in parse_qs(parts.query).items()}
            assert query["SERVICE"] == "WMTS"
            assert (query["LAYER"], query["STYLE"]) == (self.offer.layer, self.offer.style)
            return query["TILEMATRIX"], int(query["TILEROW"]), int(query["TILECOL"])
        name, row, column = unquote(parts.path).removesuffix(".png").rsplit("/", 3)[-3:]
        return name, int(row), int(column)

    def picture(self, tile: tuple[str, int, int], wider: int = 1, higher: int = 1) -> bytes:
        """A tile, with so many times the pixels in a row and in a column."""
        return _picture(self.shown, self.period, tile, wider, higher)

    def ground(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """See `_ground`."""
        return _ground(self.period, x, y)

    def change(self, **changes: Any) -> None:
        """Offer something else from now on."""
        self.offer = replace(self.offer, **changes)


@cache
def _picture(tiling: Tiling, period: float, tile: tuple[str, int, int], wider: int, higher: int) -> bytes:
    """Made once, whichever server is asked for it."""
    name, row, column = tile
    units = tiling.units[int(name.removeprefix(tiling.prefix))]
    width, height = tiling.size[0] * wider, tiling.size[1] * higher
    x = tiling.origin[0] + (column * width + np.arange(width) + 0.5) * units / wider
    y = tiling.origin[1] - (row * height + np.arange(height) + 0.5) * units / higher
    pixels = _ground(period, x[None, :], y[:, None])
    return served(QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888))


def _ground(period: float, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Red runs from west to east, green from south to north, blue is like nowhere near."""
    turn = 2 * np.pi / period
    pixels = np.empty((*np.broadcast_shapes(x.shape, y.shape), 3), np.uint8)
    for band, angle in enumerate((turn * x, turn * y, turn * (x + y) / 17.3)):
        pixels[..., band] = np.rint(128 + 100 * np.sin(angle))
    return pixels


@contextmanager
def wmts_server(tiling: Tiling, **offer: Any) -> Iterator[WmtsServer]:
    server = WmtsServer(tiling, **offer)
    try:
        yield server
    finally:
        server.stop()
