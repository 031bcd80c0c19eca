"""Pictures for the documentation: solar radiation and horizon of the Ötztal, from the shared data.

Run: .venv/engine/bin/python recipes/radiation_pictures.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parent))

from _package import ROOT, load_package

load_package()

DEM = ROOT.parent / "shared" / "data" / "oetztal" / "srtm_oetztal.tif"
FONT = "/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf"
DARK, MIDDLE, LIGHT = (33, 38, 92), (200, 79, 74), (253, 236, 158)
LATITUDE = 46.8


def coloured(values: npt.NDArray[Any], low: float, high: float) -> Image.Image:
    """Values as colours, stretched so that pixels are square on the ground."""
    part = np.clip((values - low) / (high - low), 0, 1)[..., None]
    stops = [np.array(colour, dtype=float) for colour in (DARK, MIDDLE, LIGHT)]
    colours = np.where(
        part < 0.5, stops[0] + (stops[1] - stops[0]) * part * 2, stops[1] + (stops[2] - stops[1]) * (part * 2 - 1)
    )
    image = Image.fromarray(colours.astype(np.uint8))
    return image.resize((900, round(900 * image.height / (image.width * np.cos(np.radians(LATITUDE))))))


def labelled(image: Image.Image, title: str, low: float, high: float, unit: str) -> Image.Image:
    """The picture with a title and a scale below."""
    whole = Image.new("RGB", (image.width, image.height + 74), "white")
    whole.paste(image, (0, 40))
    draw = ImageDraw.Draw(whole)
    font = ImageFont.truetype(FONT, 20)
    draw.text((6, 6), title, "black", font)
    bar = coloured(np.linspace(low, high, 300)[None, :].repeat(2, axis=0), low, high).resize((300, 18))
    top = whole.height - 28
    whole.paste(bar, (90, top + 2))
    draw.text((80, top - 3), f"{low:g}", "black", font, anchor="ra")
    draw.text((398, top - 3), f"{high:g} {unit}", "black", font)
    return whole


def save(values: npt.NDArray[Any], low: float, high: float, title: str, unit: str, name: str) -> None:
    """Write one picture into the documentation."""
    picture = labelled(coloured(values, low, high), title, low, high, unit)
    picture.save(ROOT / "docs" / "images" / f"{name}.jpg", quality=85)


def main() -> None:
    """Write both pictures."""
    from rock_glacier_inventory.engine.solar.equations import RadiationOptions
    from rock_glacier_inventory.engine.solar.processors import processor
    from rock_glacier_inventory.engine.solar.radiation import RadiationModel
    from rock_glacier_inventory.engine.solar.raster import write_radiation
    from rock_glacier_inventory.engine.telling.report import SilentReport
    from rock_glacier_inventory.engine.terrain.dem import open_dem

    with tempfile.TemporaryDirectory() as name:
        output = Path(name) / "pisr.tif"
        write_radiation(DEM, output, RadiationOptions(), SilentReport(), device="cpu")
        with rasterio.open(output) as source:
            total = source.read(1)
    title = "Potential incoming solar radiation of a year, Ötztal Alps"
    save(total, 600, 2600, title, "kWh/m²", "radiation")
    with open_dem(DEM, SilentReport()) as dem:
        window = (0, 0, *dem.shape)
        rows, columns = (axis.ravel() for axis in np.indices(dem.shape))
        model = RadiationModel(dem, RadiationOptions(), processor("cpu"))
        south = np.empty(rows.shape, np.float32)
        block, grids = dem.block(*window), model.grids(window)
        for part in np.array_split(np.arange(len(rows)), 16):
            found = model.horizon(block, grids, rows[part], columns[part])
            south[part] = found[:, found.shape[1] // 2]
    title = "Elevation of the horizon towards the south"
    save(south.reshape(dem.shape), 0, 40, title, "°", "horizon")


if __name__ == "__main__":
    main()
