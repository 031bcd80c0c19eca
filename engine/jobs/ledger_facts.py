"""Everything that decides the numbers of a detection, by name, so that a ledger knows its run."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ...inventory.naming.gdal_names import absolute_name, stamp_of
from ...inventory.naming.source_names import absolute_file, with_each
from ...inventory.requests.detection import DetectionRequest
from ...inventory.requests.option import options_of
from ...inventory.secrets import scrub
from ...inventory.version import VERSION
from ...models.cards.card import ModelCard
from ...models.prediction.tile_predictor import Hardware
from ..ground.geodesy import to_pyproj
from ..limits.limits import Limits
from ..scene.imagery import Scene
from ..scene.mosaic.mosaic import is_mosaic, stamp
from ..second_image.filled_scene import FilledScene
from ..terrain_bands.beside import Ground


def image_facts(source: str) -> dict[str, Any]:
    """Path, size and time of change of an image; only its address where it is no plain file."""
    if is_mosaic(source):
        return {"image": scrub(with_each(source, absolute_file)), "image's files": stamp(source)}
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


class _Run(NamedTuple):
    """What a detection was asked for, and what was opened for it; `side` is that of a block in pixels."""

    request: DetectionRequest
    card: ModelCard
    scene: Scene
    limits: Limits | None
    ground: Ground | None
    side: int
    hardware: Hardware


def _second_image(run: _Run) -> dict[str, Any]:
    """The second image, and how it is made like the first; nothing where there is none."""
    if run.request.fill is None or not isinstance(run.scene, FilledScene):
        return {}
    files = list(image_facts(run.request.fill).values())
    return {"second image": files, "filling": run.scene.recipe.facts}


def _grid(run: _Run) -> dict[str, Any]:
    grid = run.scene.grid
    return {"coordinate system": to_pyproj(grid.crs).to_wkt(), "grid": [*grid.transform[:6], grid.width, grid.height]}


def _model(run: _Run) -> dict[str, Any]:
    card = run.card
    return {
        "model": card.name,
        "model's weights": card.sha256,
        "model's bands and scaling": [card.bands, dataclasses.asdict(card.scaling)],
        "tile size": card.tile,
        "overlap": card.overlap,
        "mirrored and turned copies": card.mirrored,
    }


def _hardware(run: _Run) -> dict[str, Any]:
    device, precision, backend = run.hardware
    return {"device": device, "number format": precision, "library": backend}


def _facts(of: Ground | Limits | None) -> dict[str, Any]:
    return {} if of is None else of.facts


FACTS: dict[str, Callable[[_Run], dict[str, Any]]] = {
    "image": lambda run: image_facts(run.request.input),
    "second image": _second_image,
    "grid": _grid,
    "limits": lambda run: {"area": "everywhere", **_facts(run.ground), **_facts(run.limits)},
    "model": _model,
    "block size": lambda run: {"block size": run.side},
    "hardware": _hardware,
}
"""By what the options of a request decide (`Option.block`): the facts, as JSON can hold them."""


def facts_of(
    request: DetectionRequest,
    card: ModelCard,
    scene: Scene,
    limits: Limits | None,
    ground: Ground | None,
    side: int,
    hardware: Hardware,
) -> dict[str, Any]:
    """The facts that a request's options name, and its options that are a fact themselves, as they stand."""
    run = _Run(request, card, scene, limits, ground, side, hardware)
    options = options_of(type(request))
    named = {option.block for option in options}
    facts = {name: fact for by, made in FACTS.items() if by in named for name, fact in made(run).items()}
    plain = {option.name: str(getattr(request, option.name)) for option in options if option.block is True}
    return {**facts, **plain, "program version": VERSION}
