"""What the warm engine does right after its start, so that the first request need not wait for it.

A warm-up is the command itself on a tiny sample in a folder of its own: whatever the command imports,
opens or compiles is then there.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from .command_line import parse
from .telling.report import SilentReport, log


def _warm_attributes(folder: Path) -> None:
    """Fill the attributes of one square on a slope of 64 x 64 cells."""
    import numpy as np
    import rasterio
    import shapely
    from affine import Affine

    from ..inventory import schema
    from ..store.geopackage.layout import WGS84
    from ..store.opening import create_store, open_store

    dem, inventory = folder / "dem.tif", folder / "inventory.gpkg"
    cell = 1 / 3600
    profile = {
        "driver": "GTiff",
        "width": 64,
        "height": 64,
        "count": 1,
        "dtype": "float32",
        "crs": "EPSG:4326",
        "transform": Affine(cell, 0, 88.0, 0, -cell, 30.0),
    }
    with rasterio.open(dem, "w", **profile) as target:
        target.write(np.add.outer(np.arange(64), np.arange(64))[None].astype(np.float32) * 5 + 4800)
    square = shapely.MultiPolygon([shapely.box(88.005, 29.988, 88.01, 29.993)])
    facts = {schema.INFO_VERSION: str(schema.SCHEMA_VERSION), schema.INFO_TITLE: "warm-up"}
    create_store(inventory, schema.LAYERS, WGS84, facts)
    layer = schema.ROCK_GLACIERS
    with closing(open_store(inventory)) as store, store.fill(layer) as rows:
        rows.insert_many(layer, [(shapely.to_wkb(square), *(None for _ in layer.field_names))])
    command, request = parse(["attributes", "--inventory", str(inventory), "--dem", str(dem)])
    command(request, SilentReport())


WARM_UPS: dict[str, Callable[[Path], None]] = {"attributes": _warm_attributes}
"""Command -> its warm-up, in an empty folder."""


def warm_up(commands: Sequence[str]) -> dict[str, Any]:
    """Warm up for some commands; which are warm, and how long it took.

    One that fails leaves its command cold: the fault is in the log, and shows again when it is asked for.
    """
    began, warm = time.monotonic(), []
    for name in commands:
        try:
            with tempfile.TemporaryDirectory(prefix="rock-glaciers-", ignore_cleanup_errors=True) as folder:
                WARM_UPS[name](Path(folder))
        except Exception:
            log.exception("warm-up of '%s'", name)
        else:
            warm.append(name)
    return {"warm": warm, "seconds": round(time.monotonic() - began, 2)}
