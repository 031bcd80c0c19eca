"""The model card: all that is needed to run a network, and to judge whether it should be run."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import ModelError

ARCHITECTURES = (
    "DeepLabV3Plus",
    "DeepLabV3",
    "FPN",
    "Linknet",
    "MAnet",
    "PAN",
    "PSPNet",
    "Segformer",
    "UPerNet",
    "Unet",
    "UnetPlusPlus",
)
"""Of segmentation-models-pytorch; the first is that of the method."""

TERRAIN_BANDS = ("slope", "relative_elevation", "curvature", "hillshade")
"""Bands that are computed from a DEM; they stand behind those of the image."""

SCALED_TYPES = ("uint8", "uint16", "float")
"""Kinds of pixel values that a card can give a scaling for. Signed and longer integers count as uint16."""

STRIDE = 32
"""Heights and widths that the networks read are multiples of this."""

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
FILE_NAME = re.compile(r"[A-Za-z0-9_.-]+\.safetensors")
BESIDE = re.compile(r"[A-Za-z0-9_.-]+\.(xml|bin)")
OPENVINO_KEYS = ("network", "weights", "network_sha256", "weights_sha256")
MOST_MEMBERS = 20
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class BandRange:
    """Pixel values that become 0 and 1, one per band; what lies outside is clipped."""

    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Scaling:
    """From pixel values to what the network reads: ``(clip((x - low) / (high - low), 0, 1) - mean) / std``.

    Parameters
    ----------
    ranges
        ``low`` and ``high`` of the image's bands by kind of pixel value (`SCALED_TYPES`).
    mean, std
        One per band, in the units of the 0..1 range.
    terrain
        ``low`` and ``high`` of the bands from a DEM, in their own units; None where there is no such band.
    """

    ranges: Mapping[str, BandRange]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    terrain: BandRange | None = None


@dataclass(frozen=True)
class ModelCard:
    """The record beside a weights file.

    Lengths are in metres on the ground, sizes in pixels of `ground_resolution_m`. `decoder_channels`
    is the width of the decoder, `encoder_depth` the number of the encoder's stages that are used;
    `bands` are names in the order the network reads them, those of a DEM (`TERRAIN_BANDS`) last; `metrics`
    are figures by name, with the words that they need. `path` is the card's own file (None before it is saved).

    A card may leave these out: `detection_tile` is the tile for detection where it is not the one of training
    (0: it is), `mirrored` whether mirrored and turned copies are averaged, `mirrored_tile` the tile while they are
    (0: as without them), `members` how many networks the weights hold, whose probabilities are averaged.
    `temperature` and `shift` are how the logits were calibrated so that probabilities are right,
    ``(logit - shift) / temperature``, which is done in the weights.
    `start_weights` is what training started from, and its licence, `imagery_terms` the terms of the imagery,
    `training_areas` boxes (west, south, east, north, in degrees) and `software` versions by name. `openvino` are
    files beside the card with OpenVINO's form of the weights, each with its SHA-256.
    """

    name: str
    title: str
    description: str
    target: str
    architecture: str
    encoder: str
    decoder_channels: int
    bands: tuple[str, ...]
    scaling: Scaling
    ground_resolution_m: float
    tile_size: int
    overlap: int
    threshold: float
    training_data: str
    metrics: Mapping[str, Any]
    licence: str
    citation: str
    not_for: str
    created: str
    weights: str = ""
    sha256: str = ""
    parameters: int = 0
    encoder_depth: int = 5
    detection_tile: int = 0
    mirrored: bool = False
    mirrored_tile: int = 0
    members: int = 1
    temperature: float = 1.0
    shift: float = 0.0
    start_weights: str = ""
    imagery_terms: str = ""
    training_areas: tuple[tuple[float, ...], ...] = ()
    software: Mapping[str, str] = field(default_factory=dict)
    openvino: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        _check(self)

    @property
    def image_bands(self) -> tuple[str, ...]:
        """The bands that an image must have."""
        return tuple(band for band in self.bands if band not in TERRAIN_BANDS)

    @property
    def terrain_bands(self) -> tuple[str, ...]:
        """The bands that are computed from a DEM."""
        return tuple(band for band in self.bands if band in TERRAIN_BANDS)

    @property
    def tile(self) -> int:
        """Height and width in pixels of the tiles of a detection."""
        of_copies = self.mirrored_tile if self.mirrored else 0
        return of_copies or self.detection_tile or self.tile_size

    @property
    def weights_path(self) -> Path:
        """The weights file: beside the card.

        Raises
        ------
        ModelError
            Where the card was never saved.
        """
        if self.path is None or not self.weights:
            raise ModelError(f"The model {self.name} has no weights yet; train it and save it first.")
        return self.path.with_name(self.weights)

    def to_json(self) -> str:
        """The card's text, as it is stored."""
        content = dataclasses.asdict(self)
        del content["path"]
        scaling = content.pop("scaling")
        terrain = {"terrain": scaling["terrain"]} if scaling["terrain"] else {}
        content["scaling"] = {**scaling["ranges"], **terrain, "mean": scaling["mean"], "std": scaling["std"]}
        for key, usual in OPTIONAL.items():
            if content[key] == usual:
                del content[key]
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


OPTIONAL: Mapping[str, Any] = {
    "detection_tile": 0,
    "mirrored": False,
    "mirrored_tile": 0,
    "members": 1,
    "temperature": 1.0,
    "shift": 0.0,
    "start_weights": "",
    "imagery_terms": "",
    "training_areas": (),
    "software": {},
    "openvino": {},
}
"""Keys that a card may leave out, with what then counts."""


def _fail(card: ModelCard, problem: str) -> None:
    where = f"The model card {card.path}" if card.path else f"The model card '{card.name}'"
    raise ModelError(f"{where} cannot be used: {problem}; correct the card or get the model again.")


