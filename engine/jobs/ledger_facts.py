"""Everything that decides the numbers of a detection, by name, so that a ledger knows its run."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from ...inventory.naming.gdal_names import absolute_name, stamp_of
from ...inventory.secrets import scrub
from ...inventory.version import VERSION
from ...models.cards.card import ModelCard
from ...models.prediction.tile_predictor import Hardware
from ..blocks.request import DetectionRequest
from ..ground.geodesy import to_pyproj
from ..limits.limits import Limits
from ..scene.imagery import Scene
from ..scene.mosaic.mosaic import is_mosaic, stamp
from ..second_image.filled_scene import FilledScene


def image_facts(source: str) -> dict[str, Any]:
    """Path, size and time of change of an image; only its address where it is no plain file."""
    if is_mosaic(source):
        return {"image": scrub(str(Path(source).absolute())), "image's files": stamp(source)}
    try:
        status = Path(source).stat()
    except OSError:
        whole = absolute_name(source)
        word, *changes = stamp_of(whole)
        return {"image": word, **({"image's file": changes} if changes else {})}
    return {
        "image": scrub(str(Path(source).resolve())),
        "image's size in bytes": status.st_size,
        "image's time of change": status.st_mtime_ns,
    }


def _fill_facts(request: DetectionRequest, scene: Scene) -> dict[str, Any]:
    """The second image, and how it is made like the first; nothing where there is none."""
    if request.fill is None or not isinstance(scene, FilledScene):
        return {}
    return {"second image": list(image_facts(request.fill).values()), "filling": scene.recipe.facts}


def facts_of(
    request: DetectionRequest,
    card: ModelCard,
    scene: Scene,
    area: Limits | None,
    side: int,
    hardware: Hardware,
) -> dict[str, Any]:
    """The facts, as JSON can hold them; `side` is that of a block."""
    grid = scene.grid
    return {
        **image_facts(request.source),
        **_fill_facts(request, scene),
        "coordinate system": to_pyproj(grid.crs).to_wkt(),
        "grid": [*grid.transform[:6], grid.width, grid.height],
        "area": "everywhere",
        **(area.facts if area is not None else {}),
        "model": card.name,
        "model's weights": card.sha256,
        "model's bands and scaling": [card.bands, dataclasses.asdict(card.scaling)],
        "tile size": card.tile_size,
        "overlap": card.overlap,
        "block size": side,
        "device": hardware.device,
        "number format": hardware.precision,
        "library": hardware.backend,
        "program version": VERSION,
    }
