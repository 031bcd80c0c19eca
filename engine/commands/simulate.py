"""Write the embedded sample: a simulated alpine scene, its elevation, climate and true outlines.

The same size and seed always give the same files. The files go into the output folder: scene.tif,
dem.tif, maat.tif, magt.tif, precipitation.tif, rock_glaciers.gpkg, glaciers.gpkg, subregions.gpkg.
"""

from __future__ import annotations

from typing import Any

from ...inventory.requests.small import SimulateRequest
from ..telling.report import Report


def run(request: SimulateRequest, report: Report) -> dict[str, Any]:
    from ..simulation import write_scene

    return write_scene(request.output, request.size, request.seed, report)
