"""Training data as `training-data` left them in a folder, read patch by patch."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, overload

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import NotGeoreferencedWarning, RasterioIOError

from ...inventory.errors import UserError
from ...models.cards.card import TERRAIN_BANDS
from ...models.training.samples import Sample
from ..ground.files.vector_names import pyogrio
from ..training_data.layout import DATA, FORMAT, IMAGES, LABELS, PATCHES, PATCHES_LAYER, POLYGONS, TERRAIN
from .recent import Recent

_NEEDED = ("format", "target", "bands", "dtype", "terrain", "resolution_m", "patch", "overlap", "split")
_COLUMNS = ("NAME", "BLOCK", "FOLD", "SIDE", "TARGET", "BACKGROUND")


@dataclass(frozen=True)
class Dataset:
    """The facts of the folder and, for each patch, its name and where it belongs.

    `blocks`, `folds` are whole numbers, `sides` `layout.TRAINING` or `VALIDATION`, `target` and `background` pixels.
    """

    folder: Path
    facts: dict[str, Any]
    names: NDArray[Any]
    blocks: NDArray[np.int64]
    folds: NDArray[np.int64]
    sides: NDArray[Any]
    target: NDArray[np.int64]
    background: NDArray[np.int64]
    recent: Recent = field(default_factory=lambda: Recent(_read), compare=False, repr=False)
    """Patches that were read a moment ago, for whoever comes next: training, judging, choosing tiles."""

    def __len__(self) -> int:
        return len(self.names)

    @property
    def bands(self) -> tuple[str, ...]:
        """Of the images."""
        return tuple(self.facts["bands"])

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of their values."""
        found: np.dtype[Any] = np.dtype(self.facts["dtype"])
        return found

    @property
    def has_terrain(self) -> bool:
        """Whether there are components of a DEM."""
        return bool(self.facts["terrain"])

    def samples(self, numbers: NDArray[np.int64], terrain: bool) -> FolderSamples:
        """Patches by number, read when they are asked for; with the ground's terrain where that is wanted."""
        return FolderSamples(self, numbers, terrain)

    def from_the_disk(self) -> Dataset:
        """The same, and nothing of it read."""
        return replace(self, recent=Recent(_read))

    def sizes_m2(self) -> NDArray[np.float64]:
        """Areas in m2 of the outlines that are the target; empty where the folder does not tell."""
        path = self.folder / POLYGONS
        if not path.is_file():
            return np.zeros(0)
        fields = _fields(path, None, ("AREA", "ROLE", "FAULT"))
        if fields is None:
            return np.zeros(0)
        areas, roles, faults = fields
        used = (roles == "target") & np.array([not fault for fault in faults], bool)
        return np.asarray(areas[used], float)


class FolderSamples(Sequence[Sample]):
    """Patches of a folder as training wants them."""

    def __init__(self, dataset: Dataset, numbers: NDArray[np.int64], terrain: bool) -> None:
        self._dataset, self._numbers, self._terrain = dataset, numbers, terrain

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> Sample: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sample]: ...
    def __getitem__(self, place: int | slice) -> Sample | Sequence[Sample]:
        if isinstance(place, slice):
            return FolderSamples(self._dataset, self._numbers[place], self._terrain)
        dataset = self._dataset
        name = str(dataset.names[self._numbers[place]])
        image = dataset.recent(dataset.folder / IMAGES / f"{name}.tif")
        label = dataset.recent(dataset.folder / LABELS / f"{name}.tif")[0]
        _check(dataset, name, image, label)
        terrain = dataset.recent(dataset.folder / TERRAIN / f"{name}.tif").astype(np.float32) if self._terrain else None
        return Sample(image, label, name, terrain)

    @property
    def showing(self) -> list[int]:
        """Places of those that show the target."""
        found: list[int] = np.flatnonzero(self._dataset.target[self._numbers] > 0).tolist()
        return found

    @property
    def blocks(self) -> list[int]:
        """Block of ground of each."""
        found: list[int] = self._dataset.blocks[self._numbers].tolist()
        return found


def _fields(path: Path, layer: str | None, names: Sequence[str]) -> list[NDArray[Any]] | None:
    """Values of fields in the order of `names`; None where the file cannot be read or lacks one."""
    try:
        about, _, _, columns = pyogrio.raw.read(path, layer=layer, columns=list(names), read_geometry=False)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        return None
    found = dict(zip(about["fields"], columns, strict=True))  # the file's order, whatever was asked
    return [found[name] for name in names] if set(names) <= set(found) else None


def _read(path: Path) -> NDArray[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # chips lie nowhere on Earth
            with rasterio.open(path) as raster:
                values: NDArray[Any] = raster.read()
        return values
    except RasterioIOError as error:
        raise UserError(f"The patch {path} cannot be read; make the training data anew.") from error


def _check(dataset: Dataset, name: str, image: NDArray[Any], label: NDArray[Any]) -> None:
    if image.shape[0] != len(dataset.bands) or image.dtype != dataset.dtype or image.shape[1:] != label.shape:
        raise UserError(
            f"The patch {name} in {dataset.folder} has {image.shape[0]} bands of type {image.dtype.name} and a label "
            "of "
            f"{label.shape[1]} x {label.shape[0]} pixels, which is not what {DATA} says; make the training data anew."
        )


def read_facts(folder: Path) -> dict[str, Any]:
    """What the training data of a folder say of themselves; torch is not wanted for that.

    Raises
    ------
    UserError
        Where there are none, or they are of another kind than this program knows.
    """
    path = folder / DATA
    try:
        facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            f"There are no training data in {folder} ({DATA} is missing); make them with training-data."
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read; make the training data anew.") from error
    if not isinstance(facts, dict) or any(name not in facts for name in _NEEDED) or facts["format"] != FORMAT:
        raise UserError(f"{path} is not of the kind that this program writes; make the training data anew with it.")
    strange = set(facts["bands"]) & set(TERRAIN_BANDS)
    if strange:
        raise UserError(f"{path} calls a band of the image {strange.pop()}, which is the name of a band from a DEM.")
    return facts


def open_dataset(folder: Path) -> Dataset:
    """The training data of a folder.

    Raises
    ------
    UserError
        Where there are none, they are not whole, or are of another kind than this program knows.
    """
    facts = read_facts(folder)
    columns = _fields(folder / PATCHES, PATCHES_LAYER, _COLUMNS)
    if columns is None:
        raise UserError(
            f"{folder / PATCHES} cannot be read or lacks one of the fields {', '.join(_COLUMNS)}; make the training "
            "data anew."
        )
    if not len(columns[0]):
        raise UserError(f"The training data in {folder} have no patch; make them anew with more ground.")
    names, blocks, folds, sides, target, background = columns
    whole = [np.asarray(values, np.int64) for values in (blocks, folds, target, background)]
    return Dataset(folder, facts, names, whole[0], whole[1], sides, whole[2], whole[3])
