"""How solar radiation is summed, as a request asks for it."""

from __future__ import annotations

from typing import Any

from ...inventory.errors import UserError
from ...inventory.requests.attributes import RadiationRequest


def radiation_options(request: RadiationRequest) -> dict[str, Any]:
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
