"""Layers of QGIS from each server, as a person would add them: their names and their source strings."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Callable
from urllib.parse import quote

from osgeo import gdal


@dataclass(frozen=True)
class Servers:
    """A set of servers that run, and the folder they serve as this process sees it."""

    told: dict[str, str]
    folder: Path

    @classmethod
    def read(cls, path: Path) -> Servers:
        """From the `servers.json` that lies in the folder they serve."""
        return cls(json.loads(path.read_text()), path.resolve().parent)

    def path(self, name: str) -> str:
        """A file as the servers see it (a root sees the folder elsewhere)."""
        return f"{self.told['folder']}/{name}"

    def requests(self) -> dict[str, int]:
        """How often all of them were asked so far, for pictures and for other things."""
        total = {"pictures": 0, "other": 0}
        front = json.loads(_ask(self.told["front"] + "/counted"))
        titiler = json.loads(_ask(self.told["titiler"] + "/counted")) if "titiler" in self.told else {}
        for counted in [*front.values(), titiler]:
            for key in total:
                total[key] += counted.get(key, 0)
        return total


def _ask(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


@dataclass(frozen=True)
class Kind:
    """A kind of layer.

    `needs` is the server that must run. `source` makes the layer's source of a scene's name. `loses` says why
    its colours are a little other than the file's. `own` is by how many pixels its pictures are off in every
    client, by no fault of ours, and `why`. `is_asked_again` tells that QGIS reads it, and that nobody keeps it.
    """

    name: str
    needs: str
    provider: str
    source: Callable[[Servers, str], str]
    loses: str = ""
    own: float = 0.0
    why: str = ""
    is_asked_again: bool = False


def _utm(servers: Servers, scene: str) -> str:
    raster = gdal.Open(str(servers.folder / f"{scene}.tif"))
    return f"EPSG:{raster.GetSpatialRef().GetAuthorityCode(None)}"


def _crs(servers: Servers, scene: str, crs: str) -> str:
    return _utm(servers, scene) if crs == "utm" else crs


def _zoom(servers: Servers, scene: str) -> int:
    (level,) = (servers.folder / "tms" / scene).glob("[0-9]*")
    return int(level.name)


def _xyz(address: str, more: str = "") -> str:
    return f"type=xyz&url={quote(address, safe=':/{}-')}{more}"


def _titiler_xyz(end: str, more: str = "") -> Callable[[Servers, str], str]:
    def source(servers: Servers, scene: str) -> str:
        query = f"url={servers.path(scene)}.tif&resampling=cubic&reproject=cubic"
        address = f"{servers.told['titiler']}/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}{end}?{query}"
        return _xyz(address, f"&zmin=0&zmax=18{more}")

    return source


def _titiler_wmts(matrices: str, crs: str) -> Callable[[Servers, str], str]:
    def source(servers: Servers, scene: str) -> str:
        file = f"{servers.path(scene)}.tif"
        query = f"url={file}&resampling=cubic&reproject=cubic"
        address = f"{servers.told['titiler']}/WMTSCapabilities.xml?{query}"
        layer = quote(f"{file}_{matrices}_default", safe="/")
        return (
            f"contextualWMSLegend=0&crs={crs}&dpiMode=7&format=image/png&layers={layer}&styles={layer}"
            f"&tileMatrixSet={matrices}&url={quote(address, safe=':/?')}"
        )

    return source


_LAYERS = {"EPSG:4326": "degrees", "EPSG:3857": "mercator", "utm": "utm"}
"""Of QGIS Server's projects, by system."""


def _wms(server: str, ending: str, crs: str, version: str, kind: str = "image/png") -> Callable[[Servers, str], str]:
    def source(servers: Servers, scene: str) -> str:
        query = f"map={servers.path(scene)}.{ending}"
        address = f"{servers.told[server]}?{query}&VERSION={version}"
        layer = _LAYERS[crs] if server == "qgis" else scene
        return (
            f"contextualWMSLegend=0&crs={_crs(servers, scene, crs)}&dpiMode=7&format={kind}"
            f"&layers={layer}&styles=&url={quote(address, safe=':/?')}"
        )

    return source


def _qgis_wmts(crs: str) -> Callable[[Servers, str], str]:
    def source(servers: Servers, scene: str) -> str:
        query = f"map={servers.path(scene)}.qgs&SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetCapabilities"
        system = _crs(servers, scene, crs)
        return (
            f"contextualWMSLegend=0&crs={system}&dpiMode=7&format=image/png&layers={_LAYERS[crs]}"
            f"&styles=default&tileMatrixSet={system}"
            f"&url={quote(servers.told['qgis'] + '?' + query, safe=':/?')}"
        )

    return source


