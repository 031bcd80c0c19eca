"""Known products: the table, recognition by what files hold, and what readers make of it."""

import json
import runpy

import engine_here
import netCDF4
import numpy as np
import pytest
import rasterio
from affine import Affine
from climate_files import climate, square
from engine_process import ROOT
from filling_inventories import make, put, table
from products import era5_packed, fldas, fldas_years, gpcc, imerg, nasadem, worldclim
from rock_glacier_inventory.engine.products.facts import facts_of
from rock_glacier_inventory.engine.products.kinds import kinds_of
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.products.product import FOLDER_VARIABLE, PURPOSES, known_products
from rock_glacier_inventory.inventory.products.recognising import Facts, recognise
from vector_products import hma_regions

MONTHS = np.linspace(260.0, 282.0, 12)
HERE = {"outlines": [square(91.2, 32.2)]}


def product_of(path):
    return recognise(facts_of(str(path)), known_products())


def raster(path, cell=1 / 120, crs="EPSG:4326", kind="float32", left=90.0, top=33.0, **told):
    size = {"width": 12, "height": 10, "count": 1, "dtype": kind, "driver": "GTiff"}
    with rasterio.open(path, "w", crs=crs, transform=Affine(cell, 0, left, 0, -cell, top), **size, **told) as file:
        file.write(np.full((10, 12), 7, kind), 1)
    return path


def test_every_product_of_the_table_is_complete():
    products = known_products()
    names = [product.name for product in products]
    assert len(set(names)) == len(names) >= 26
    assert {purpose for product in products for purpose in product.serves} == set(PURPOSES)
    for product in products:
        assert product.title and product.certain and product.named + str(product.signs)
        assert product.address.startswith("https://") or not product.citation


def test_the_page_of_the_documentation_is_the_table():
    recipe = ROOT / "recipes" / "data_page.py"
    made = runpy.run_path(str(recipe))
    assert made["PAGE"].read_text("utf-8") == made["page"](), f"run {recipe} again"


def renamed(path, name="somebody's own 冰"):
    return path.rename(path.with_name(name + "".join(path.suffixes[-1:])))


def test_content_decides_whatever_a_file_is_called(tmp_path):
    made = {
        "FLDAS Noah monthly": renamed(fldas(tmp_path, 1982, 1, 270), "a.x"),
        "IMERG monthly": renamed(imerg(tmp_path, 2001, 1, 0.1), "b.x"),
        "ERA5 monthly": renamed(era5_packed(tmp_path, 2001, MONTHS), "c.x"),
        "GPCC full data monthly": gpcc(tmp_path, (2001, 2001), 50.0).rename(tmp_path / "d.nc.gz"),
    }
    for name, path in made.items():
        found = product_of(path)
        assert (found.product.name, found.named) == (name, None), path


def test_a_name_alone_is_a_hint_and_decides_nothing(tmp_path):
    raster(tmp_path / "CHELSA_tas_01_1981-2010_V.2.1.tif", kind="uint16")
    raster(tmp_path / "CHELSA_tas_02_1981-2010_V.2.1.tif", kind="uint16", cell=1 / 60)
    raster(tmp_path / "UiO_PEX_MAGTM_5.0_20181127_2000_2016_NH.tif", cell=1000, crs="EPSG:3995", left=0, top=0)
    raster(tmp_path / "UiO_PEX_MAGTM_5.0_20181127_2000_2016_SH.tif", cell=1000, crs="EPSG:3031", left=0, top=0)
    raster(tmp_path / "Copernicus_DSM_COG_10_N34_00_W119_00_DEM.tif", cell=1 / 3600)
    raster(tmp_path / "Copernicus_DSM_COG_10_N34_00_W120_00_DEM.tif", cell=1 / 1200)
    found = {path.name: product_of(path) for path in tmp_path.iterdir()}
    assert all(one.named is not None for one in found.values())
    assert {name: one.product.name for name, one in found.items() if not one.is_another} == {
        "CHELSA_tas_01_1981-2010_V.2.1.tif": "CHELSA 2.1 temperature",
        "UiO_PEX_MAGTM_5.0_20181127_2000_2016_NH.tif": "Obu 2018 ground temperature",
        "Copernicus_DSM_COG_10_N34_00_W119_00_DEM.tif": "Copernicus GLO-30",
    }


