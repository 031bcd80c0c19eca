"""The bytes of an answer as a picture, the same on every QGIS."""

from __future__ import annotations

import itertools
import zlib
from contextlib import suppress

from osgeo import gdal
from qgis.PyQt.QtCore import QBuffer, QIODevice
from qgis.PyQt.QtGui import QImage, QImageReader

from ..asking.faults import HALF_LOADED, NO_IMAGE, Fault
from ..writing import gdal_errors

_LARGEST = 4096
"""Pixels on a side. No server has larger tiles; what claims so would fill the memory."""
_MOST_BYTES = 64 << 20
_KINDS = frozenset({"png", "jpeg", "jpg", "gif", "bmp", "webp", "tiff", "tif"})
"""Of pictures made of pixels. A drawing (SVG) could name files of this machine."""
_GZIP = b"\x1f\x8b"
_GDAL_DRIVERS = ["WEBP", "PNG", "JPEG", "GIF", "GTiff"]
_number = itertools.count()


def decoded(content: bytes) -> tuple[QImage | None, Fault | None]:
    """The picture behind an answer, or what is wrong with it.

    What the answer says of its own kind does not count: servers err, the bytes do not.
    """
    content = _unpacked(content)
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    image, fault = _by_qt(buffer)
    if image is None and fault is None:
        image = _by_gdal(content)
        fault = Fault(NO_IMAGE, 200) if image is None else None
    return image, fault


def _by_qt(buffer: QBuffer) -> tuple[QImage | None, Fault | None]:
    """The picture, or what is wrong; neither where Qt does not know the kind.

    The reader ends before the buffer it reads does.
    """
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    if bytes(reader.format()).decode("latin-1").lower() not in _KINDS:
        return None, None
    size = reader.size()
    if size.width() > _LARGEST or size.height() > _LARGEST:
        return None, Fault(NO_IMAGE, 200)
    image = reader.read()
    return (None, Fault(HALF_LOADED)) if image.isNull() else (image, None)


def _unpacked(content: bytes) -> bytes:
    """Without the gzip of servers that do not tell of it: no picture begins like one."""
    if content.startswith(_GZIP):
        with suppress(zlib.error):
            return zlib.decompressobj(31).decompress(content, _MOST_BYTES)
    return content


def _by_gdal(content: bytes) -> QImage | None:
    """A picture of a kind that this Qt does not know; WebP above all."""
    if not content:
        return None
    path = f"/vsimem/tile{next(_number)}"
    gdal.FileFromMemBuffer(path, content)
    try:
        with gdal_errors():
            raster = gdal.OpenEx(path, gdal.OF_RASTER, allowed_drivers=_GDAL_DRIVERS)
            return None if raster is None else _image_of(raster)
    finally:
        raster = None  # before the file goes
        gdal.Unlink(path)


def _image_of(raster: gdal.Dataset) -> QImage | None:
    width, height, bands = raster.RasterXSize, raster.RasterYSize, raster.RasterCount
    if max(width, height) > _LARGEST or raster.GetRasterBand(1).GetColorTable() is not None:
        return None
    order = {1: [1, 1, 1], 2: [1, 1, 1, 2], 3: [1, 2, 3]}.get(bands, [1, 2, 3, 4])
    pixels = bytearray(b"\xff") * (width * height * 4)
    for place, band in enumerate(order):
        values = raster.GetRasterBand(band).ReadRaster(buf_type=gdal.GDT_Byte)
        if values is None:
            return None
        pixels[place::4] = values
    return QImage(bytes(pixels), width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
