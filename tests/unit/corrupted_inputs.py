"""Every command with every format that it reads: small whole inputs, and which file of them is damaged."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
import rasterio.shutil
from affine import Affine
from climate_files import month_starts, write_netcdf
from mapping import add_candidates, candidate_squares, open_inventory
from model_cards import save_everything
from products import zipped
from rasterio.windows import Window
from rasters import write_raster
from rock_glacier_inventory.engine.command_line import parse
from rock_glacier_inventory.engine.intake.inventory_file import create_inventory
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.gestures.reviews import decide
from rock_glacier_inventory.gestures.sampling import Draw, draw_sample
from rock_glacier_inventory.inventory.schema import CANDIDATES, REVIEW_SAMPLES
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from scripted_gestures import CANDIDATE_COUNT, gesture
from simulated import ROOT, simulate

VECTORS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "fgb": "FlatGeobuf", "geojson": "GeoJSON"}
SHAPEFILE = ("shp", "dbf", "shx", "prj", "cpg")
OWN = "inventory.gpkg"
EXPORTED = "out/README.txt out/inventory_AOI-PM-MA-GO.gpkg"
EXPORT = f"export --inventory {{here}}/{OWN} --dialect rgik-released --open leave-out --output {{here}}/out"
CARD, WEIGHTS = "everything.json", "everything.safetensors"


@dataclass(frozen=True)
class Case:
    """A command, the files that are copied for each run, and which of them is damaged.

    In `arguments`, ``{here}`` is the folder of the copies and of what is written. `writes`: the damaged file
    is one that the command may change. `outputs`: what is there when it has ended well.
    """

    name: str
    arguments: tuple[str, ...]
    copied: tuple[Path, ...]
    damaged: str
    writes: bool = False
    outputs: tuple[str, ...] = ()


class Inputs:
    """Whole inputs in a folder, and all cases of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        simulate((sys.executable, str(ROOT)), folder, 128, 7)
        save_everything(folder)
        self._make_vectors()
        self._make_rasters()
        self._make_inventories()
        self.cases = [
            *self._of_attributes(),
            *self._of_accuracy(),
            *self._of_statistics(),
            *self._of_pictures(),
            *self._of_detect(),
        ]
        self.cases = [*self._of_attributes(), *self._of_accuracy(), *self._of_pictures(), *self._of_detect()]
        self.cases += self._of_publications() + self._of_levels()

    def _make_vectors(self) -> None:
        for name in ("rock_glaciers", "glaciers", "subregions"):
            meta, _, geometry, fields = pyogrio.raw.read(self.folder / f"{name}.gpkg")
            for suffix, driver in VECTORS.items():
                pyogrio.raw.write(
                    self.folder / f"{name}_.{suffix}",
                    geometry,
                    fields,
                    list(meta["fields"]),
                    driver=driver,
                    crs=meta["crs"],
                    geometry_type="MultiPolygon",
                )

    def _make_rasters(self) -> None:
        with rasterio.open(self.folder / "scene.tif") as scene:
            profile, values = scene.profile, scene.read()
            vrt = self.folder / "scene.vrt"
            rasterio.shutil.copy(scene, vrt, driver="VRT")
            told = vrt.read_text("utf-8").replace('"1">scene.tif', f'"0">{self.folder / "scene.tif"}')
            vrt.write_text(told, "utf-8")
            rasterio.shutil.copy(scene, self.folder / "scene.png", driver="PNG", WORLDFILE="YES")
            self.pictures = "scene.tif scene.vrt"
            with rasterio.Env() as environment:
                if "JP2OpenJPEG" in environment.drivers():
                    rasterio.shutil.copy(scene, self.folder / "scene.jp2", driver="JP2OpenJPEG")
                    self.pictures += " scene.jp2"
        place = {"crs": profile["crs"], "transform": profile["transform"]}
        inside = (values[:1] > np.median(values[0])).astype(np.uint8)
        write_raster(self.folder / "mask.tif", inside, **place)
        write_raster(self.folder / "p.tif", inside * np.float32(0.9), nodata=-1, **place)
        with rasterio.open(self.folder / "maat.tif") as maat:
            longitude, latitude = maat.lnglat()
        near = np.linspace(-0.5, 0.5, 5)
        months = np.random.default_rng(1).normal(-5, 3, (12, 5, 5))
        where = {"latitudes": latitude - near, "longitudes": longitude + near}
        write_netcdf(self.folder / "maat4.nc", months, **where)
        write_netcdf(self.folder / "maat3.nc", months, kind="NETCDF3_CLASSIC", **where)
        halves = [
            write_netcdf(
                self.folder / f"half{start}.nc",
                months[start : start + 6],
                times=month_starts()[start : start + 6],
                **where,
            )
            for start in (0, 6)
        ]
        zipped(self.folder / "months.zip", halves)
        self._make_tiles()
        (self.folder / "list.txt").write_text(str(self.folder / "scene.tif") + "\n", "utf-8")
        asset = {"href": str(self.folder / "scene.tif"), "type": "image/tiff"}
        item = {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": "a",
            "geometry": None,
            "links": [],
            "properties": {"datetime": "2020-08-01T00:00:00Z"},
            "assets": {"visual": asset},
        }
        told = json.dumps({"type": "FeatureCollection", "features": [item]}, indent=1)
        (self.folder / "items.json").write_text(told, "utf-8")

    def _make_tiles(self) -> None:
        """The DEM as two tiles side by side, in an archive."""
        tiles = []
        with rasterio.open(self.folder / "dem.tif") as dem:
            for start in (0, 64):
                part = Window(start, 0, 64, dem.height)
                place = {
                    "crs": dem.crs,
                    "transform": dem.transform @ Affine.translation(start, 0),
                    "nodata": dem.nodata,
                }
                tiles.append(write_raster(self.folder / f"tile{start}.tif", dem.read(window=part), **place))
        zipped(self.folder / "tiles.zip", tiles)

    def _make_inventories(self) -> None:
        meta, _, geometry, _ = pyogrio.raw.read(self.folder / "rock_glaciers.gpkg")
        inventory = self.folder / "inventory.gpkg"
        create_inventory(inventory, meta["crs"], "Inventar é 冰")
        add_candidates(inventory, candidate_squares(CANDIDATE_COUNT))
        with closing(open_inventory(inventory)) as opened:
            for number in range(8):
                gesture(opened, number)
            sample = draw_sample(opened, Draw(number=4))
            for marker in opened.values(REVIEW_SAMPLES, "ID"):
                for reviewer in ("Ann", "Ben 冰"):
                    decide(opened, sample, marker, reviewer, "yes")
        for layer in (CANDIDATES.name, "rock_glaciers"):
            names = {CANDIDATES.name: "CANDIDATE_ID"}.get(layer, "ID")
            ids = np.array([f"{layer}-{number}" for number in range(len(geometry))], object)
            pyogrio.raw.write(
                inventory,
                geometry,
                [ids],
                [names],
                driver="GPKG",
                layer=layer,
                append=True,
                crs=meta["crs"],
                geometry_type="MultiPolygon",
            )
        for version in (1, 2, 3, 4):
            old = self.folder / f"schema_{version}.gpkg"
            with closing(sqlite3.connect(old)) as connection:
                register_functions(connection)
                connection.executescript((Path(__file__).parent / f"schema_{version}.sql").read_text("utf-8"))

    def _case(self, name: str, words: str, damaged: str, *more: str, writes: bool = False, outputs: str = "") -> Case:
        """A case; ``{in}`` is the folder of the whole inputs, `more` is copied beside the damaged file."""
        arguments = tuple(word.replace("{in}", str(self.folder)) for word in words.split())
        copied = tuple(self.folder / file.partition("/")[0] for file in (damaged, *more))
        return Case(name, arguments, copied, damaged, writes, tuple(outputs.split()))

    def _of_vectors(self, words: str, option: str, layer: str, *more: str, outputs: str = "") -> list[Case]:
        """One for each file of each format of a layer."""
        found = []
        for suffix in VECTORS:
            parts = SHAPEFILE if suffix == "shp" else (suffix,)
            files = [f"{layer}_.{part}" for part in parts if (self.folder / f"{layer}_.{part}").exists()]
            asked = f"{words} {option} {{here}}/{layer}_.{suffix}"
            for file in files:
                beside = [other for other in files if other != file]
                name = f"{words.split()[0]} {option} {file.rpartition('.')[2]}"
                found.append(self._case(name, asked, file, *beside, *more, outputs=outputs))
        return found

    def _of_rasters(self, words: str, option: str, files: str, *more: str, outputs: str = "") -> list[Case]:
        command = words.split()[0]
        asked = [(file, f"{words} {option} {{here}}/{file}") for file in files.split()]
        return [self._case(f"{command} {option} {file}", line, file, *more, outputs=outputs) for file, line in asked]

    def _of_attributes(self) -> list[Case]:
        into = f"attributes --all --inventory {{here}}/{OWN}"
        of_candidates = f"{into} --layer candidates"
        sources = "--dem {in}/dem.tif --maat {in}/maat.tif --subregions {in}/subregions.gpkg"
        share = f"flag-glaciers --all --glaciers {{in}}/glaciers.gpkg --inventory {{here}}/{OWN}"
        imported = f"import --inventory {{here}}/{OWN}"
        olds = (OWN, "schema_1.gpkg", "schema_2.gpkg", "schema_3.gpkg", "schema_4.gpkg")
        return [
            self._case("attributes --inventory", f"{into} {sources}", OWN, writes=True),
            self._case("attributes --remember", f"{of_candidates} {sources} --remember", OWN, writes=True),
            self._case("flag-glaciers --inventory", share, OWN, writes=True),
            self._case("import --inventory", f"{imported} --input {{in}}/rock_glaciers.gpkg", OWN, writes=True),
            *self._of_vectors(imported, "--input", "rock_glaciers", OWN),
            self._case("export --inventory", EXPORT, OWN, outputs=EXPORTED),
            *self._of_vectors("check --output {here}/p.gpkg", "--input", "rock_glaciers", outputs="p.gpkg"),
            self._case(
                "check of an inventory", f"check --input {{here}}/{OWN} --output {{here}}/p.gpkg", OWN, outputs="p.gpkg"
            ),
            *(
                self._case(f"{up} {old}", f"{up} --inventory {{here}}/{old}", old, writes=True, outputs=old)
                for up in ("migrate",)
                for old in olds
            ),
            *self._of_rasters(into, "--dem", "dem.tif tiles.zip", OWN),
            *self._of_rasters(into, "--maat", "maat.tif maat4.nc maat3.nc months.zip", OWN),
            *self._of_vectors(f"{into} --dem {{in}}/dem.tif", "--subregions", "subregions", OWN),
            *self._of_vectors(of_candidates, "--glaciers", "glaciers", OWN),
        ]

    def _of_accuracy(self) -> list[Case]:
        there = "e.json e.txt"
        judge = "evaluate --output {here}/e.json"
        right = f"{judge} --reference {{in}}/rock_glaciers.gpkg"
        ours = f"{judge} --input {{in}}/rock_glaciers.gpkg"
        inside = f"{right} --input {{in}}/rock_glaciers.gpkg"
        return [
            *self._of_vectors(right, "--input", "rock_glaciers", outputs=there),
            *self._of_vectors(inside, "--area", "subregions", outputs=there)[:1],
            *self._of_rasters(ours, "--reference", "mask.tif", outputs=there),
            self._case("evaluate of an inventory", f"{right} --input {{here}}/{OWN}", OWN, outputs=there),
            self._case("sample", f"sample --number 3 --by size --inventory {{here}}/{OWN}", OWN, writes=True),
            self._case(
                "agreement", f"agreement --inventory {{here}}/{OWN} --output {{here}}/e.json", OWN, outputs=there
            ),
        ]

    def _of_statistics(self) -> list[Case]:
        beside = "compare --output {here}/d.gpkg --input {in}/rock_glaciers.gpkg"
        tables = f"summarise --output {{here}}/t --inventory {{here}}/{OWN}"
        return [
            *self._of_vectors(beside, "--reference", "rock_glaciers", outputs="d.gpkg d.json d.txt")[:1],
            *self._of_vectors("grid-statistics --output {here}/c.gpkg", "--input", "rock_glaciers", outputs="c.gpkg"),
            self._case(
                "summarise of an inventory",
                tables,
                OWN,
                outputs="t/summary.csv t/values.csv t/shares.csv t/extremes.csv t/aspect.csv",
            ),
            self._case(
                "report of an inventory",
                f"report --figure map --output {{here}}/r.svg --inventory {{here}}/{OWN}",
                OWN,
                outputs="r.svg",
            ),
        ]

    def _of_publications(self) -> list[Case]:
        """A publication as an archive, which is compared with."""
        publish = "publish --without-report --open include --creator A --date 2026-01-01"
        publish += " --inventory {here}/inventory.gpkg --output"
        first = [word.format(here=self.folder) for word in publish.split()]
        command, options = parse([*first, str(self.folder / "last")])
        command(options, SilentReport())
        shutil.make_archive(str(self.folder / "last"), "zip", self.folder / "last")
        shutil.rmtree(self.folder / "last")
        out = f"{publish} {{here}}/out"
        return [
            self._case("publish --inventory", out, OWN),
            self._case("publish --previous", f"{out} --version 2 --previous {{here}}/last.zip", "last.zip", OWN),
        ]

    def _of_levels(self) -> list[Case]:
        """An inventory that keeps what a detection saw, asked of its first candidate and of a place in it."""
        path = self.folder / "kept.gpkg"
        with rasterio.open(self.folder / "p.tif") as raster:
            create_inventory(path, raster.crs, "")
        words = ["polygonize", "--minimum-area=500", "--threshold=0.5", f"--input={self.folder}/p.tif"]
        command, options = parse([*words, f"--inventory={path}"])
        command(options, SilentReport())
        with closing(sqlite3.connect(path)) as connection:
            asked = connection.execute("SELECT CANDIDATE_ID FROM candidates ORDER BY AREA DESC LIMIT 1")
            ((identifier,),) = asked.fetchall()
        of_one = f"levels --inventory {{here}}/{path.name} --candidate {identifier}"
        with rasterio.open(self.folder / "p.tif") as raster:
            longitude, latitude = raster.lnglat()
        around = f"levels --inventory {{here}}/{path.name} --at={longitude},{latitude}"
        return [self._case("levels --candidate", of_one, path.name), self._case("levels --at", around, path.name)]

    def _of_pictures(self) -> list[Case]:
        draw = "overview --output {here}/o.png"
        sun = "solar-radiation --days 180-181 --device cpu --output {here}/s.tif"
        parts = f"units --output {{here}}/u.gpkg --layer candidates --inventory {{here}}/{OWN}"
        drawn = f"{draw} --input {{in}}/scene.tif"
        into = "polygonize --input {in}/p.tif --inventory {here}/inventory.gpkg"
        return [
            *self._of_rasters(draw, "--input", f"{self.pictures} scene.png", outputs="o.png"),
            *self._of_vectors(drawn, "--candidates", "rock_glaciers", outputs="o.png")[:1],
            *self._of_rasters(sun, "--dem", "tile0.tif", outputs="s.tif"),  # a part: it takes longest of all
            *self._of_rasters(parts, "--dem", "dem.tif", OWN, outputs="u.gpkg"),
            *self._of_rasters("polygonize --output {here}/c.gpkg", "--input", "p.tif", outputs="c.gpkg"),
            self._case("polygonize --inventory", into, OWN, writes=True),
        ]

    def _of_detect(self) -> list[Case]:
        plain = "detect --device cpu --backend torch --precision float32"
        given, scene = f"--model {{in}}/{CARD}", "--input {in}/scene.tif"
        into, search = f"{plain} --output {{here}}/c.gpkg", f"{plain} {given} --output {{here}}/c.gpkg"
        own = f"{into} {scene} --model {{here}}/{CARD}"
        check = f"models --check --model {{here}}/{CARD}"
        added = f"{plain} {given} {scene} --inventory {{here}}/inventory.gpkg"
        return [
            *self._of_rasters(search, "--input", f"{self.pictures} list.txt items.json", outputs="c.gpkg"),
            *self._of_rasters(f"{search} {scene} --elevation 0,8900", "--dem", "dem.tif", outputs="c.gpkg"),
            *self._of_vectors(f"{search} {scene}", "--area", "subregions", outputs="c.gpkg")[:1],
            self._case("detect --model card", own, CARD, WEIGHTS, outputs="c.gpkg"),
            self._case("detect --model weights", own, WEIGHTS, CARD, outputs="c.gpkg"),
            self._case("models card", check, CARD, WEIGHTS),
            self._case("models weights", check, WEIGHTS, CARD),
            self._case("detect --inventory", added, OWN, writes=True),
            *self._of_ledgers(f"{search} {scene} --ledger {{here}}/kept"),
        ]

    def _of_ledgers(self, words: str) -> list[Case]:
        """A run that has ended is kept here; each of its files is damaged."""
        there = [word.format(**{"here": self.folder, "in": self.folder}) for word in words.split()]
        command, options = parse(there)
        command(options, SilentReport())
        (self.folder / "c.gpkg").unlink()
        return [
            self._case(f"detect --ledger {end}", words, f"kept/{file.name}", writes=True, outputs="c.gpkg")
            for end in ("json", "tif")
            for file in sorted((self.folder / "kept").glob(f"*.{end}"))[:1]
        ]