def test_tiles_and_outlines_are_known(tmp_path):
    archive = nasadem(tmp_path, 32, 91, np.full((1201, 1201), 4800))
    (kind,) = kinds_of([f"/vsizip/{archive}/n32e091.hgt"], known_products())
    assert kind.product.name == "NASADEM"
    worldclim(tmp_path / "wc.zip", MONTHS)
    assert product_of(tmp_path / "wc2.1_10m_tavg_01.tif").product.name == "WorldClim 2.1 temperature"
    products = known_products()
    fields = ("RGIId", "GLIMSId", "BgnDate", "EndDate", "O1Region", "Area")
    assert recognise(Facts("x.shp", fields=fields), products).product.name == "RGI 6.0"
    assert recognise(Facts("gamdam20180404_001.shp", fields=("id",)), products).product is None


def test_a_folder_needs_no_variable_and_the_record_names_the_product(tmp_path):
    fldas_years(tmp_path, range(1982, 1983))
    found, record, warnings = climate(tmp_path)
    named, plain, _ = climate(tmp_path, variable="Tair_f_tavg")
    assert found.values[0] == named.values[0]
    assert record["product"] == plain["product"] == "FLDAS Noah monthly"
    assert not warnings
    _, record, _ = climate(tmp_path, variable="Rainf_f_tavg", unit="K")
    assert "product" not in record  # what is read is not what serves


def test_a_unit_that_the_file_lacks_is_that_of_the_product(tmp_path):
    paths = fldas_years(tmp_path, range(1982, 1983))
    with_unit, _, _ = climate(tmp_path)
    for path in paths:
        with netCDF4.Dataset(path, "a") as file:
            file["Tair_f_tavg"].delncattr("units")
    found, record, _ = climate(tmp_path)
    assert found.values[0] == with_unit.values[0]
    assert record["unit"] == "K (of FLDAS Noah monthly)"


def test_a_file_that_contradicts_its_product_decides_and_is_told(tmp_path):
    for month in range(1, 13):
        fldas(tmp_path, 1982, month, 5.0, unit="degC")
    found, record, warnings = climate(tmp_path)
    assert 3 < found.values[0] < 5
    assert record["unit"] == "°C (told by the file)"
    assert any("is FLDAS Noah monthly, whose values are in K, but tells its own in 'degC'" in one for one in warnings)


def test_two_products_that_serve_and_one_that_does_not_are_refused(tmp_path):
    fldas_years(tmp_path / "a", range(1982, 1983))
    imerg(tmp_path, 2001, 1, 0.1)
    with pytest.raises(UserError, match="is IMERG monthly, which serves for precipitation and not for air temperature"):
        climate(tmp_path)
    era5_packed(tmp_path / "a", 2001, MONTHS)
    with pytest.raises(UserError, match="several products of air temperature: FLDAS Noah monthly, ERA5 monthly; give"):
        climate(tmp_path / "a")


def test_the_record_of_a_dem_names_its_product(tmp_path):
    path = make(tmp_path / "a.gpkg", "EPSG:4326")
    put(path, schema.ROCK_GLACIERS, [square(91.5, 32.5)], "EPSG:4326")
    tiles = tmp_path / "tiles"
    tiles.mkdir()
    nasadem(tiles, 32, 91, np.full((1201, 1201), 4800))
    done = engine_here.run("attributes", "--inventory", path, "--groups", "terrain", "--dem", tiles)
    assert done.code == 0, done
    assert json.loads(table(path, "runs")[-1]["PARAMETERS"])["groups"]["terrain"]["product"] == "NASADEM"
    worldclim(tiles / "wc.zip", MONTHS)
    warm = tiles / "*tavg_01.tif"
    done = engine_here.run("attributes", "--inventory", path, "--groups", "terrain", "--dem", warm, "--all")
    assert done.code == 1
    assert "is WorldClim 2.1 temperature, which serves for air temperature and not for elevation" in str(done)


