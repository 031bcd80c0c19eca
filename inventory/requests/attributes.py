"""What is asked of `attributes`, `flag-glaciers` and `solar-radiation`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..schema import ATTRIBUTE_GROUPS, CANDIDATES, ROCK_GLACIERS
from .option import MANY, Request, option, required

CLIMATE_METHODS = ("auto", "mean", "marker")
DIFFUSE_FORMS = ("published", "port")
COMPUTING_DEVICES = ("auto", "cpu", "cuda")

_radiation = partial(option, group="radiation")
_climate = partial(option, group="climate")
_climate_variable = partial(_climate, "its variable or band, where it has several", metavar="NAME")
_climate_years = partial(_climate, "years to average (default: all)", metavar="FIRST-LAST")
_climate_unit = partial(_climate, "its unit, where it names none or a wrong one", metavar="UNIT")
_permafrost = partial(option, group="permafrost")
_sources = partial(option, group="sources")
_what = partial(option, group="what")
_DEM = f"elevations, in any projection; metres unless the file names another unit; {MANY}"


def _climate_file(what: str) -> Any:
    return _climate(f"{what}: a raster or NetCDF, also a time series; {MANY}", metavar="FILE", several=True)


@dataclass(frozen=True)
class RadiationRequest(Request):
    """How solar radiation is summed; what is not given is as it is published."""

    without_pressure: bool = _radiation(
        "leave out the correction of the air mass by the air pressure at the cell's elevation", False
    )
    diffuse: str | None = _radiation(
        "diffuse term with cos²(slope/2) as published (default), or cos²(slope)/2 as in some ports",
        choices=DIFFUSE_FORMS,
    )
    albedo: float | None = _radiation("of the surroundings, 0 to 1 (default: 0.2)", metavar="A", least=0.0, most=1.0)
    time_step: float | None = _radiation(
        "longest time between two positions of the sun (default: 30)", metavar="MIN", least=1.0, most=30.0
    )
    days: str | None = _radiation("days of the year, such as 152-243 (default: 1-365)", metavar="FIRST-LAST")
    horizon_distance: float | None = _radiation(
        "how far terrain can throw shade (default: 30000)", metavar="M", least=0.0
    )


@dataclass(frozen=True)
class AttributesRequest(RadiationRequest):
    """What is to be filled, and from which sources; one that is not given is as the inventory remembers."""

    COMMAND = "attributes"
    GROUPS = {
        "what": "what is filled",
        "sources": "sources",
        "climate": "climate",
        "permafrost": "permafrost",
        "radiation": "solar radiation",
    }

    inventory: Path = required("the inventory (or a file of candidates); its rows are updated", metavar="FILE.gpkg")
    layer: str | None = option(
        "what to fill (default: rock_glaciers, or candidates where the file has only these)",
        choices=(ROCK_GLACIERS.name, CANDIDATES.name),
    )
    groups: str | None = _what(
        f"groups of attributes: {', '.join(ATTRIBUTE_GROUPS)} (default: all that have a source; "
        "radiation takes by far the longest)",
        metavar="A,B",
        words=tuple(ATTRIBUTE_GROUPS),
    )
    all: bool = _what("compute all features anew, not only what is due", False)
    features: str | None = _what("only these feature ids, as far as they are due", metavar="FID,FID")
    dem: str | None = _sources(_DEM, several=True)
    subregions: str | None = _sources(
        f"outlines with names (default: the inventory's own); {MANY}", metavar="FILE", several=True
    )
    subregions_layer: str | None = _sources("their layer, where the file has several", metavar="NAME")
    glaciers: str | None = _sources(
        f"glacier outlines, for GLAC_FRAC of candidates; {MANY}", metavar="FILE", several=True
    )
    glaciers_layer: str | None = _sources("their layer, where the file has several", metavar="NAME")
    remember: bool = _sources(
        "have the inventory remember the sources that are given, for the next time and for the dock", False
    )
    maat: str | None = _climate_file("mean annual air temperature")
    maat_variable: str | None = _climate_variable()
    maat_years: str | None = _climate_years()
    maat_unit: str | None = _climate_unit()
    lapse_rate: float | None = _climate(
        "correct air temperature from the elevation of the climate model's cell to that of the landform, positive: "
        "colder upwards, such as 6.5 (default: 0, no correction); needs ELE_MEAN, from --dem or filled before",
        metavar="K_PER_KM",
        least=-15.0,
        most=15.0,
    )
    maat_elevation: str | None = _climate(
        "elevation of the climate model's cells, or geopotential (m2 s-2), for --lapse-rate (default: that in the file "
        "of --maat)",
        metavar="FILE",
    )
    maat_elevation_variable: str | None = _climate_variable()
    magt: str | None = _climate_file("mean annual ground temperature")
    magt_variable: str | None = _climate_variable()
    magt_years: str | None = _climate_years()
    magt_unit: str | None = _climate_unit()
    precipitation: str | None = _climate_file("annual precipitation")
    precipitation_variable: str | None = _climate_variable()
    precipitation_years: str | None = _climate_years()
    precipitation_unit: str | None = _climate_unit()
    permafrost: str | None = _permafrost(
        "permafrost zones: a raster of classes or of probability (0 to 1), or polygons with a field EXTENT; also "
        "several files",
        metavar="FILE",
        several=True,
    )
    permafrost_variable: str | None = _permafrost("its band, variable or layer, where it has several", metavar="NAME")
    permafrost_classes: str | None = _permafrost(
        "what its codes mean, where it does not say so: 1=continuous,2=discontinuous,3=sporadic,4=isolated,0=none; for "
        "polygons also outside=none",
        metavar="CODE=ZONE,...",
    )
    pzi: str | None = _permafrost(
        "permafrost zonation index (Gruber 2012), 0 to 1: a raster", metavar="FILE", several=True
    )
    pzi_variable: str | None = _permafrost("its variable or band, where it has several", metavar="NAME")
    climate_method: str | None = _climate(
        "mean of the cells inside, or the value at the primary marker (default auto: by cell size)",
        choices=CLIMATE_METHODS,
    )


@dataclass(frozen=True)
class FlagGlaciersRequest(Request):
    """Which candidates get their share inside glaciers, and inside which."""

    COMMAND = "flag-glaciers"

    inventory: Path = required(
        "the inventory (or a file of candidates); its candidates are updated", metavar="FILE.gpkg"
    )
    glaciers: str | None = option(
        f"glacier outlines, such as RGI, in any coordinate system (default: as the inventory remembers); {MANY}",
        metavar="FILE",
        several=True,
    )
    glaciers_layer: str | None = option("their layer, where the file has several", metavar="NAME")
    all: bool = option("all candidates, not only those without a share", False)
    remember: bool = option("have the inventory remember the glacier outlines", False)


@dataclass(frozen=True)
class SolarRadiationRequest(RadiationRequest):
    """Of which cells the radiation is summed, and what is written of it."""

    COMMAND = "solar-radiation"
    GROUPS = {"radiation": "how"}

    dem: Path = required(_DEM, several=True)
    output: Path = required("GeoTIFF, kWh/m2", metavar="FILE.tif")
    area: Path | None = option("compute only cells that its polygons touch", metavar="FILE")
    area_layer: str | None = option("their layer, where the file has several", metavar="NAME")
    components: bool = option("five bands: total, direct, diffuse, reflected, hours of sunshine", False)
    device: str = option("default: %(default)s", "auto", choices=COMPUTING_DEVICES)
