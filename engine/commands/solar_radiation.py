"""Potential incoming solar radiation of a DEM: the sum of a year, shaded by the horizon, as a raster."""

from __future__ import annotations

from typing import Any

from ...inventory.requests.attributes import SolarRadiationRequest
from ..telling.report import Report


def run(request: SolarRadiationRequest, report: Report) -> dict[str, Any]:
    """Compute and write."""
    from ..solar.asked import radiation_options
    from ..solar.equations import RadiationOptions
    from ..solar.raster import write_radiation

    return write_radiation(
        request.dem,
        request.output,
        RadiationOptions(**radiation_options(request)),
        report,
        area=request.area,
        area_layer=request.area_layer,
        components=request.components,
        device=request.device,
    )
