"""Rasters that tell the same void pixels in every way there is, and what each reader makes of them.

`CARRIERS` writes them, `READERS` reads them, `measured` compares. What is void holds `POISON` wherever the
carrier does not ask for a value of its own, so that a reader that mixes it into its neighbours shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import rasterio
import shapely
from affine import Affine
from PIL import Image
from rasterio.enums import ColorInterp
from rasters import NORTH_UP, UTM
from rock_glacier_inventory.engine.accuracy.reference import read_reference_outlines
from rock_glacier_inventory.engine.climate.climate_rasters import open_raster as open_climate
from rock_glacier_inventory.engine.jobs.overview import draw_overview
from rock_glacier_inventory.engine.outlines.probability_source import open_probability
from rock_glacier_inventory.engine.scene.arriving import Arrival
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.second_image.second_image import filled_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem

RGB = ("red", "green", "blue")
HEIGHT, WIDTH = 44, 70
GOOD = (60, 70, 80)
"""Values of the bands where there are data; the same everywhere, so that none may come out otherwise."""
POISON = 200


def void_pixels() -> np.ndarray:
    """A western collar, a hole and a single pixel; shape (HEIGHT, WIDTH)."""
    void = np.zeros((HEIGHT, WIDTH), bool)
    void[:, :17] = True
    void[12:25, 40:53] = True
    void[35, 60] = True
    return void


@dataclass(frozen=True)
class Carrier:
    """A way to tell voids: `write(path, void, bands, place, scale)` gives the file's path."""

    dtype: str
    write: Callable[..., Path]
    said: str = ""
    images_only: bool = False


def _pixels(void, bands, dtype, filler=POISON, holes=None):
    """Values (bands, h, w) that hold `filler` where void (`holes`: only there)."""
    values = np.repeat(np.array(GOOD[:bands], float)[:, None, None], void.shape[0], 1).repeat(void.shape[1], 2)
    values[:, void] = POISON
    values[:, void if holes is None else holes] = filler
    return values.astype(dtype)


def _tif(path, values, place, scale=None, mask=None, colours=None, names=None, internal=True, **profile):
    profile = {"crs": UTM, "transform": NORTH_UP @ place, "photometric": "MINISBLACK", **profile}
    count, height, width = values.shape
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=internal),
        rasterio.open(
            path, "w", driver="GTiff", count=count, height=height, width=width, dtype=values.dtype, **profile
        ) as dataset,
    ):
        if colours:
            dataset.colorinterp = colours
        dataset.write(values)
        if scale:
            dataset.scales = (scale,) * count
        if mask is not None:
            dataset.write_mask(np.where(mask, 0, 255).astype(np.uint8))
    return path


def _half(void):
    """The part of the void that the second of two carriers tells."""
    half = void.copy()
    half[:, :30] = False
    return half


def _nodata(dtype, nodata):
    def write(path, void, bands, place, scale=None):
        return _tif(path, _pixels(void, bands, dtype, nodata), place, scale, nodata=nodata)

    return Carrier(dtype, write)


def _untold(dtype, value, said="void", *, images_only=False):
    def write(path, void, bands, place, scale=None):
        return _tif(path, _pixels(void, bands, dtype, value), place, scale)

    return Carrier(dtype, write, said, images_only)


def _alpha(dtype="uint8", *, opaque=255, first=False, more=0, nodata=None, told=True, said="", faint=None):
    """Opacity as a band; `more` bands beside it, `faint` opacity of what is not wholly transparent."""

    def write(path, void, bands, place, scale=None):
        transparent = void if nodata is None else void & ~_half(void)
        values = _pixels(void, bands, dtype, 0 if nodata is None else nodata, _half(void) & void)
        if nodata is None:
            values = _pixels(void, bands, dtype)
        opacity = np.where(transparent, 0, faint or opaque).astype(dtype)[None]
        extra = np.full((more, *void.shape), 33, dtype)
        parts = [opacity, values] if first else [values, extra, opacity]
        colours = list((ColorInterp.red, ColorInterp.green, ColorInterp.blue)[:bands])
        colours = colours if bands == 3 else [ColorInterp.gray]
        beside = [ColorInterp.alpha if told else ColorInterp.undefined]
        colours = beside + colours if first else colours + [ColorInterp.undefined] * more + beside
        return _tif(path, np.concatenate(parts), place, scale, colours=colours, nodata=nodata)

    return Carrier(dtype, write, said, images_only=more > 0 or first or not told)


