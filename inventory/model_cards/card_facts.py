"""What a model card says, for people: read leniently, as the engine checks a card when it is used."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import UserError
from .cards import SHIPPED_CARDS

TERRAIN_BANDS = ("slope", "relative_elevation", "curvature", "hillshade")
"""Bands that are computed from a DEM."""

LARGEST_CARD = 4 * 2**20
"""Bytes; a card is a few kilobytes."""


@dataclass(frozen=True)
class CardFacts:
    """A card as the page of models shows it; what it does not tell is empty.

    `areas` are boxes: west, south, east, north in degrees. `own` says whether the person may delete it.
    """

    path: Path
    own: bool
    title: str = ""
    target: str = ""
    bands: tuple[str, ...] = ()
    resolution_m: float | None = None
    metrics: Mapping[str, Any] = field(default_factory=dict)
    licence: str = ""
    start_weights: str = ""
    imagery_terms: str = ""
    training_data: str = ""
    areas: tuple[tuple[float, float, float, float], ...] = ()
    not_for: str = ""
    citation: str = ""
    created: str = ""

    @property
    def name(self) -> str:
        """Name of the model: its file's, without the ending."""
        return self.path.stem

    @property
    def needs_dem(self) -> bool:
        """Whether some of its bands are computed from a DEM."""
        return any(band in TERRAIN_BANDS for band in self.bands)

    @property
    def iou(self) -> float | None:
        """How much of predicted and true ground is common, 0 to 1: cross-validated where the card tells that."""
        return next((value for name in _IOUS if (value := _number(self.metrics.get(name))) is not None), None)

    @property
    def iou_interval(self) -> tuple[float, float] | None:
        """Its interval; None where the card has none."""
        for name in _IOUS:
            for ending in ("_interval", "_ci", "_ci95", "_interval_95"):
                found = _numbers(self.metrics.get(name + ending))
                if self.metrics.get(name) is not None and len(found) == 2:
                    return found[0], found[1]
        return None

    @property
    def iou_folds(self) -> tuple[float, ...]:
        """The same of each fold of a cross-validation."""
        return _numbers(self.metrics.get("iou_folds"))

    @property
    def calibration_error(self) -> float | None:
        """By how much its probabilities are too high or too low, 0 to 1, on all ground that judged it together."""
        return _number(self.metrics.get("calibration_error"))

    @property
    def calibration_error_folds(self) -> tuple[float, ...]:
        """The same of each fold alone, which is more: what is too high in one and too low in another cancels out."""
        return _numbers(self.metrics.get("calibration_error_folds"))


_IOUS = ("iou_cross_validated", "iou_test", "iou_validation", "iou")


def all_cards(own_folder: Path | None) -> list[CardFacts]:
    """The cards that can be read, by name; one in the person's own folder hides a shipped one."""
    found: dict[str, CardFacts] = {}
    for folder, own in ((own_folder, True), (SHIPPED_CARDS, False)):
        for path in sorted(folder.glob("*.json")) if folder is not None and folder.is_dir() else ():
            content = _content(path)
            if content is not None and isinstance(content.get("title"), str):
                found.setdefault(path.stem, facts_of(content, path, own))
    return [found[name] for name in sorted(found)]


def _content(path: Path) -> dict[str, Any] | None:
    try:
        return read_content(path.read_bytes(), path) if path.stat().st_size <= LARGEST_CARD else None
    except (OSError, UserError):
        return None


def read_content(text: bytes, path: Path) -> dict[str, Any]:
    """The keys and values of a card.

    Raises
    ------
    UserError
        It is no JSON, or no card.
    """
    try:
        content = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or "weights" not in content or "target" not in content:
        raise UserError(f"{path} is not a model card; choose the .json file beside the weights.", "model")
    return content


def facts_of(content: Mapping[str, Any], path: Path, own: bool) -> CardFacts:
    """What a card's content says."""
    texts = ("title", "target", "licence", "start_weights", "imagery_terms", "training_data", "not_for", "citation")
    bands, metrics, areas = (content.get(key) for key in ("bands", "metrics", "training_areas"))
    boxes = [_numbers(box) for box in areas] if isinstance(areas, list) else []
    return CardFacts(
        path,
        own,
        **{name: str(content.get(name) or "") for name in texts},
        bands=tuple(map(str, bands)) if isinstance(bands, list) else (),
        resolution_m=_number(content.get("ground_resolution_m")),
        metrics=metrics if isinstance(metrics, dict) else {},
        areas=tuple((box[0], box[1], box[2], box[3]) for box in boxes if len(box) == 4),
        created=str(content.get("created") or ""),
    )


def _number(value: object) -> float | None:
    is_one = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_one else None  # type: ignore[arg-type]


def _numbers(values: object) -> tuple[float, ...]:
    """All of a list of numbers; none where one of them is something else."""
    found = [_number(value) for value in values] if isinstance(values, (list, tuple)) else []
    return tuple(value for value in found if value is not None) if None not in found else ()
