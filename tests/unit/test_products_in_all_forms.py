"""Each product in each form in which it is given: inside, at the edge, outside, over a void."""

import numpy as np
import pyproj
import pytest
import shapely
from climate_files import climate, square
from more_products import FORMS, chelsa, era5_land_hours, obu, terraclimate, void
from products import era5_packed, fldas, gpcc, imerg, worldclim

CELSIUS = 2.55
KELVIN = np.full(12, CELSIUS + 273.15)


def fldas_year(folder):
    return [fldas(folder, 1982, month, CELSIUS + 273.15) for month in range(1, 13)]


def imerg_year(folder):
    return [imerg(folder, 2001, month, 0.05) for month in range(1, 13)]


def era5_year(folder):
    return [era5_packed(folder, 2001, KELVIN)]


def worldclim_files(folder):
    worldclim(folder / "x.zip", KELVIN - 273.15).unlink()
    return sorted(folder.glob("*.tif"))


CASES = {
    # files, attribute, variable, value, west and north edge, size of a cell, columns and rows
    "FLDAS Noah monthly": (fldas_year, "MAAT", "Tair_f_tavg", CELSIUS, (90, 33), 0.1, (20, 20)),
    "IMERG monthly": (imerg_year, "AP", "Grid/precipitation", 438, (-3, 31), 0.1, (60, 20)),
    "ERA5 monthly": (
        lambda f: [era5_packed(f, 2001, KELVIN)],
        "MAAT",
        "t2m",
        CELSIUS,
        (89.875, 33.125),
        0.25,
        (12, 12),
    ),
    "ERA5-Land hourly": (lambda f: [era5_land_hours(f, 2001, 1.0)], "AP", "tp", 365, (89.95, 33.05), 0.1, (7, 7)),
    "TerraClimate": (lambda f: [terraclimate(f, 2001, 30.0)], "AP", "ppt", 360, (90, 33), 1 / 24, (24, 24)),
    "GPCC full data monthly": (lambda f: [gpcc(f, (2001, 2002), 50)], "AP", "precip", 600, (90, 33), 0.5, (6, 6)),
    "WorldClim 2.1 temperature": (worldclim_files, "MAAT", "", CELSIUS, (90, 33), 1 / 6, (18, 18)),
    "CHELSA 2.1 temperature": (lambda f: chelsa(f, CELSIUS), "MAAT", "", CELSIUS, (90, 33), 1 / 120, (60, 60)),
    "CHELSA, as before": (lambda f: chelsa(f, CELSIUS, old=True), "MAAT", "", CELSIUS, (90, 33), 1 / 120, (60, 60)),
    "Obu 2018 ground temperature": (lambda f: [obu(f, -1.5)], "MAGT", "", -1.5, (6_600_000, -60_000), 1000, (40, 40)),
    "Obu, no word of voids": (lambda f: [obu(f, -1.5, None)], "MAGT", "", -1.5, (6_600_000, -60_000), 1000, (40, 40)),
}
SINGLE = ("ERA5 monthly", "ERA5-Land hourly", "TerraClimate", "GPCC full data monthly", "Obu 2018 ground temperature")
CELLS = [(case, form) for case in CASES for form in FORMS if form != "file" or case in SINGLE]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The files of a case, made once, with nine void cells in the north-western corner."""
    found = {}

    def make(case):
        if case not in found:
            folder = tmp_path_factory.mktemp("d") / "Daten 冰"
            folder.mkdir()
            build, _, variable, _, _, _, (_, rows) = CASES[case]
            files = build(folder)
            for file in files:
                upward = case.startswith(("FLDAS", "IMERG"))
                void(file, variable, rows - 2 if upward else 1, 1)
            found[case] = folder, files
        return found[case]

    return make


def outlines_of(case):
    """Squares of a third of a cell: in the middle, at the right edge, ten cells outside, and in the void corner."""
    _, _, _, _, (west, north), cell, (columns, rows) = CASES[case]
    places = [(columns // 2 + 0.5, rows // 2 + 0.5), (columns - 0.1, 4.5), (columns + 10, 4.5), (1.5, 1.5)]
    squares = [square(west + column * cell, north - row * cell, cell / 30) for column, row in places]
    if case.startswith("Obu"):
        to_degrees = pyproj.Transformer.from_crs("EPSG:3995", "EPSG:4326", always_xy=True)
        squares = [shapely.transform(one, lambda xy: np.column_stack(to_degrees.transform(*xy.T))) for one in squares]
    return squares


@pytest.mark.parametrize(("case", "form"), CELLS)
def test_a_product_gives_its_value_in_each_form(made, case, form):
    folder, files = made(case)
    _, kind, _, value, _, _, _ = CASES[case]
    with np.errstate(all="ignore"):
        found, record, _ = climate(FORMS[form](folder, files), kind, outlines_of(case))
    expected = value
    if case.startswith("FLDAS"):  # 0.1 K colder by each row to the north
        expected = CELSIUS - 0.1 * np.array([9, 15])
    if case.startswith("IMERG"):  # 0.001 mm/hr more by each column to the east
        expected = 8760 * (0.05 + 0.001 * np.array([30, 59]))
    assert found.values[:2] == pytest.approx(np.broadcast_to(expected, 2), abs=2e-3)
    assert np.isnan(found.values[2])
    assert np.isnan(found.values[3]) or case == "CHELSA, as before"  # it declares no void that its type can hold
    if "as before" not in case and "no word" not in case:
        assert record["product"] == case
