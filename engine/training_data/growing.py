"""Training data that are added to earlier ones: their split stays, and ground that is given anew counts once."""

from __future__ import annotations

import json
import os
import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from rasterio.errors import NotGeoreferencedWarning
from rasterio.warp import Resampling, reproject

from ...inventory.errors import UserError
from ..ground.antimeridian import rolled
from ..ground.files.vector_names import pyogrio
from ..telling.report import Report
from . import layout, writing
from .ground import Shapes
from .labels import BACKGROUND, TARGET, UNKNOWN
from .patches import Written
from .splits.kept import NOTHING, Kept

_ALIKE = ("bands", "dtype", "terrain", "patch")
"""Facts in which data that become one must be alike."""
_SAME_RESOLUTION = 1e-3
"""Share by which two resolutions may differ."""
_KEPT = 64
"""Labels of new patches that stay in memory."""
_Label = tuple[npt.NDArray[np.uint8], dict[str, Any]]
"""Values, and where they lie."""


@dataclass(frozen=True)
class Growth:
    """What new training data are added to.

    `kept` is all ground whose split is settled. `earlier` is the folder of the earlier data, None where these are
    gone. `choosing` is the fold that chooses as before (None: none does yet), `trained_before` are folds that never
    may, because start weights were trained on them. `all_trained`: so they were on both sides of the earlier data.
    New ground is in folds from `first_fold` on.
    """

    kept: Kept = NOTHING
    earlier: Path | None = None
    choosing: int | None = None
    trained_before: tuple[int, ...] = ()
    all_trained: bool = False
    first_fold: int = 0

    def facts(self) -> dict[str, Any]:
        """Of the earlier data; none where these are gone."""
        return {} if self.earlier is None else facts_of(self.earlier)

    def split(self) -> dict[str, Any]:
        """What the split of the new data says of it."""
        chosen = {} if self.choosing is None else {layout.CHOOSING: self.choosing}
        return {**chosen, layout.TRAINED_BEFORE: list(self.trained_before)}

    def check(self, content: Mapping[str, Any]) -> None:
        """Raise `UserError` where new data are of another kind than the earlier ones."""
        before = self.facts()
        for name in _ALIKE if before else ():
            if before[name] != content[name]:
                raise UserError(
                    f"The '{name}' of the earlier training data {self.earlier} is {before[name]} and that of the new "
                    f"ones {content[name]}, so they cannot be put together; give imagery as before."
                )
        if before and abs(before["resolution_m"] / content["resolution_m"] - 1) > _SAME_RESOLUTION:
            raise UserError(
                f"The earlier training data {self.earlier} have pixels of {before['resolution_m']:g} m and the new "
                f"ones of {content['resolution_m']:g} m, so they cannot be put together; give --resolution as before."
            )

    @property
    def images(self) -> int:
        """How many numbers of images are taken."""
        if self.earlier is None:
            return 0
        return max((layout.image_number(one.name) for one in _patches(self.earlier)), default=-1) + 1


