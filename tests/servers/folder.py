"""What the servers serve: each scene as files of many kinds, and the set-up of MapServer and QGIS Server."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from osgeo import gdal, osr

from .scene import LATITUDES, write_copy, write_scene

SAMPLE = "sample"
"""Name of the scene that holds rock glaciers."""

WORLD = 20037508.342789244
"""Half the width of the world in Web Mercator."""
_MAPSERVER_CONFIG = """CONFIG
  ENV
    MS_MAP_PATTERN "."
  END
  MAPS
  END
END
"""
_MAP = """MAP
  NAME "{name}"
  EXTENT {extent}
  SIZE 256 256
  MAXSIZE 4096
  PROJECTION "init={crs}" END
  IMAGETYPE png
  OUTPUTFORMAT NAME "png" DRIVER AGG/PNG MIMETYPE "image/png" IMAGEMODE RGBA TRANSPARENT ON
    FORMATOPTION "COMPRESSION=1" END
  OUTPUTFORMAT NAME "jpeg" DRIVER AGG/JPEG MIMETYPE "image/jpeg" IMAGEMODE RGB EXTENSION "jpg" END
  WEB METADATA
    "ows_enable_request" "*"
    "wms_title" "{name}"
    "wms_srs" "EPSG:4326 EPSG:3857 {crs}"
  END END
  LAYER
    NAME "{name}"
    TYPE RASTER
    STATUS ON
    DATA "{file}"
    PROCESSING "RESAMPLE=BILINEAR"
    METADATA "wms_title" "{name}" "wms_srs" "EPSG:4326 EPSG:3857 {crs}" END
    PROJECTION "{proj}" END
  END
END
"""
"""The layer says its system in other words than the map: MapServer takes nearest pixels if they are equal."""


def missing(folder: Path, names: Sequence[str]) -> list[str]:
    """Scenes that are not there yet."""
    return [name for name in names if not (folder / f"{name}.done").exists()]


def fill(folder: Path, names: Sequence[str], sample: Path | None) -> None:
    """Write into the folder what is not there yet: made-up scenes, and `SAMPLE`, a copy of an image."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mapserver.conf").write_text(_MAPSERVER_CONFIG)
    absent = missing(folder, names)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda name: _fill_one(folder, name, sample), absent))
    for name in absent:
        write_project(folder, name)
        (folder / f"{name}.done").touch()