def test_the_record_names_the_product_of_subregions(tmp_path):
    path = make(tmp_path / "a.gpkg", "EPSG:4326")
    put(path, schema.ROCK_GLACIERS, [square(91.5, 32.5)], "EPSG:4326")
    regions = hma_regions(tmp_path, [square(91.5, 32.5, 4.0)], ["Tanggula Shan"])
    worldclim(tmp_path / "wc.zip", MONTHS - 273.15)
    words = ("--groups", "air-temperature", "--maat", tmp_path / "wc.zip", "--subregions", regions)
    done = engine_here.run("attributes", "--inventory", path, *words)
    assert done.code == 0, done
    assert table(path)[0]["SUBREGION"] == "Tanggula Shan"
    told = json.loads(table(path, "runs")[-1]["PARAMETERS"])
    assert told["subregions_products"] == ["HMA subregions"]
    assert told["groups"]["air-temperature"]["product"] == "WorldClim 2.1 temperature"


OWN = {
    "name": "Our stations",
    "title": "Air temperature of our stations, interpolated",
    "serves": {"maat": {"variable": "ours", "unit": "K", "meant": "mean of the month"}},
    "signs": [{"variables": ["ours"], "dimensions": ["X", "Y"]}],
}


def ours(folder):
    paths = fldas_years(folder, range(1982, 1983))
    for path in paths:
        with netCDF4.Dataset(path, "a") as file:
            file.renameVariable("Tair_f_tavg", "ours")
            file.renameVariable("Rainf_f_tavg", "rain")
            file["ours"].delncattr("units")
    return folder


@pytest.mark.parametrize("beside", [True, False])
def test_a_person_adds_a_product(tmp_path, monkeypatch, beside):
    folder, products = ours(tmp_path / "data 冰"), tmp_path / "products"
    products.mkdir()
    ((folder if beside else products) / "ours.product.json").write_text(json.dumps(OWN), "utf-8-sig")
    monkeypatch.setenv(FOLDER_VARIABLE, str(products))
    found, record, _ = climate(folder)
    assert (record["product"], record["variable"]) == ("Our stations", "ours")
    assert -20 < found.values[0] < 10


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"serves": {"rain": {"variable": "r"}}}, "serves names one or several of dem, maat"),
        ({"serves": {"maat": {"unit": "K"}}}, "each purpose has a variable"),
        ({"signs": [{}]}, "a sign asks for something"),
        ({"signs": [{"variable": ["a"]}]}, "signs is a list, each with some of attributes, cell"),
        ({"signs": [{"variables": "a"}]}, "the sign 'variables' is of another kind"),
        ({"signs": [{"name": "("}]}, r"'\(' is no regular expression"),
        ({"colour": "red"}, "it needs name, title and serves"),
        ({"name": " "}, "and it has a name"),
    ],
)
def test_a_product_that_is_written_wrongly_is_one_sentence(tmp_path, change, words):
    folder = ours(tmp_path / "data")
    (folder / "ours.product.json").write_text(json.dumps({**OWN, **change}), "utf-8")
    with pytest.raises(UserError, match=rf"ours\.product\.json is no product as it is written \(.*{words}"):
        climate(folder)


def test_a_product_that_cannot_be_read_is_one_sentence(tmp_path):
    folder = ours(tmp_path / "data")
    (folder / "ours.product.json").write_text("{", "utf-8")
    with pytest.raises(UserError, match=r"ours\.product\.json cannot be read as a product"):
        climate(folder)