def _mask(*, internal=True, nodata=None, dtype="uint8"):
    def write(path, void, bands, place, scale=None):
        values = _pixels(void, bands, dtype, nodata or POISON, _half(void) if nodata is not None else None)
        hidden = void if nodata is None else void & ~_half(void)
        return _tif(path, values, place, scale, mask=hidden, internal=internal, nodata=nodata)

    return Carrier(dtype, write)


def _virtual(kind, dtype="Byte", said=""):
    """What only a virtual raster can tell: nodata values band by band, masks band by band, bad values."""

    def write(path, void, bands, place, scale=None):
        values, place_of = _pixels(void, bands, "uint8"), {0: void, 1: _half(void), 2: void & ~_half(void)}
        if kind == "own nodata":
            for band in range(bands):
                values[band, place_of[band if bands == 3 else 0]] = band + 1
        if kind == "too small":
            values[:, void] = 0
        stem = path.with_suffix("")
        _tif(stem.with_suffix(".pixels.tif"), values, place)
        _tif(stem.with_suffix(".mask.tif"), np.where(void, 0, 255).astype(np.uint8)[None], place)
        height, width = void.shape
        numbers = ", ".join(map(repr, (NORTH_UP @ place).to_gdal()))
        parts = [f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>{escape(UTM)}</SRS>']
        parts.append(f"<GeoTransform>{numbers}</GeoTransform>")

        def source(name, band):
            return (
                f'<SimpleSource><SourceFilename relativeToVRT="1">{escape(name)}</SourceFilename>'
                f"<SourceBand>{band}</SourceBand></SimpleSource>"
            )

        for band in range(1, bands + 1):
            parts.append(f'<VRTRasterBand dataType="{dtype}" band="{band}">')
            if kind == "own nodata":
                parts.append(f"<NoDataValue>{band}</NoDataValue>")
            if kind == "too small":
                parts.append("<NoDataValue>-9999</NoDataValue>")
            if scale:
                parts.append(f"<Scale>{scale}</Scale>")
            parts.append(source(stem.with_suffix(".pixels.tif").name, band))
            if kind == "own masks":
                parts += ["<MaskBand><VRTRasterBand dataType='Byte'>"]
                parts += [source(stem.with_suffix(".mask.tif").name, 1), "</VRTRasterBand></MaskBand>"]
            parts.append("</VRTRasterBand>")
        path = path.with_suffix(".vrt")
        path.write_text("\n".join([*parts, "</VRTDataset>"]), "utf-8")
        return path

    return Carrier("uint8", write, said, images_only=kind == "too small")


CARRIERS = {
    "nodata value 0": _nodata("uint8", 0),
    "nodata value 65535": _nodata("uint16", 65535),
    "nodata value -9999": _nodata("int16", -9999),
    "nodata value not-a-number": _nodata("float32", np.nan),
    "nodata value -3.4e38": _nodata("float32", float(np.finfo(np.float32).min)),
    "a nodata value in each band": _virtual("own nodata"),
    "a nodata value that the type cannot hold": _virtual("too small", said="0 in every band"),
    "alpha": _alpha(),
    "alpha, faint where there are data": _alpha(faint=3),
    "alpha of 16 bits": _alpha("uint16", opaque=65535),
    "alpha as the first band": _alpha(first=True),
    "alpha as the fifth band": _alpha(more=1),
    "alpha beside a nodata value": _alpha(nodata=9),
    "alpha that is not called so": _alpha(told=False, said="as opacity does"),
    "mask inside the file": _mask(),
    "mask in a .msk file": _mask(internal=False),
    "mask beside a nodata value": _mask(nodata=9),
    "mask of 16-bit pixels": _mask(dtype="uint16"),
    "a mask for each band": _virtual("own masks"),
    "not-a-number, untold": _untold("float32", np.nan, ""),
    "infinite, untold": _untold("float32", np.inf, ""),
    "1e20, untold": _untold("float32", 1e20),
    "9.97e36, untold": _untold("float32", 9.969209968386869e36),
    "-9999, untold": _untold("int16", -9999),
    "-32768, untold": _untold("int16", -32768),
    "0 in every band, untold": _untold("uint8", 0, "0 in every band", images_only=True),
}


def _read_scene(path, resolution, report, pieces=False, arrival=None):
    with open_scene(str(path), RGB, resolution, report, arrival) as scene:
        values, valid = scene.read(0, scene.grid.height)
        step = scene.grid.transform.a / NORTH_UP.a
        if pieces:  # what is read with a pixel makes no difference, and neither does a limit
            scene.limit_to_window(3, 5, scene.grid.height - 3, scene.grid.width - 5)
            for row in range(0, scene.grid.height, 17):
                for column in range(0, scene.grid.width, 31):
                    size = min(17, scene.grid.height - row), min(31, scene.grid.width - column)
                    part, known = scene.read(row, size[0], column, size[1])
                    place = np.s_[row + 3 : row + 3 + size[0], column + 5 : column + 5 + size[1]]
                    assert np.array_equal(known, valid[place])
                    assert np.array_equal(part[:, known], values[(slice(None), *place)][:, known])
        return values, valid, step


def _plain(path, tmp_path, report):
    return [_read_scene(path, None, report, pieces=True)]


def _resampled(path, tmp_path, report):
    """On a coarser and on a finer grid."""
    finer = _read_scene(path, 0.7 * 4.77, SilentReport(), pieces=True)
    return [_read_scene(path, 2 * 4.77, report, pieces=True), finer]


def _second(path, tmp_path, report):
    """Fills a first image that is void, on the same grid."""
    dtype = next(part for part in tmp_path.rglob("*.tif"))
    with rasterio.open(dtype) as dataset:
        dtype = dataset.dtypes[0]
    first = np.full((3, HEIGHT, WIDTH), 9, dtype)
    first = _tif(tmp_path / "first.tif", first, Affine.identity(), nodata=9)
    with (
        open_scene(str(first), RGB, None, SilentReport()) as scene,
        filled_scene(scene, str(path), RGB, report) as filled,
    ):
        values, valid, origin = filled.read_with_origin(0, HEIGHT)
        assert ((origin == 1) == valid).all()
        return [(values, valid, 1)]


def _overview(path, tmp_path, report):
    """Black is void; only bytes come out as they are."""
    draw_overview(str(path), [], tmp_path / "o.png", WIDTH, report)
    picture = np.moveaxis(np.asarray(Image.open(tmp_path / "o.png")), -1, 0)
    return [(picture, (picture != 0).any(axis=0), 1)]


def _arriving(path, tmp_path, report):
    log = tmp_path / "rows.log"
    log.write_text(f"{HEIGHT}\nend\n")
    return [_read_scene(path, None, report, arrival=Arrival(log))]


def _dem(path, tmp_path, report):
    with open_dem(path, report) as dem:
        values = dem.elevations(0, 0, HEIGHT, WIDTH)
        assert np.array_equal(dem.elevations(3, 5, 20, 40), values[3:23, 5:45], equal_nan=True)
    return [(values[None], ~np.isnan(values), 1)]


def _climate(path, tmp_path, report):
    with open_climate(path, None, "--variable", report) as source:
        values = source.read([0], 0, 0, HEIGHT, WIDTH)
        assert np.array_equal(source.read([0], 3, 5, 20, 40), values[:, 3:23, 5:45], equal_nan=True)
    return [(values, ~np.isnan(values[0]), 1)]


def _probability(path, tmp_path, report):
    with open_probability(path) as source:
        rows = np.concatenate([rows for rows, _ in source.strips()])
    valid = rows != 255 if rows.dtype == np.uint8 else ~np.isnan(rows)
    return [(np.rint(rows.astype(float) * (1 if rows.dtype == np.uint8 else 254))[None], valid, 1)]


def _reference(path, tmp_path, report):
    """Every pixel with data is the target, so outlines and extent are what has data."""
    found = read_reference_outlines(path, None, report)
    outlines, pixels = shapely.union_all(found.polygons), []
    if not outlines.equals(found.extent):  # a mask's 0 is an answer, whatever its nodata value is
        assert found.extent.area > HEIGHT * WIDTH * 4.77**2 - 1e-3
    columns, rows = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
    x, y = NORTH_UP @ (columns.ravel(), rows.ravel())
    pixels = shapely.contains_xy(outlines, x, y).reshape(HEIGHT, WIDTH)
    return [(np.full((1, HEIGHT, WIDTH), GOOD[0]), pixels, 1)]


IMAGE_READERS = {
    "image": _plain,
    "image, resampled": _resampled,
    "second image": _second,
    "overview": _overview,
    "arriving image": _arriving,
}
BAND_READERS = {"DEM": _dem, "climate": _climate, "probability": _probability, "reference": _reference}
MOSAIC_READERS = {
    "mosaic": _plain,
    "mosaic, resampled": _resampled,
    "second image, mosaic": _second,
    "overview, mosaic": _overview,
}
READERS = (*IMAGE_READERS, *MOSAIC_READERS, "mosaic of unlike quads", *BAND_READERS)

REFUSED = {
    ("probability", name): "not probabilities"
    for name in ("infinite, untold", "1e20, untold", "9.97e36, untold", "-9999, untold", "-32768, untold")
}
"""Where what is untold is refused and not taken out."""


def applies(carrier: str, reader: str) -> bool:
    """Whether there is such a cell: some carriers are of images, and a picture shows bytes only.

    No pixel of an image that arrives is looked at before; the basemaps' opacity is called so.
    """
    told = CARRIERS[carrier]
    if reader == "arriving image" and carrier == "alpha that is not called so":
        return False
    if reader == "mosaic of unlike quads" and carrier == "alpha as the fifth band":
        return False  # four colours beside three are refused
    if reader in BAND_READERS and told.images_only:
        return False
    return not (reader.startswith("overview") and told.dtype != "uint8")


def _mosaic(carrier: Carrier, folder: Path, void: np.ndarray, other: Carrier | None = None) -> Path:
    """Two quads of unequal size; the eastern one may have another carrier."""
    folder.mkdir()
    carrier.write(folder / "a 冰.tif", void[:, :31], 3, Affine.identity())
    (other or carrier).write(folder / "b.tif", void[:, 31:], 3, Affine.translation(31, 0))
    if (folder / "a 冰.vrt").exists():  # a virtual raster's own pixels are no quads
        listed = ["a 冰.vrt", "b.vrt" if (folder / "b.vrt").exists() else "b.tif"]
        (folder / "quads.txt").write_text("\n".join(listed), "utf-8")
        return folder / "quads.txt"
    return folder


def read(carrier: str, reader: str, tmp_path: Path, report: Any) -> list[tuple[np.ndarray, np.ndarray, float]]:
    """Values (bands, h, w), validity (h, w) and how many pixels of the file one of them is wide."""
    told, void = CARRIERS[carrier], void_pixels()
    if reader in BAND_READERS:
        scale = None
        if reader == "probability":
            scale = 1 / 254
        path = told.write(tmp_path / "冰.tif", void, 1, Affine.identity(), scale)
        return BAND_READERS[reader](path, tmp_path, report)
    if reader in IMAGE_READERS:
        path = told.write(tmp_path / "冰.tif", void, 3, Affine.identity())
        return IMAGE_READERS[reader](path, tmp_path, report)
    other = None
    if reader == "mosaic of unlike quads":
        other = _nodata(told.dtype, 11)
    path = _mosaic(told, tmp_path / "quads", void, other)
    return MOSAIC_READERS.get(reader, _plain)(path, tmp_path, report)


@cache
def _expected(shape: tuple[int, int], step: float) -> tuple[np.ndarray, np.ndarray]:
    """Which pixels of a grid have data, and of which it is certain: not of those near the rim of a void."""
    void = void_pixels()
    if step == 1:
        return ~void, np.ones(shape, bool)
    certain_void, certain_data = np.zeros(shape, bool), np.zeros(shape, bool)
    reach = max(step, 1) + 0.6
    for row in range(shape[0]):
        for column in range(shape[1]):
            middle = (row + 0.5) * step, (column + 0.5) * step
            rows, columns = (slice(max(int(at - reach), 0), int(at + reach) + 1) for at in middle)
            around = void[rows, columns]
            inside = middle[0] + reach < HEIGHT and middle[1] + reach < WIDTH
            certain_void[row, column] = inside and around.all()
            certain_data[row, column] = inside and not around.any()
    return certain_data, certain_data | certain_void


def measured(carrier: str, reader: str, tmp_path: Path) -> tuple[int, int, list[str]]:
    """Pixels whose validity is wrong, pixels with data whose value is wrong, and what was said."""
    report = SilentReport()
    wrong = bad = 0
    for values, valid, step in read(carrier, reader, tmp_path, report):
        expected, sure = _expected(valid.shape, step)
        assert (sure & expected).any() and (sure & ~expected).any()
        wrong += int(((valid != expected) & sure).sum())
        good = np.array(GOOD[: len(values)], float)[:, None]
        bad += int((np.abs(values[:, valid] - good) > 1e-3).any(axis=0).sum())
    return wrong, bad, list(report.warnings)
