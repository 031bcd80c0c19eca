"""Where a model was right and where not, kept beside it: in the folder of its training, for the page of models."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .model_files import run_folder

TRUST = "trust.json"
"""Name of the file."""
LARGEST = 4 * 2**20
"""Bytes; it is a few kilobytes."""
GOOD, POOR = 0.6, 0.4
"""F1 by area from which a model is good, and below which it is poor: Sun et al. (2024) call 0.63 satisfactory, and
the subregions below 0.4 low."""


@dataclass(frozen=True)
class TrustedPlace:
    """A subregion or block of ground; `corrected` is the share of what was decided or added that was changed."""

    name: str
    f1: float | None
    corrected: float | None


@dataclass(frozen=True)
class Trust:
    """How a model did on ground that somebody judged; `interval` is of 95 %, empty where too few blocks tell."""

    reference: str
    time: str
    f1: float | None
    interval: tuple[float, ...]
    blocks: int
    corrected: float | None
    places: tuple[TrustedPlace, ...]

    def those(self, good: bool) -> list[TrustedPlace]:
        """Places where it is good, best first, or poor, worst first."""
        told = [place for place in self.places if place.f1 is not None]
        kept = [place for place in told if ((place.f1 or 0) >= GOOD if good else (place.f1 or 0) < POOR)]
        return sorted(kept, key=lambda place: place.f1 or 0.0, reverse=good)


def trust_file(models: Path, name: str) -> Path:
    """Where it is kept for a model of a folder of models."""
    return run_folder(models, name) / TRUST


def content_of(trust: Trust) -> dict[str, Any]:
    """What the file holds."""
    return {
        "reference": trust.reference,
        "time": trust.time,
        "f1": trust.f1,
        "f1_interval_95": list(trust.interval),
        "blocks_of_ground": trust.blocks,
        "corrected": trust.corrected,
        "places": [{"name": each.name, "f1": each.f1, "corrected": each.corrected} for each in trust.places],
    }


def read_trust(models: Path | None, name: str) -> Trust | None:
    """What is kept of a model; None where nothing is, or nothing that can be read."""
    if models is None:
        return None
    path = trust_file(models, name)
    try:
        content = json.loads(path.read_text("utf-8")) if path.stat().st_size <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("places"), list):
        return None
    places = [_place(each) for each in content["places"] if isinstance(each, dict)]
    interval = content.get("f1_interval_95")
    ends = tuple(_number(end) for end in interval) if isinstance(interval, list) else ()
    return Trust(
        str(content.get("reference") or ""),
        str(content.get("time") or ""),
        _number(content.get("f1")),
        tuple(end for end in ends if end is not None) if len(ends) == 2 and None not in ends else (),
        int(_number(content.get("blocks_of_ground")) or 0),
        _number(content.get("corrected")),
        tuple(places),
    )


def _place(content: Mapping[str, Any]) -> TrustedPlace:
    return TrustedPlace(str(content.get("name") or ""), _number(content.get("f1")), _number(content.get("corrected")))


def _number(value: object) -> float | None:
    is_one = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_one else None  # type: ignore[arg-type]


def names_of(places: Sequence[TrustedPlace], most: int) -> str:
    """Places with their figures: ``west (0.81), south (0.72)``, and how many more there are."""
    told = [f"{place.name} ({place.f1:.2f})" for place in places[:most]]
    return ", ".join(told) + (f" +{len(places) - most}" if len(places) > most else "")
