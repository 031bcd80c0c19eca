"""Twins of the paper's sources as they are downloaded, and an inventory on them; run by the engine's Python.

NASADEM in its zips, a year of FLDAS and of IMERG by the month, Obu's ground temperature and zones, two regions of
RGI in their zips; around 91° E, 30.5° N.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

UNIT = Path(__file__).resolve().parents[1] / "unit"
sys.path[:0] = [str(UNIT), str(UNIT.parents[1] / "recipes")]

PLACE = (91.05, 30.55)


def main(folder: Path) -> None:
    """Write all of it into a new folder."""
    from _package import load_package

    load_package()
    import products
    import pyproj
    from climate_files import square
    from filling_inventories import make, put
    from more_products import obu
    from products import fldas, imerg, nasadem, zipped
    from rock_glacier_inventory.inventory import schema
    from vector_formats import write

    for name in ("NASADEM", "FLDAS 冰", "IMERG", "Obu", "RGI"):
        (folder / name).mkdir(parents=True)
    slope = np.broadcast_to(np.linspace(5600, 4400, 1201)[:, None], (1201, 1201))  # it falls to the south
    for west in (90, 91):
        nasadem(folder / "NASADEM", 30, west, slope)
    products.FLDAS_Y = (products.FLDAS_Y - np.float32(1.5)).astype("f4")
    for month in range(1, 13):
        fldas(folder / "FLDAS 冰", 1982, month, 270.0)
        imerg(folder / "IMERG", 2001, month, 0.05, east=91.0)
    x, y = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3995", always_xy=True).transform(*PLACE)
    obu(folder / "Obu", -1.5, corner=(round(x, -3) - 20_000, round(y, -3) + 20_000))
    around, inside = [square(*PLACE, 1.0)], [square(*PLACE, 0.05)]
    (folder / "zones").mkdir()
    write(folder / "zones", "shp", around, EXTENT=["Discon"])
    for region in ("14_rgi60_SouthAsiaWest", "15_rgi60_SouthAsiaEast"):
        place = folder / region
        place.mkdir()
        path = write(place, "shp", inside, RGIId=[region], GLIMSId=["G"], O1Region=["15"], BgnDate=["20000101"])
        parts = sorted(place.glob(f"{path.stem}.*"))
        zipped(folder / "RGI" / f"nsidc0770_{region}.zip", parts)
    inventory = make(folder / "inventory.gpkg", "EPSG:4326")
    put(inventory, schema.ROCK_GLACIERS, [square(*PLACE, 0.01), square(PLACE[0] + 0.1, PLACE[1], 0.01)], "EPSG:4326")
    put(inventory, schema.CANDIDATES, [square(*PLACE, 0.01)], "EPSG:4326")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