def facts_of(folder: Path) -> dict[str, Any]:
    """What training data say of themselves; nothing where a folder holds none."""
    try:
        found = json.loads((folder / layout.DATA).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("format") == layout.FORMAT else {}


def is_made_of(facts: Mapping[str, Any], made: str) -> bool:
    """Whether training data are those that were made then, or have grown from them."""
    return bool(made) and made in [facts.get("created"), *facts.get("grown_from", [])]


def _patches(folder: Path) -> list[Written]:
    """The patches of a folder, their boxes cut at the antimeridian."""
    about, _, wkb, columns = pyogrio.raw.read(folder / layout.PATCHES)
    found = dict(zip(about["fields"], columns, strict=True))
    return [_patch({name: values[row] for name, values in found.items()}, wkb[row]) for row in range(len(wkb))]


def _patch(row: Mapping[str, Any], wkb: bytes | None) -> Written:
    target, background, unknown = (int(row[name]) for name in ("TARGET", "BACKGROUND", "UNKNOWN"))
    return Written(
        str(row["NAME"]),
        str(row["IMAGE"]),
        int(row["BLOCK"]),
        int(row["FOLD"]),
        row["SIDE"] == layout.VALIDATION,
        str(row["INVENTORY"] or ""),
        str(row["SUBREGION"] or ""),
        target,
        background,
        unknown,
        None if wkb is None else shapely.from_wkb(wkb),
    )


def add_earlier(
    folder: Path, earlier: Path, written: Sequence[Written], all_trained: bool, report: Report
) -> list[Written]:
    """Put the patches of earlier data beside new ones; what the new ones know is unknown in the earlier ones.

    Files that stay as they are share their place on the disk with the earlier ones where that is possible.

    Parameters
    ----------
    folder
        With the new patches.
    earlier
        Folder of the earlier data; it is not changed.
    written
        The new patches.
    all_trained
        Whether none of the earlier ones is held out any more.
    report
        Gets the progress.

    Returns
    -------
    list of Written
        Of the earlier patches those of which anything is still known.
    """
    boxes = rolled(np.array([None, *(one.box or shapely.Polygon() for one in written)], dtype=object)[1:])
    tree = shapely.STRtree(boxes)
    found: list[Written] = []
    patches = _patches(earlier)
    read_new = lru_cache(_KEPT)(_read)  # several earlier ones lie on each
    for number, patch in enumerate(patches):
        report.progress(number / len(patches), f"Adding the earlier patches ({number} of {len(patches)})")
        near = [] if patch.box is None else tree.query(patch.box, predicate="intersects").tolist()
        kept = _without(folder, earlier, patch, [written[index] for index in near], read_new) if near else patch
        if kept is None:
            continue
        for kind in (layout.IMAGES, layout.LABELS, layout.TERRAIN):
            path = folder / kind / f"{patch.name}.tif"
            if (earlier / kind).is_dir() and not path.exists():
                _share(earlier / kind / path.name, path)
        found.append(replace(kept, is_held_out=False) if all_trained else kept)
    return found


def _without(
    folder: Path, earlier: Path, patch: Written, anew: Sequence[Written], read_new: Callable[[Path], _Label]
) -> Written | None:
    """An earlier patch without the pixels that new ones know; None where nothing of it is left."""
    label, place = _read(earlier / layout.LABELS / f"{patch.name}.tif")
    known = np.zeros(label.shape, np.uint8)
    for one in anew:
        theirs, other = read_new(folder / layout.LABELS / f"{one.name}.tif")
        part = np.zeros(label.shape, np.uint8)
        reproject(
            (theirs != UNKNOWN).astype(np.uint8),
            part,
            src_transform=other["transform"],
            src_crs=other["crs"],
            dst_transform=place["transform"],
            dst_crs=place["crs"],
            resampling=Resampling.nearest,
        )
        known |= part
    if not (known & (label != UNKNOWN)).any():
        return patch
    label[known.astype(bool)] = UNKNOWN
    counts = np.bincount(label.ravel(), minlength=UNKNOWN + 1)
    if not counts[TARGET] + counts[BACKGROUND]:
        return None
    path = folder / layout.LABELS / f"{patch.name}.tif"
    writing.write_raster(path, label[None], place["transform"], place["crs"], compress="lzw")
    target, background, unknown = (int(counts[value]) for value in (TARGET, BACKGROUND, UNKNOWN))
    return replace(patch, target=target, background=background, unknown=unknown)


def _read(path: Path) -> _Label:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # a chip may lie nowhere on Earth
        with rasterio.open(path) as raster:
            return raster.read(1), {"transform": raster.transform, "crs": raster.crs}


def _share(source: Path, path: Path) -> None:
    try:
        os.link(source, path)
    except FileNotFoundError as error:
        raise UserError(
            f"{source} of the earlier training data is missing; get the folder from a copy, or move it away, and the "
            "new ground alone is learnt."
        ) from error
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(source, path)


def earlier_polygons(earlier: Path, ground: Shapes) -> tuple[Shapes, dict[str, list[Any]]]:
    """Outlines of earlier data with their fields, without those whose ground is given anew."""
    about, _, wkb, columns = pyogrio.raw.read(earlier / layout.POLYGONS)
    shapes = np.asarray(shapely.from_wkb(wkb), dtype=object)
    shapes[shapely.is_missing(shapes)] = shapely.Polygon()
    inside = np.zeros(len(shapes), bool)
    there = np.flatnonzero(~shapely.is_empty(shapes))
    places = shapely.point_on_surface(shapes[there])
    inside[there[shapely.STRtree(rolled(ground)).query(places, predicate="intersects")[0]]] = True
    fields = dict(zip(about["fields"], columns, strict=True))
    return shapes[~inside], {name: values[~inside].tolist() for name, values in fields.items()}