def _folder(scheme: str, row: str) -> Callable[[Servers, str], str]:
    """Tiles of gdal2tiles, over HTTP or as files."""

    def source(servers: Servers, scene: str) -> str:
        base = servers.folder.as_uri() + "/" if scheme == "file" else servers.told["files"]
        folder, zoom = ("tms" if row == "{-y}" else "xyz"), _zoom(servers, scene)
        return _xyz(f"{base}{folder}/{scene}/{{z}}/{{x}}/{row}.png", f"&zmin={zoom}&zmax={zoom}")

    return source


def _file(suffix: str) -> Callable[[Servers, str], str]:
    return lambda servers, scene: str(servers.folder / f"{scene}{suffix}")


def _vsicurl(servers: Servers, scene: str) -> str:
    return f"/vsicurl/{servers.told['files']}{scene}.tif"


def _mbtiles(servers: Servers, scene: str) -> str:
    path = servers.folder / f"{scene}.mbtiles"
    return f"type=mbtiles&url={path.as_uri()}"


_JPEG = "JPEG"
_CUTS = "gdal2tiles moves what only partly fills a tile, at the edges of the file, by a pixel"
_WHOLE_PIXELS = (
    "QGIS draws a raster into a box of whole pixels: a plain GetMap of QGIS Server is stretched by up to "
    "one, that of MapServer by none"
)
_OTHER_INCH = (
    "QGIS Server counts such tiles with an inch of 2.540005 cm and tells scales for pixels of 0.28 mm: "
    "thousands of kilometres from the corner they are some 25 m off in every client, GDAL's too"
)
KINDS = [
    Kind("XYZ png, TiTiler", "titiler", "wms", _titiler_xyz(".png")),
    Kind("XYZ jpg, TiTiler", "titiler", "wms", _titiler_xyz(".jpg"), _JPEG),
    Kind("XYZ @2x, TiTiler", "titiler", "wms", _titiler_xyz("@2x.png", "&tilePixelRatio=2")),
    Kind("WMTS WebMercatorQuad, TiTiler", "titiler", "wms", _titiler_wmts("WebMercatorQuad", "EPSG:3857")),
    Kind("WMTS WorldCRS84Quad, TiTiler", "titiler", "wms", _titiler_wmts("WorldCRS84Quad", "OGC:CRS84")),
    Kind("WMTS WGS1984Quad, TiTiler", "titiler", "wms", _titiler_wmts("WGS1984Quad", "EPSG:4326")),
    Kind(
        "WMTS WorldMercatorWGS84Quad, TiTiler", "titiler", "wms", _titiler_wmts("WorldMercatorWGS84Quad", "EPSG:3395")
    ),
    *(
        Kind(f"WMS {version} {crs}, {title}", server, "wms", _wms(server, ending, crs, version), "", own, why)
        for title, server, ending, own, why in (
            ("MapServer", "mapserver", "map", 0, ""),
            ("QGIS Server", "qgis", "qgs", 1, _WHOLE_PIXELS),
        )
        for version in ("1.1.1", "1.3.0")
        for crs in ("EPSG:4326", "EPSG:3857", "utm")
    ),
    Kind(
        "WMS 1.3.0 utm jpg, MapServer",
        "mapserver",
        "wms",
        _wms("mapserver", "map", "utm", "1.3.0", "image/jpeg"),
        _JPEG,
    ),
    *(
        Kind(f"WMTS {crs}, QGIS Server", "qgis", "wms", _qgis_wmts(crs), own=own, why=why)
        for crs, own, why in (
            ("EPSG:3857", 0.5, _WHOLE_PIXELS),
            ("EPSG:4326", 0.5, _WHOLE_PIXELS),
            ("utm", 12, _OTHER_INCH),
        )
    ),
    Kind("TMS folder, http", "files", "wms", _folder("http", "{-y}"), "", 0.2, _CUTS),
    Kind("XYZ folder, http", "files", "wms", _folder("http", "{y}"), "", 0.2, _CUTS),
    Kind("XYZ folder, file", "folder", "wms", _folder("file", "{y}"), "", 0.2, _CUTS),
    Kind("MBTiles, tiles", "folder", "wms", _mbtiles),
    Kind("MBTiles, GDAL", "folder", "gdal", _file(".mbtiles")),
    Kind("GeoPackage tiles", "folder", "gdal", _file(".gpkg")),
    Kind("VRT", "folder", "gdal", _file(".vrt")),
    Kind("VRT warped to degrees", "folder", "gdal", _file("_degrees.vrt")),
    Kind("COG, vsicurl", "files", "gdal", _vsicurl, is_asked_again=True),
    Kind("COG, file", "folder", "gdal", _file(".tif")),
]


def kinds(servers: Servers, wanted: list[str] | None = None) -> list[Kind]:
    """Those whose server runs; of these, those whose name holds one of the words."""
    there = [kind for kind in KINDS if kind.needs in servers.told]
    exact = {kind.name for kind in there} & set(wanted or ())
    return [
        kind
        for kind in there
        if not wanted or kind.name in exact or any(word in kind.name for word in wanted if word not in exact)
    ]
