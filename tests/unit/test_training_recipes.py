"""The recipes of the user's page, word by word, on data laid out as the published sets are.

The layouts are from descriptions and readers of others: the release of TPRoGI (Sun et al. 2024), the ESA CCI's RoGI
(doi:10.5281/zenodo.14501398: AOI, PM, MA and GO in one GeoPackage, dots of the template's names dropped), and
`alkzar90/rock-glacier-dataset` (folders `cordillera`, `glaciar` and `masks` of 128 x 128 pixels).
"""

from __future__ import annotations

import re
import shlex
from contextlib import closing

import engine_here
import numpy as np
import pyogrio
import pytest
import shapely
from affine import Affine
from engine_process import ROOT, Finished
from mapping import ME, candidate_outline, open_inventory
from rasters import random_image, write_raster
from rock_glacier_inventory.engine.command_line import parse
from rock_glacier_inventory.engine.commands.training import train as command_train
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.training_data.chips.pairs import pairs_in
from rock_glacier_inventory.engine.training_data.given.sources import sources_of
from rock_glacier_inventory.gestures.operations import remain
from rock_glacier_inventory.inventory.errors import UserError
from test_training_chips import mask, picture
from training_ground import MANY, NORTH, PIXEL, UTM, WEST, Made, place

PAGE = ROOT / "docs" / "user" / "training.md"
SMALLER = ("--patch", 96, "--overlap", 32, "--buffer", 400, "--folds", 2)
"""What is changed: the ground here is small."""
SHORT = ("--encoder", "tu-test_efficientnet", "--steps", 2, "--batch-size", 2, "--device", "cpu")


def recipe(title: str) -> list[list[str]]:
    """Words of the commands below the paragraph that begins with a title."""
    text = PAGE.read_text("utf-8").split("## Recipes")[1].split(f"**{title}")[1]
    text = re.sub(r"\n {8}", " ", text.split("\n**")[0])
    found = [shlex.split(line)[2:] for line in text.splitlines() if line.startswith("    PYTHON FOLDER-OF-THE-PLUGIN ")]
    assert found, title
    return found


def run(words: list[str], *more: object, **files: object) -> Finished:
    """Run a command of a recipe with files of ours for its names; what comes twice is as it was said last."""
    there = {f"{name}/": path for name, path in files.items()} | {str(name): path for name, path in files.items()}
    done = engine_here.run(*(there.get(word, word) for word in words), *more)
    assert done.code == 0, done.messages[-1]
    return done


def quads(folder, bands=3):
    """A folder of quads of a basemap, each a quarter of the ground."""
    folder.mkdir()
    whole = random_image(400, 400, bands, "uint8" if bands == 3 else "uint16")
    for row in (0, 200):
        for column in (0, 200):
            there = Affine(PIXEL, 0, WEST + column * PIXEL, 0, -PIXEL, NORTH - row * PIXEL)
            part = whole[:, row : row + 200, column : column + 200]
            write_raster(folder / f"{row}-{column}_quad.tif", part, crs=UTM, transform=there)
    return folder


def write_layer(path, name, shapes, append=False, kind="MultiPolygon", **columns):
    """A layer in degrees, as both releases are."""
    moved = transform_geometries(np.array([None, *shapes], object)[1:], UTM, "EPSG:4326")
    wkb = np.array([None, *(shapely.to_wkb(shapely.multipolygons([one])) for one in moved)], object)[1:]
    values = [np.array(column, object) for column in columns.values()]
    more = {"layer": name, "append": append} if path.suffix == ".gpkg" else {}
    pyogrio.raw.write(path, wkb, values, list(columns), geometry_type=kind, crs="EPSG:4326", **more)


def counts(made: Made) -> dict[str, int]:
    faults = [row["FAULT"] for row in made.polygons]
    return {fault: faults.count(fault) for fault in sorted(set(faults))}


def test_from_the_published_inventory_of_the_tibetan_plateau(tmp_path):
    """Imported as candidates, decided by somebody, learnt by leaving subregions out."""
    outlines = [place(*at) for at in MANY]
    names = [f"RGU{300000 + number:06d}N{900000 + number:07d}E" for number in range(len(outlines))]
    places = ["Nyainqêntanglha" if number < 8 else "Tanggula" for number in range(len(outlines))]
    shapefile = tmp_path / "TPRoGI_Extended_Footprint.shp"
    write_layer(shapefile, "", outlines, kind="Polygon", ID=names, SUBREGION=places)
    corrected = tmp_path / "corrected 冰.gpkg"
    files = {"TPRoGI.shp": shapefile, "corrected.gpkg": corrected, "quads": quads(tmp_path / "quads")}
    files |= {"data": tmp_path / "data", "models": tmp_path / "models"}
    take, make, train = recipe("From the published inventory of the Tibetan Plateau")
    run(take, **files)
    with closing(open_inventory(corrected)) as store:
        for number in range(1, len(outlines) + 1):
            remain(store, number, candidate_outline(store, number), ME)
    run(make, *SMALLER, "--resolution", PIXEL, **files)
    made = Made(files["data"])
    assert made.data["split"]["by"] == "subregion"
    assert counts(made) == {"": 16}
    folds = {(row["SUBREGION"], row["FOLD"]) for row in made.polygons}
    assert len(folds) == 2  # a range is a fold
    assert parse(train)[0] is command_train  # what it does with folds is in test_train_command


