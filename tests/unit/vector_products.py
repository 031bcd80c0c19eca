"""Twins of outlines as they are downloaded: small shapefiles with the products' own fields and names, in their zips.

The fields are from the products' public descriptions (RGI 6.0 and 7.0, the mountain regions of High Mountain Asia);
those of GAMDAM are not described, and its twin has one of its own.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import shapely

RGI6 = (
    *("RGIId", "GLIMSId", "BgnDate", "EndDate", "CenLon", "CenLat", "O1Region", "O2Region", "Area", "Zmin", "Zmax"),
    *("Zmed", "Slope", "Aspect", "Lmax", "Status", "Connect", "Form", "TermType", "Surging", "Linkages", "Name"),
)
RGI7 = (
    *("rgi_id", "o1region", "o2region", "glims_id", "anlys_id", "subm_id", "src_date", "cenlon", "cenlat", "utm_zone"),
    *("area_km2", "primeclass", "conn_lvl", "surge_type", "term_type", "glac_name", "is_rgi6", "termlon", "termlat"),
    *("zmin_m", "zmax_m", "zmed_m", "zmean_m", "slope_deg", "aspect_deg", "aspect_sec", "dem_source", "lmax_m"),
)


def shapefile(folder: Path, stem: str, shapes: list, fields: dict[str, list], crs: str = "EPSG:4326", **how) -> Path:
    """A shapefile; text where a field holds texts."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / f"{stem}.shp"
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object), output_dimension=3),
        [np.array(values, dtype=object if isinstance(values[0], str) else None) for values in fields.values()],
        list(fields),
        crs=crs,
        geometry_type=how.get("kind", "Polygon"),
        driver="ESRI Shapefile",
        encoding="UTF-8",
    )
    return path


def packed(path: Path, shapefile: Path, inside: str = "", **texts: str) -> Path:
    """A zip of a shapefile's files and of texts beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(shapefile.parent.glob(f"{shapefile.stem}.*")):
            archive.write(file, f"{inside}{file.name}")
        for name, text in texts.items():
            archive.writestr(f"{inside}{shapefile.stem}{name.replace('_', '-', 1).replace('__', '.')}", text)
    return path


def rgi6(folder: Path, region: int, name: str, shapes: list) -> Path:
    """A region of RGI 6.0 as NSIDC has it: ``nsidc0770_14.rgi60.SouthAsiaWest.zip``, a table of hypsometry beside."""
    stem = f"{region}_rgi60_{name}"
    fields = {field: [f"{field} {n}" for n in range(len(shapes))] for field in RGI6}
    fields["RGIId"] = [f"RGI60-{region}.{n + 1:05}" for n in range(len(shapes))]
    made = shapefile(folder / "made", stem, shapes, fields)
    return packed(folder / f"nsidc0770_{region}.rgi60.{name}.zip", made, _hypso__csv="RGIId,50\n1,2\n")


def rgi7(folder: Path, region: int, name: str, shapes: list) -> Path:
    """A region of RGI 7.0 (glaciers): polygons with heights, in a folder of the zip, with tables and a text beside."""
    stem = f"RGI2000-v7.0-G-{region}_{name}"
    fields = {field: [f"{field} {n}" for n in range(len(shapes))] for field in RGI7}
    fields["rgi_id"] = [f"RGI2000-v7.0-G-{region}-{n + 1:05}" for n in range(len(shapes))]
    made = shapefile(
        folder / "made", stem, [shapely.force_3d(shape, 5000) for shape in shapes], fields, kind="Polygon Z"
    )
    texts = {"_attributes_metadata__json": '{"rgi_id": {}}', "_hypsometry__csv": "rgi_id,50\n1,2\n"}
    return packed(folder / f"{stem}.zip", made, f"{stem}/", **texts)


def gamdam(folder: Path, shapes: list) -> Path:
    """GAMDAM as it is named; its fields are not described, so it has one of its own."""
    made = shapefile(folder / "made", "gamdam20180404_001_SouthAsiaWest", shapes, {"id": list(range(len(shapes)))})
    return packed(folder / "gamdam20180404_001_SouthAsiaWest.zip", made)


def hma_regions(folder: Path, shapes: list, names: list[str], crs: str = "EPSG:4326") -> Path:
    """The mountain regions of High Mountain Asia: the name in Primary_ID, a code beside, another text beside."""
    codes = list(range(1, len(names) + 1))
    fields = {"Nr_Regio_1": codes, "Primary_ID": names, "gp_id": [f"g{code}" for code in codes]}
    return shapefile(folder, "boundary_mountain_regions_hma_v3", shapes, fields, crs)
