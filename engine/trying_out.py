"""A new environment is tried before it is used: the device, one tile of a network, the attributes of one polygon.

What imports is not yet what works: a library of the card may be missing, or its driver too old for this build.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from .command_line import parse
from .telling.report import Report, SilentReport, log
from .warming import WARM_UPS

_MODEL = "simulated-alpine"
_SIDE = 1024
"""Of the matrices: large enough that a card has to work."""


def try_out(report: Report) -> dict[str, Any]:
    """Device, the problem of the card where it has one, and what was tried in words. A fault elsewhere is raised."""
    report.progress(0.0, "Trying the processor or graphics card ...")
    device, problem = _multiply()
    with tempfile.TemporaryDirectory(prefix="rock-glaciers-") as folder:
        report.progress(0.3, "Trying a network ...")
        _detect(Path(folder))
    with tempfile.TemporaryDirectory(prefix="rock-glaciers-") as folder:
        report.progress(0.7, "Trying the attributes ...")
        WARM_UPS["attributes"](Path(folder))
    return {"device": device, "problem": problem, "tried": "matrix product, one tile, one polygon"}


def _multiply() -> tuple[str, str]:
    """A product of matrices on the device that PyTorch was built for: its name, and what went wrong."""
    try:
        import torch
    except ImportError:  # the light flavour
        return "processor", ""
    kind = "cuda" if torch.version.cuda else "mps" if torch.backends.mps.is_built() else "cpu"
    try:
        ones = torch.ones((_SIDE, _SIDE), device=kind)
        total = float((ones @ ones).sum())  # asking for the number waits for the card
        if kind == "cuda":
            torch.cuda.synchronize()
    except (RuntimeError, AssertionError) as error:  # torch asserts that there is a card
        log.warning("no computing on %s: %s", kind, error)
        return "processor", str(error).partition("\n")[0]
    if total != float(_SIDE) ** 3:
        return "processor", f"{kind} multiplies wrongly: {total:.0f} in place of {_SIDE**3}"
    return (torch.cuda.get_device_name() if kind == "cuda" else "processor" if kind == "cpu" else kind), ""


def _detect(folder: Path) -> None:
    """One tile of grey ground through a network that ships."""
    import numpy as np
    import rasterio
    from affine import Affine

    profile = {"driver": "GTiff", "width": 128, "height": 128, "count": 3, "dtype": "uint8", "crs": "EPSG:32645"}
    with rasterio.open(folder / "scene.tif", "w", **profile, transform=Affine(10, 0, 5e5, 0, -10, 33e5)) as target:
        target.write(np.tile(np.arange(128, dtype=np.uint8), (3, 128, 1)))
    words = ("detect", "--input", folder / "scene.tif", "--model", _MODEL, "--output", folder / "candidates.gpkg")
    command, request = parse([str(word) for word in words])
    command(request, SilentReport())
