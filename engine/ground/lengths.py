"""Units of length, and that of a DEM: told by the file, or assumed, with what speaks against it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyproj

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..telling.report import Report

_NAMES = {
    0.001: ("mm", "millimetre", "millimetres", "millimeter", "millimeters"),
    0.01: ("cm",),
    0.1: ("dm",),
    1.0: ("m", "metre", "metres", "meter", "meters"),
    1000.0: ("km",),
    0.0254: ("in", "inch", "inches"),
    0.3048: ("ft", "foot", "feet", "international foot"),
    1200 / 3937: ("us survey foot", "us_survey_foot", "us-ft", "ftus"),
}
METRES = {name: metres for metres, names in _NAMES.items() for name in names}
"""Units of length, as files name them (in lower case), in metres."""

_ASSUMED = "metre (assumed: the DEM names no unit)"
_SAYS_FEET = re.compile(r"(?<![a-z])(feet|foot|ft|usft|us_?survey_?f(ee|oo)t)(?![a-z])")


def warn_of_doubts(dataset: Any, crs: pyproj.CRS, unit: str, name: str, report: Report) -> None:
    """Warn of elevations that may be feet, or no elevations at all."""
    if unit != _ASSUMED:
        return
    texts = " ".join([dataset.descriptions[0] or "", *dataset.tags().values(), *dataset.tags(1).values()])
    if "foot" in crs.axis_info[0].unit_name.lower():
        report.warning(
            f"{name} counts its coordinates in feet and names no unit of its elevations; they are taken as "
            "metres. If they are feet, give the band that unit."
        )
    elif _SAYS_FEET.search(f"{texts} {name}".lower()):
        report.warning(
            f"{name} speaks of feet but names no unit of its elevations; they are taken as metres. If they "
            "are feet, give the band that unit."
        )
    if dataset.dtypes[0] == "uint8" and dataset.scales[0] in (None, 1.0):
        report.warning(
            f"{name} holds whole numbers from 0 to 255, as a hillshade or another picture does; they are "
            "taken as elevations in metres."
        )


def vertical_unit(dataset: Any, crs: pyproj.CRS, path: Path) -> tuple[str, float]:
    """The unit of the elevations in words, and its length in metres."""
    told = (dataset.units[0] or "").strip()
    if told:
        if told.lower() not in METRES:
            raise UserError(f"The DEM {path} tells its elevations in '{scrub(told)}', an unknown unit; use metres.")
        return f"{told} (told by the DEM)", METRES[told.lower()]
    for part in crs.sub_crs_list:
        if part.is_vertical:
            axis = part.axis_info[0]
            return f"{axis.unit_name} (told by its vertical coordinate system)", axis.unit_conversion_factor
    return _ASSUMED, 1.0
