"""The unit of a DEM's elevations: told by the file, or assumed, with what speaks against it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyproj

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ..telling.report import Report

_UNITS = {
    "m": 1.0, "metre": 1.0, "meter": 1.0, "metres": 1.0, "meters": 1.0, "cm": 0.01, "dm": 0.1, "km": 1000.0,
    "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "international foot": 0.3048,
    "us survey foot": 1200 / 3937, "us_survey_foot": 1200 / 3937, "us-ft": 1200 / 3937, "ftus": 1200 / 3937,
}  # fmt: skip

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
        if told.lower() not in _UNITS:
            raise UserError(
                f"The DEM {path} tells its elevations in '{scrub(told)}', an unknown unit; use metres."
            )
        return f"{told} (told by the DEM)", _UNITS[told.lower()]
    for part in crs.sub_crs_list:
        if part.is_vertical:
            axis = part.axis_info[0]
            return f"{axis.unit_name} (told by its vertical coordinate system)", axis.unit_conversion_factor
    return _ASSUMED, 1.0
