"""An image that another process reads while it is still captured.

Three files in a folder: the pixels as they are (red, green, blue, alpha, row by row), a VRT that tells GDAL
what they are, and a log. Each line of the log is the number of rows, from the top, that are complete and
will not change; the last one is ``end``, ``stopped``, or ``failed`` and a sentence. The log only grows, so
that a reader never sees half of a change. The engine's side is `engine/scene/arriving.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from html import escape
from pathlib import Path

from .plan.grid import Grid
from .plan.pieces import Picture
from .writing import wkt_of

_BANDS = 4
_ROOM = 4096
"""Bytes kept free for the last line of the log: who reads the image must hear that the disk is full."""
_COLOURS = ("Red", "Green", "Blue", "Alpha")


class ArrivingImage:
    """The writer's side.

    Parameters
    ----------
    folder
        One of its own; made by `create`, gone after `remove`.
    name
        What the image is called, in the records of runs too.
    grid
        Its pixels.
    """

    def __init__(self, folder: Path, name: str, grid: Grid) -> None:
        self._folder, self._grid = folder, grid
        self.path, self._pixels = folder / f"{name}.vrt", folder / "pixels.raw"
        self.log, self._room = folder / "rows.log", folder / "room.txt"

    @property
    def size(self) -> int:
        """Bytes on disk when it is complete."""
        return self._grid.width * self._grid.height * _BANDS

    def create(self) -> None:
        """Make it, with nothing in it yet.

        Raises
        ------
        OSError
            Where it cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._pixels.open("wb") as stream:
            stream.truncate(self.size)
        self.path.write_text(self._vrt(), encoding="utf-8")
        self.log.touch()
        self._room.write_bytes(bytes(_ROOM))

    def _vrt(self) -> str:
        grid = self._grid
        bands = "".join(
            f'<VRTRasterBand dataType="Byte" band="{number + 1}" subClass="VRTRawRasterBand">'
            f"<ColorInterp>{colour}</ColorInterp>"
            f'<SourceFilename relativeToVRT="1">{self._pixels.name}</SourceFilename>'
            f"<ImageOffset>{number}</ImageOffset><PixelOffset>{_BANDS}</PixelOffset>"
            f"<LineOffset>{grid.width * _BANDS}</LineOffset></VRTRasterBand>"
            for number, colour in enumerate(_COLOURS)
        )
        return (
            f'<VRTDataset rasterXSize="{grid.width}" rasterYSize="{grid.height}">'
            f"<SRS>{escape(wkt_of(grid.crs))}</SRS>"
            f"<GeoTransform>{', '.join(map(repr, grid.geotransform))}</GeoTransform>{bands}</VRTDataset>"
        )

    def add(self, strip: Grid, pictures: Iterable[Picture]) -> None:
        """Write a strip of full width, and tell that its rows are there. What has no picture is transparent.

        Raises
        ------
        OSError
            Above all on a full disk.
        """
        row_bytes = strip.width * _BANDS
        pixels = bytearray(strip.height * row_bytes)
        for picture in pictures:
            length, at = picture.width * _BANDS, picture.row * row_bytes + picture.column * _BANDS
            for line in range(picture.height):
                pixels[at : at + length] = picture.pixels[line * length : (line + 1) * length]
                at += row_bytes
        first = strip.row - self._grid.row
        with self._pixels.open("r+b") as stream:
            stream.seek(first * row_bytes)
            stream.write(pixels)
        self._say(str(first + strip.height))

    def end(self) -> None:
        """All is there."""
        self._say("end")

    def stopped(self) -> None:
        """A person has stopped it."""
        self._say("stopped")

    def failed(self, sentence: str) -> None:
        """No more will come, for this reason; on a full disk there is room kept for saying so."""
        with suppress(OSError):
            self._room.unlink()
        self._say("failed " + " ".join(sentence.split()))

    def _say(self, line: str) -> None:
        with self.log.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(line + "\n")

    def remove(self) -> None:
        """Take it away; nobody reads it any more."""
        shutil.rmtree(self._folder, ignore_errors=True)
