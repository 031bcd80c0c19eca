"""The commands that compute attributes of polygons and of cells, a function each: what was asked for, and one call.

What a function says of itself is what its command says in its help.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from ...inventory.errors import UserError
from ...inventory.requests.attributes import (
    AttributesRequest,
    FlagGlaciersRequest,
    RadiationRequest,
    SolarRadiationRequest,
)
from ..telling.report import Report


def attributes(request: AttributesRequest, report: Report) -> dict[str, Any]:
    """Fill the computed attributes of an inventory: place, area, terrain, solar radiation, climate, glaciers.

    Only what is due is computed: features whose outline is newer than their attributes (STALE), and groups that
    are empty. A source that is not given is taken from the inventory, where it remembers one.
    """
    from ...store.sources import Sources
    from ..filling.chunks import fill_attributes
    from ..filling.remembering import remember, with_remembered

    told = _radiation_options(request)
    named = {field.name: getattr(request, field.name, None) for field in fields(Sources)}
    rate = None if request.lapse_rate is None else f"{request.lapse_rate:g}"
    given = Sources(**{**named, "radiation": json.dumps(told) if told else None, "lapse_rate": rate})
    groups = None if request.groups is None else _words(request.groups)
    result = fill_attributes(
        request.inventory,
        with_remembered(request.inventory, given, groups, request.layer),
        report,
        layer=request.layer,
        groups=groups,
        everything=request.all,
        features=None if request.features is None else _numbers(request.features),
        subregions=request.subregions,
        subregions_layer=request.subregions_layer,
    )
    if request.remember:
        remember(request.inventory, given)
    return result


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _numbers(text: str) -> list[int]:
    words = _words(text)
    if not words or not all(word.isdigit() for word in words):
        raise UserError(f"'{text}' is no list of feature ids; give numbers with commas between, such as 3,17.")
    return [int(word) for word in words]


def flag_glaciers(request: FlagGlaciersRequest, report: Report) -> dict[str, Any]:
    """Fill GLAC_FRAC of candidates: the share of each that lies inside glacier outlines."""
    from ...inventory.schema import CANDIDATES, GLACIERS
    from ...store.sources import Sources
    from ..filling.chunks import fill_attributes
    from ..filling.remembering import remember, with_remembered

    given = Sources(glaciers=request.glaciers, glaciers_layer=request.glaciers_layer)
    result = fill_attributes(
        request.inventory,
        with_remembered(request.inventory, given, [GLACIERS], CANDIDATES.name),
        report,
        layer=CANDIDATES.name,
        groups=[GLACIERS],
        everything=request.all,
        command="flag-glaciers",
    )
    if request.remember:
        remember(request.inventory, given)
    return result


def solar_radiation(request: SolarRadiationRequest, report: Report) -> dict[str, Any]:
    """Potential incoming solar radiation of a DEM: the sum of a year, shaded by the horizon, as a raster."""
    from ..solar.equations import RadiationOptions
    from ..solar.raster import write_radiation

    return write_radiation(
        request.dem,
        request.output,
        RadiationOptions(**_radiation_options(request)),
        report,
        area=request.area,
        area_layer=request.area_layer,
        components=request.components,
        device=request.device,
    )


def _radiation_options(request: RadiationRequest) -> dict[str, Any]:
    """The arguments of `RadiationOptions` that were given, as JSON can hold them.

    Raises
    ------
    UserError
        The days are no range.
    """
    told = {
        "pressure": False if request.without_pressure else None,
        "diffuse": request.diffuse,
        "albedo": request.albedo,
        "step_minutes": request.time_step,
        "days": None if request.days is None else _days(request.days),
        "horizon_metres": request.horizon_distance,
    }
    return {name: value for name, value in told.items() if value is not None}


def _days(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (first.strip().isdecimal() and last.strip().isdecimal()):
        raise UserError(f"'{text}' is no range of days; give the first and the last, such as 152-243.")
    return int(first), int(last)
