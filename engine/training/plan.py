"""The plan of a training: what was found, what is proposed because of it; a person may change it before `train`."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, get_type_hints

from ...inventory.errors import UserError
from ...inventory.requests.detection import DEVICES
from ...models.cards.card import ARCHITECTURES, STRIDE, TERRAIN_BANDS
from ...models.training.augmentation import Augmentation
from ..telling.outputs import finished_file

FORMAT = 1
LEAST_TOGETHER = 2
"""Windows that must go through a network together: of one alone, some layers have a single value to take a mean of."""


@dataclass(frozen=True)
class NetworkPlan:
    """What is trained; `start` is a card's name or path, or a weights file, empty for random weights."""

    architecture: str
    encoder: str
    encoder_depth: int
    decoder_channels: int
    bands: list[str]
    start: str = ""


@dataclass(frozen=True)
class ScalingPlan:
    """Values of the images (and of the bands from a DEM, in their units) that become 0 and 1; mean and spread then."""

    low: list[float]
    high: list[float]
    terrain_low: list[float]
    terrain_high: list[float]
    mean: list[float]
    std: list[float]


@dataclass(frozen=True)
class StepsPlan:
    """As `models.training.training.Settings`; `crop` in pixels."""

    steps: int
    batch_size: int
    parts: int
    crop: int
    learning_rate: float
    encoder_rate: float
    positive_share: float
    missed_weight: float
    validate_every: int
    checkpoint_every: int
    patience: int
    judged: int
    fixed_normalisation: bool
    seed: int


@dataclass(frozen=True)
class DetectionPlan:
    """Tiles of a detection, in pixels."""

    tile: int
    overlap: int