def _check(card: ModelCard) -> None:
    """Raise `ModelError` for the first thing in the card that cannot be right."""
    _check_texts(card)
    if card.architecture not in ARCHITECTURES:
        _fail(card, f"'architecture' is {card.architecture}, and only {', '.join(ARCHITECTURES)} is known")
    if not card.bands or len(set(card.bands)) != len(card.bands):
        _fail(card, "'bands' must name each band once, and at least one")
    if not card.image_bands or card.bands != card.image_bands + card.terrain_bands:
        _fail(card, f"'bands' must name bands of the image first, then those of a DEM ({', '.join(TERRAIN_BANDS)})")
    if not math.isfinite(card.ground_resolution_m) or card.ground_resolution_m <= 0:
        _fail(card, f"'ground_resolution_m' is {card.ground_resolution_m} and must be above 0")
    _check_sizes(card)
    _check_openvino(card)
    _check_scaling(card)


def _check_sizes(card: ModelCard) -> None:
    detection, copies = card.detection_tile or card.tile_size, card.mirrored_tile or card.tile_size
    for name, size in (("tile_size", card.tile_size), ("detection_tile", detection), ("mirrored_tile", copies)):
        if size < 64 or size % 16:
            _fail(card, f"'{name}' is {size} and must be a multiple of 16, at least 64")
    if not 0 <= card.overlap <= min(card.tile_size, detection, copies) // 2:
        _fail(card, f"'overlap' is {card.overlap} and must lie between 0 and half the tile size")
    if not 0 < card.threshold < 1:
        _fail(card, f"'threshold' is {card.threshold} and must lie between 0 and 1")
    if card.decoder_channels < 1 or card.parameters < 0:
        _fail(card, "'decoder_channels' must be at least 1 and 'parameters' not negative")
    if card.encoder_depth not in (3, 4, 5):
        _fail(card, f"'encoder_depth' is {card.encoder_depth} and must be 3, 4 or 5")
    if not 1 <= card.members <= MOST_MEMBERS:
        _fail(card, f"'members' is {card.members} and must lie between 1 and {MOST_MEMBERS}")
    if not math.isfinite(card.temperature) or card.temperature <= 0:
        _fail(card, f"'temperature' is {card.temperature} and must be above 0")
    if not math.isfinite(card.shift):
        _fail(card, f"'shift' is {card.shift} and must be a finite number")
    if any(len(box) != 4 or not all(map(math.isfinite, box)) for box in card.training_areas):
        _fail(card, "'training_areas' must be boxes of four numbers: west, south, east, north")


def _check_openvino(card: ModelCard) -> None:
    if not card.openvino:
        return
    names, hashes = OPENVINO_KEYS[:2], OPENVINO_KEYS[2:]
    if set(card.openvino) != set(OPENVINO_KEYS):
        _fail(card, f"'openvino' must have {', '.join(OPENVINO_KEYS)}, and nothing else")
    if not all(BESIDE.fullmatch(card.openvino[name]) for name in names):
        _fail(card, "'openvino' must name plain files beside the card, ending in .xml and .bin")
    if not all(SHA256.fullmatch(card.openvino[name]) for name in hashes):
        _fail(card, "'openvino' must have a SHA-256 of 64 lower-case hexadecimal digits for each file")


def _check_texts(card: ModelCard) -> None:
    if not NAME.fullmatch(card.name):
        _fail(card, f"'name' is '{card.name}', where only a-z, 0-9, '-', '_' and '.' may stand")
    for name in ("title", "target", "encoder", "training_data", "licence", "not_for", "created"):
        if not getattr(card, name).strip():
            _fail(card, f"'{name}' is empty")
    if card.weights and not FILE_NAME.fullmatch(card.weights):
        _fail(card, f"'weights' is '{card.weights}' and must be a plain file name ending in .safetensors")
    if bool(card.weights) != bool(card.sha256) or (card.sha256 and not SHA256.fullmatch(card.sha256)):
        _fail(card, "'sha256' must be the 64 lower-case hexadecimal digits of the weights file's SHA-256")


def _check_scaling(card: ModelCard) -> None:
    scaling = card.scaling
    if not scaling.ranges or not set(scaling.ranges) <= set(SCALED_TYPES):
        _fail(card, f"'scaling' must have at least one of {', '.join(SCALED_TYPES)}, and no other")
    if bool(card.terrain_bands) != (scaling.terrain is not None):
        _fail(card, "'scaling.terrain' must be there where a band is from a DEM, and only there")
    _check_rows(card, {"mean": scaling.mean, "std": scaling.std}, len(card.bands))
    ranges = dict.fromkeys(scaling.ranges, len(card.image_bands))
    limits = {**scaling.ranges}
    if scaling.terrain is not None:
        ranges["terrain"], limits["terrain"] = len(card.terrain_bands), scaling.terrain
    for kind, values in limits.items():
        _check_rows(card, {f"{kind}.low": values.low, f"{kind}.high": values.high}, ranges[kind])
    if min(scaling.std) <= 0:
        _fail(card, "'scaling.std' must be above 0")
    for kind, values in limits.items():
        if any(low >= high for low, high in zip(values.low, values.high, strict=True)):
            _fail(card, f"'scaling.{kind}.low' must lie below 'scaling.{kind}.high' in every band")


def _check_rows(card: ModelCard, rows: Mapping[str, Sequence[float]], bands: int) -> None:
    for name, row in rows.items():
        if len(row) != bands:
            _fail(card, f"'scaling.{name}' has {len(row)} values for {bands} bands")
        if not all(map(math.isfinite, row)):
            _fail(card, f"'scaling.{name}' has a value that is not a finite number")