def test_from_the_inventories_of_the_esa_cci(tmp_path):
    """Extended outlines alone are learnt, and what was searched is background, without a word that it may not be."""
    gpkg = tmp_path / "RoGI.gpkg"
    start, end = "ESACCI-PERMAFROST_ROGI_ALL-AREAS_", "_2025-fv02.0"
    extended = [place(*at) for at in MANY]
    restricted = [place(*at, width=200, height=200) for at in MANY[:5]]
    types = ["Extended"] * 16 + ["Restricted "] * 5
    write_layer(gpkg, f"{start}AOI{end}", [place(600, 600, 6_600, 6_600)], PolyUID=["a"])
    ids = [f"RGU{number:015d}" for number in (*range(16), *range(5))]
    write_layer(gpkg, f"{start}GO{end}", [*extended, *restricted], append=True, PrimaryID=ids, OutType=types)
    points = [shape.centroid for shape in extended]
    moved = transform_geometries(np.array([None, *points], object)[1:], UTM, "EPSG:4326")
    columns = [np.array(ids[:16], object)], ["PrimaryID"]
    how = {"layer": f"{start}PM{end}", "geometry_type": "Point", "crs": "EPSG:4326", "append": True}
    pyogrio.raw.write(gpkg, shapely.to_wkb(moved), *columns, **how)
    heights = np.add.outer(np.arange(420.0), np.arange(420.0))[None].astype(np.float32)
    there = Affine(PIXEL, 0, WEST - 200, 0, -PIXEL, NORTH + 200)
    (tmp_path / "copernicus").mkdir()
    write_raster(tmp_path / "copernicus" / "dem.tif", heights, crs=UTM, transform=there)
    files = {name: tmp_path / name for name in ("copernicus", "data", "models")}
    files |= {"RoGI.gpkg|LAYER-GO": f"{gpkg}|{start}GO{end}", "RoGI.gpkg|LAYER-AOI": f"{gpkg}|{start}AOI{end}"}
    files["sentinel"] = quads(tmp_path / "sentinel", bands=4)
    make, train = recipe("From the inventories of the ESA CCI")
    done = run(make, *SMALLER, **files)
    made = Made(files["data"])
    assert counts(made) == {"": 16}
    [told] = [line for line in done.warnings if "outlines" in line]
    assert "Restricted outlines of RoGI.gpkg" in told and told.endswith("too: 5.")
    assert [source["keeps_reviewed_ground"] for source in made.data["sources"]] == [False, True]
    # The first outline's buffer reaches beyond the area that was searched.
    [corner] = [row for row in made.patches if row["NAME"].endswith("r000000_c000000")]
    label = made.label(corner["NAME"])
    assert set(np.unique(label[:29])) == {255} and 0 in label[31:, 31:]
    assert parse(train)[0] is command_train


def test_from_chips_in_a_folder_for_each_class(tmp_path):
    """Masks lie in one folder beside those of the images."""
    chips = tmp_path / "rock-glacier-dataset"
    for part in ("train", "test"):
        for number in range(4):
            for kind in ("glaciar", "cordillera"):
                name = f"{kind}_{number}.png"
                picture(chips / part / kind / name, random_image(128, 128, seed=number))
                picture(chips / part / "masks" / name, mask(255 if kind == "glaciar" else 0, 128, 128))
    files = {"rock-glacier-dataset": chips, "data": tmp_path / "data", "models": tmp_path / "models"}
    make, train = recipe("From `alkzar90/rock-glacier-dataset`")
    run(make, "--folds", 2, **files)
    made = Made(files["data"])
    assert (len(made.patches), made.data["patch"], made.data["resolution_m"]) == (16, 128, 10)
    assert sorted(row["TARGET"] > 0 for row in made.patches) == [False] * 8 + [True] * 8
    run(train, *SHORT, **files)
    assert (files["models"] / "andes.json").exists()


def test_a_mask_that_two_images_may_have_is_refused(tmp_path):
    for kind in ("glaciar", "cordillera"):
        picture(tmp_path / "set" / kind / "1.png", random_image(64, 64))
    picture(tmp_path / "set" / "masks" / "1.png", mask())
    with pytest.raises(UserError, match=r"masks.1.png may be the mask of .*cordillera.1.png and of .*glaciar.1.png"):
        pairs_in(tmp_path / "set", SilentReport())


def test_restricted_outlines_alone_are_learnt_and_told(tmp_path):
    gpkg = tmp_path / "o.gpkg"
    write_layer(gpkg, "o", [place(*at) for at in MANY[:2]], **{"Out.Type": ["restricted", "RESTRICTED"]})
    report = SilentReport()
    [source] = sources_of(str(gpkg), None, report)
    assert len(source.given) == 2
    assert "restricted outlines alone (2)" in report.warnings[0]