@dataclass(frozen=True)
class Plan:
    """A plan as the file holds it; `found` and `estimate` are told and not read again."""

    network: NetworkPlan
    scaling: ScalingPlan
    steps: StepsPlan
    augmentation: Augmentation
    detection: DetectionPlan
    folds: int
    device: str
    found: Mapping[str, Any] = field(default_factory=dict)
    estimate: Mapping[str, Any] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        """The file's text."""
        return json.dumps({"format": FORMAT, **dataclasses.asdict(self)}, indent=2, ensure_ascii=False) + "\n"


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan, whole or not at all."""
    with finished_file(path) as part:
        part.write_text(plan.to_json(), "utf-8")


def read_plan(path: Path) -> Plan:
    """Read and check a plan.

    Raises
    ------
    UserError
        Where it is no plan, or a value in it cannot be used.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UserError(f"The plan {path} cannot be read ({error.strerror}); check the path.") from error
    except ValueError as error:
        raise UserError(f"The plan {path} is no JSON ({error}); make it anew with plan.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise UserError(f"{path} is no plan of this program; make it anew with plan.")
    parts = {"network": NetworkPlan, "scaling": ScalingPlan, "steps": StepsPlan, "detection": DetectionPlan}
    values: dict[str, Any] = {
        name: _record(path, name, kind, content.get(name))
        for name, kind in {**parts, "augmentation": Augmentation}.items()
    }
    for name, kind in (("folds", int), ("device", str)):
        values[name] = _value(path, name, kind, content.get(name))
    told = {name: content[name] for name in ("found", "estimate", "why") if name in content}
    plan = Plan(**values, **told)
    check_plan(plan, f"The plan {path}")
    return plan


_AT_LEAST_ONE = ("steps", "batch_size", "parts", "validate_every", "checkpoint_every", "judged")
_SHARES = ("positive_share", "missed_weight", "flatten")
_WORDS = {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}


def _value(path: Path, name: str, kind: Any, value: Any) -> Any:
    inner = {list[str]: str, list[float]: float}.get(kind)
    if inner is not None:
        if not isinstance(value, list):
            raise UserError(f"The plan {path} cannot be used: '{name}' must be a list; correct it.")
        return [_value(path, name, inner, one) for one in value]
    kinds = (int, float) if kind is float else (kind,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and kind is not bool):
        raise UserError(f"The plan {path} cannot be used: '{name}' must be {_WORDS[kind]}; correct it.")
    return kind(value)


def _record(path: Path, name: str, kind: Any, content: Any) -> Any:
    hints = get_type_hints(kind)
    if not isinstance(content, dict) or set(content) != set(hints):
        known = ", ".join(hints)
        raise UserError(f"The plan {path} cannot be used: '{name}' must have {known}, and nothing else; correct it.")
    return kind(**{key: _value(path, f"{name}.{key}", hint, content[key]) for key, hint in hints.items()})


def check_plan(plan: Plan, words: str) -> None:
    """Raise `UserError` for the first thing that cannot be used; `words` begin the sentence."""
    # One after the other: later checks take for granted what earlier ones have seen.
    for is_wrong, problem in chain(_numbers_wrong(plan), _network_wrong(plan), _scaling_wrong(plan)):
        if is_wrong:
            raise UserError(f"{words} cannot be used: {problem}; correct it.")


_Checks = Iterator[tuple[bool, str]]


def _numbers_wrong(plan: Plan) -> _Checks:
    changes = dataclasses.asdict(plan.augmentation)
    numbers = {**dataclasses.asdict(plan.steps), **changes}
    for name, value in numbers.items():
        yield not math.isfinite(value), f"'{name}' must be a finite number"
    for name in _AT_LEAST_ONE:
        yield numbers[name] < 1, f"'{name}' must be at least 1"
    for name in _SHARES:
        yield not 0 <= numbers[name] <= 1, f"'{name}' must lie between 0 and 1"
    for name in ("seed", "patience", "encoder_rate", *changes):
        yield numbers[name] < 0, f"'{name}' must not be negative"
    yield plan.steps.learning_rate <= 0, "'learning_rate' must be above 0"
    batch, parts = plan.steps.batch_size, plan.steps.parts
    yield (
        batch % parts != 0 or batch // parts < LEAST_TOGETHER,
        f"'batch_size' ({batch}) must fall into 'parts' ({parts}) of at least {LEAST_TOGETHER} windows each",
    )
    yield plan.folds < 0 or plan.folds == 1, "'folds' must be 0 (the two sides) or at least 2"


def _network_wrong(plan: Plan) -> _Checks:
    network, tile, crop = plan.network, plan.detection.tile, plan.steps.crop
    yield network.architecture not in ARCHITECTURES, f"'architecture' must be one of {', '.join(ARCHITECTURES)}"
    yield network.encoder_depth not in (3, 4, 5), "'encoder_depth' must be 3, 4 or 5"
    yield network.decoder_channels < 1, "'decoder_channels' must be at least 1"
    yield plan.device not in DEVICES, f"'device' must be one of {', '.join(DEVICES)}"
    yield crop < 64 or crop % STRIDE != 0, f"'crop' must be a multiple of {STRIDE}, at least 64"
    yield tile < 64 or tile % 16 != 0, "'tile' must be a multiple of 16, at least 64"
    yield not 0 <= plan.detection.overlap <= tile // 2, "'overlap' must lie between 0 and half the tile"


def _scaling_wrong(plan: Plan) -> _Checks:
    bands, scaling = plan.network.bands, plan.scaling
    image = [band for band in bands if band not in TERRAIN_BANDS]
    yield not image or len(set(bands)) < len(bands), "'bands' must name each band once, and one of the image at least"
    yield bands[: len(image)] != image, f"'bands' must name those of a DEM ({', '.join(TERRAIN_BANDS)}) last"
    terrain = len(bands) - len(image)
    counts = {"low": len(image), "high": len(image), "terrain_low": terrain, "terrain_high": terrain}
    for name, count in {**counts, "mean": len(bands), "std": len(bands)}.items():
        row = getattr(scaling, name)
        yield len(row) != count, f"'{name}' has {len(row)} values for {count} bands"
        yield not all(map(math.isfinite, row)), f"'{name}' has a value that is not a finite number"
    yield min(scaling.std) <= 0, "'std' must be above 0"
    for name in ("", "terrain_"):
        pairs = zip(getattr(scaling, f"{name}low"), getattr(scaling, f"{name}high"), strict=True)
        yield any(low >= high for low, high in pairs), f"'{name}low' must lie below '{name}high' in every band"
