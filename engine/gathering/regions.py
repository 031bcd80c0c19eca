"""Named areas, such as subregions: of one file or of many, each in its own coordinate system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from ...inventory.errors import UserError
from ..ground.boxes import Box, areas_near
from ..ground.files.vector_files import VectorLayer
from ..ground.vectors import read_polygons, text_of
from ..telling.lists import few
from ..telling.report import Report
from .files import file_name
from .vectors import OutlineLayers, layers_of

_NAMED = ("NAME", "SUBREGION", "REGION")
_OF_PRODUCTS = ("PRIMARY_ID",)
"""Fields of texts that hold the names in products: that of the mountain regions of High Mountain Asia (HiMAP)."""
_TOLD = 3


class Regions(Protocol):
    """Named areas."""

    @property
    def names(self) -> list[str]:
        """Of each of the n areas."""
        ...

    def near(self, bounds: Box, crs: Any) -> npt.NDArray[Any]:
        """What of each area lies around a box (in `crs`), in the box's system, (n,); empty where nothing does."""
        ...


@dataclass(frozen=True)
class FileRegions:
    """Named areas of one file: polygons (n,), their names, their coordinate system."""

    geometries: npt.NDArray[Any]
    names: list[str]
    crs: pyproj.CRS

    def near(self, bounds: Box, crs: Any) -> npt.NDArray[Any]:
        """See `Regions.near`."""
        return areas_near(self.geometries, self.crs, bounds, crs)


class JoinedRegions:
    """Those of several files; areas of one name are one, whichever files they are in."""

    def __init__(self, parts: Sequence[FileRegions]) -> None:
        self._parts = parts
        self.names = sorted({name for part in parts for name in part.names})

    def near(self, bounds: Box, crs: Any) -> npt.NDArray[Any]:
        """See `Regions.near`."""
        pieces: dict[str, list[Any]] = {name: [] for name in self.names}
        for part in self._parts:
            for name, area in zip(part.names, part.near(bounds, crs), strict=True):
                pieces[name].append(area)
        found = np.full(len(self.names), shapely.Polygon(), dtype=object)
        for place, of_name in enumerate(pieces.values()):
            found[place] = of_name[0] if len(of_name) == 1 else shapely.union_all(of_name)
        return found


def read_regions(source: str | Path, layer: str | None = None, report: Report | None = None) -> Regions:
    """Read subregions: from a layer of that name, or the only one; several polygons of one name are one.

    The name is in the field NAME, SUBREGION or REGION (however written), in Primary_ID, else in the only text
    field. A name that is in several files is told.

    Parameters
    ----------
    source
        A file, or many as `files_of` takes them.
    layer
        See `layers_of`.
    report
        Gets the warnings.

    Raises
    ------
    UserError
        As `layers_of` and `read_polygons`; also where no field holds names.
    """
    layers = subregion_layers(source, layer, report).layers
    parts = [_read(of, report) for of in layers]
    if len(parts) == 1:
        return parts[0]
    if report is not None:
        _tell_shared(parts, layers, report)
    return JoinedRegions(parts)


def subregion_layers(source: str | Path, layer: str | None = None, report: Report | None = None) -> OutlineLayers:
    """The layers that hold them; see `read_regions`."""
    return layers_of(source, "subregions", layer, ("subregions",), "--subregions-layer", report)


def _read(of: VectorLayer, report: Report | None) -> FileRegions:
    fields = _name_fields(of)
    polygons = read_polygons(of.path, of.name, columns=fields, report=report)
    columns = [[text_of(name) for name in polygons.columns[field]] for field in fields]
    names = np.array(next((column for column in columns if any(column)), columns[0]), dtype=object)
    unique = sorted(set(names.tolist()))
    merged = [shapely.union_all(polygons.geometries[names == name]) for name in unique]
    return FileRegions(np.array(merged, dtype=object), [name or "(no name)" for name in unique], polygons.crs)


def _name_fields(layer: VectorLayer) -> list[str]:
    """Fields that may hold the names, the first best: KML has a NAME even where it is left empty."""
    texts = [name for name, is_text in zip(layer.fields, layer.texts, strict=True) if is_text]
    named = layer.those_of(*_NAMED) + [name for name in layer.those_of(*_OF_PRODUCTS) if name in texts]
    if named:
        return named
    if len(texts) != 1:
        raise UserError(f"Layer {layer.place} has no field NAME with the subregions' names; add one.")
    return texts


def _tell_shared(parts: Sequence[FileRegions], layers: Sequence[VectorLayer], report: Report) -> None:
    """Tell of names that are in several files."""
    files: dict[str, list[str]] = {}
    for part, of in zip(parts, layers, strict=True):
        for name in part.names:
            files.setdefault(name, []).append(file_name(str(of.path)))
    twice = {name: held for name, held in files.items() if len(held) > 1}
    if twice:
        name, held = next(iter(twice.items()))
        report.warning(
            f"Subregions that are in several files are one each ({few(sorted(twice), _TOLD)}); {name} is in "
            f"{few(held, _TOLD)}."
        )
