"""An image that arrives: the other side of `engine.scene.arriving`, for tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import rasterio
from rasters import NORTH_UP, UTM

BANDS = 4


class Arriving:
    """Pixels of full size with nothing in them, what tells GDAL of them, and an empty log."""

    def __init__(self, folder: Path, image: np.ndarray, transform=NORTH_UP) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        _, self.height, self.width = image.shape
        alpha = np.where((image != 0).any(axis=0, keepdims=True), 255, 0)
        self.pixels = np.moveaxis(np.concatenate([image, alpha]).astype(np.uint8), 0, 2)
        self.path, self.raw, self.log = folder / "view é.vrt", folder / "pixels.raw", folder / "rows.log"
        with self.raw.open("wb") as stream:
            stream.truncate(self.pixels.nbytes)
        self.path.write_text(self._vrt(transform), "utf-8")
        self.log.touch()
        self.complete = 0

    def _vrt(self, transform) -> str:
        bands = "".join(
            f'<VRTRasterBand dataType="Byte" band="{number + 1}" subClass="VRTRawRasterBand">'
            f"<ColorInterp>{colour}</ColorInterp>"
            f'<SourceFilename relativeToVRT="1">{self.raw.name}</SourceFilename>'
            f"<ImageOffset>{number}</ImageOffset><PixelOffset>{BANDS}</PixelOffset>"
            f"<LineOffset>{self.width * BANDS}</LineOffset></VRTRasterBand>"
            for number, colour in enumerate(("Red", "Green", "Blue", "Alpha"))
        )
        place = ", ".join(map(repr, transform.to_gdal()))
        return (
            f'<VRTDataset rasterXSize="{self.width}" rasterYSize="{self.height}"><SRS>{UTM}</SRS>'
            f"<GeoTransform>{place}</GeoTransform>{bands}</VRTDataset>"
        )

    def say(self, text: str) -> None:
        with self.log.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)

    def add(self, rows: int) -> None:
        """The next rows are complete, and told."""
        end = min(self.complete + rows, self.height)
        with self.raw.open("r+b") as stream:
            stream.seek(self.complete * self.width * BANDS)
            stream.write(self.pixels[self.complete : end].tobytes())
        self.complete = end
        self.say(f"{end}\n")

    def add_all(self, rows: int = 64) -> None:
        while self.complete < self.height:
            self.add(rows)
        self.say("end\n")

    def as_tif(self, path: Path, transform=NORTH_UP) -> Path:
        """The same, complete."""
        profile = {"driver": "GTiff", "width": self.width, "height": self.height, "count": BANDS}
        with rasterio.open(path, "w", dtype="uint8", crs=UTM, transform=transform, **profile) as dataset:
            colours = rasterio.enums.ColorInterp
            dataset.colorinterp = (colours.red, colours.green, colours.blue, colours.alpha)
            dataset.write(np.moveaxis(self.pixels, 2, 0))
        return path

    def process(self, rows: int, seconds: float, last: str = "end") -> subprocess.Popen:
        """A process that writes it, `rows` at a time with pauses, and tells `last` at its end."""
        finished = self.raw.with_name("finished.raw")
        finished.write_bytes(self.pixels.tobytes())
        code = f"""
import time
line = {self.width * BANDS}
content = open({str(finished)!r}, "rb").read()
with open({str(self.raw)!r}, "r+b", buffering=0) as pixels, open({str(self.log)!r}, "ab", buffering=0) as log:
    for end in [*range({rows}, {self.height}, {rows}), {self.height}]:
        pixels.write(content[pixels.tell():end * line])
        log.write(str(end).encode()[:1])  # half a line means nothing
        time.sleep({seconds})
        log.write(str(end).encode()[1:] + b"\\n")
    log.write({last.encode()!r} + b"\\n")
"""
        return subprocess.Popen([sys.executable, "-c", code])