def fill_for_mapserver(folder: Path, sample: Path) -> None:
    """`SAMPLE` alone, as MapServer needs it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mapserver.conf").write_text(_MAPSERVER_CONFIG)
    write_copy(sample, folder / f"{SAMPLE}.tif")
    _write_map(folder, SAMPLE)


def _fill_one(folder: Path, name: str, sample: Path | None) -> None:
    path = folder / f"{name}.tif"
    if name != SAMPLE:
        write_scene(path, LATITUDES[name])
    elif sample is not None:
        write_copy(sample, path)
    _write_map(folder, name)
    _write_virtual(folder, name)
    mercator, zoom = folder / f"{name}_mercator.tif", zoom_of(path)
    _write_mercator(path, mercator, zoom)
    _write_tiles(folder, name, mercator, zoom)
    _write_databases(folder, name, mercator)
    mercator.unlink()


def _write_map(folder: Path, name: str) -> None:
    path = folder / f"{name}.tif"
    raster = gdal.Open(str(path))
    left, pixel, _, top, _, _ = raster.GetGeoTransform()
    extent = (left, top - pixel * raster.RasterYSize, left + pixel * raster.RasterXSize, top)
    system = raster.GetSpatialRef()
    crs, proj = (f"EPSG:{system.GetAuthorityCode(None)}", '" "'.join(system.ExportToProj4().replace("+", "").split()))
    text = _MAP.format(name=name, crs=crs, proj=proj, file=path, extent=" ".join(map(repr, extent)))
    (folder / f"{name}.map").write_text(text)


def _write_virtual(folder: Path, name: str) -> None:
    """One VRT that only names the file, and others that warp it."""
    path = str(folder / f"{name}.tif")
    gdal.Translate(str(folder / f"{name}.vrt"), path, format="VRT")
    gdal.Warp(
        str(folder / f"{name}_mercator.vrt"),
        path,
        format="VRT",
        dstSRS="EPSG:3857",
        resampleAlg="cubic",
        dstAlpha=True,
        errorThreshold=0,
    )
    gdal.Warp(
        str(folder / f"{name}_degrees.vrt"),
        path,
        format="VRT",
        dstSRS="EPSG:4326",
        resampleAlg="cubic",
        dstAlpha=True,
        errorThreshold=0,
    )


def _write_mercator(path: Path, target: Path, zoom: int) -> None:
    """A scene in the very pixels of a zoom: the makers of tiles move by whole pixels, so here by none."""
    pixel = 2 * WORLD / 256 / 2**zoom
    gdal.Warp(
        str(target),
        str(path),
        dstSRS="EPSG:3857",
        xRes=pixel,
        yRes=pixel,
        targetAlignedPixels=True,
        resampleAlg="cubic",
        errorThreshold=0,
        dstAlpha=True,
    )


def _write_tiles(folder: Path, name: str, mercator: Path, zoom: int) -> None:
    """A folder of tiles as gdal2tiles writes it (TMS, rows from the south), and the same tiles as XYZ."""
    tms, xyz = folder / "tms" / name, folder / "xyz" / name
    for old in (tms, xyz):
        shutil.rmtree(old, ignore_errors=True)
    command = ["gdal2tiles.py", "-q", "-z", str(zoom), "-r", "near", "-w", "none", str(mercator), str(tms)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for tile in tms.glob("*/*/*.png"):
        row = 2**zoom - 1 - int(tile.stem)
        target = xyz / tile.parent.relative_to(tms) / f"{row}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tile, target)


def _write_databases(folder: Path, name: str, mercator: Path) -> None:
    more = {"MBTILES": ("mbtiles", []), "GPKG": ("gpkg", ["TILING_SCHEME=GoogleMapsCompatible"])}
    for driver, (suffix, options) in more.items():
        target = folder / f"{name}.{suffix}"
        target.unlink(missing_ok=True)
        options = ["TILE_FORMAT=PNG", "ZOOM_LEVEL_STRATEGY=AUTO", "RESAMPLING=CUBIC", *options]
        gdal.Translate(str(target), str(mercator), format=driver, creationOptions=options)


def zoom_of(path: Path) -> int:
    """The first zoom of Web Mercator that loses nothing of a file, or next to nothing."""
    mercator = gdal.AutoCreateWarpedVRT(gdal.Open(str(path)), None, _mercator())
    return math.ceil(math.log2(2 * WORLD / 256 / mercator.GetGeoTransform()[1] / 1.02))


def _mercator() -> str:
    system = osr.SpatialReference()
    system.ImportFromEPSG(3857)
    return str(system.ExportToWkt())


def write_project(folder: Path, name: str) -> None:
    """A project of QGIS Server, with WMS and WMTS switched on. Needs a running QGIS.

    A layer for each system, called after it, that GDAL resamples: where QGIS reprojects or resamples one
    itself it takes the nearest pixels on the way.
    """
    from qgis.core import Qgis, QgsProject, QgsRasterDataProvider, QgsRasterLayer, QgsReferencedRectangle

    project, file = QgsProject(), QgsRasterLayer(str(folder / f"{name}.tif"), name)
    layers = [QgsRasterLayer(str(folder / f"{name}_{end}.vrt"), end) for end in ("mercator", "degrees")]
    layers.append(QgsRasterLayer(str(folder / f"{name}.tif"), "utm"))
    for layer in layers:
        layer.setResamplingStage(Qgis.RasterResamplingStage.Provider)
        layer.dataProvider().setZoomedInResamplingMethod(QgsRasterDataProvider.ResamplingMethod.Cubic)
        layer.dataProvider().setZoomedOutResamplingMethod(QgsRasterDataProvider.ResamplingMethod.Cubic)
        project.addMapLayer(layer)
    project.setCrs(file.crs())
    extent, systems = file.extent(), ["EPSG:4326", "EPSG:3857", file.crs().authid()]
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, file.crs()))
    edges = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    project.writeEntry("WMSExtent", "/", [repr(edge) for edge in edges])
    project.writeEntry("WMSCrsList", "/", systems)
    for key in ("WMTSLayers", "WMTSPngLayers"):
        project.writeEntry(key, "Layer", [layer.id() for layer in layers])
    project.write(str(folder / f"{name}.qgs"))
    project.clear()
