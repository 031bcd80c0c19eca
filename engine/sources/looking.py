"""Look at files and say what they are: each kind by the reader that would read it, without computing anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import file_behind
from ...inventory.naming.source_names import are_there, joined
from ...inventory.products.product import PURPOSES, Product, known_products
from ...inventory.secrets import scrub
from ..climate.cell_grid import CellGrid
from ..climate.series.wanted import WANTED as CLIMATE
from ..climate.source import Source
from ..gathering.files import Files, Wanted, file_name, files_of
from ..products.facts import OUTLINE_ENDINGS
from ..products.kinds import WORDS, Kind, kinds_of
from ..telling.report import PartOf, Report, SilentReport
from ..terrain.tiles import WANTED as TILES
from .places import Mask, Places, Points
from .seen import Seen

ANY = Wanted("a source", (*CLIMATE.endings, *TILES.endings, *OUTLINE_ENDINGS, ".num", ".swb"), CLIMATE.is_one)
_BESIDE = (".num", ".swb")
"""What NASADEM packs beside its elevations."""
_CLIMATE = {"maat": "MAAT", "magt": "MAGT", "precipitation": "AP"}
_ONE_OF = (*_CLIMATE, "dem")
"""Purposes for which files of two products are not taken together."""
_DAY_ZERO = np.datetime64("1900-01-01")


@dataclass(frozen=True)
class Look:
    """How is looked: for which `purpose` (None: whatever a product serves), with which `variable`, `unit` and `classes`
    of permafrost zones.
    """

    places: Places
    purpose: str | None = None
    variable: str | None = None
    unit: str | None = None
    classes: str | None = None


def look_at_source(source: str, look: Look, report: Report) -> list[Seen]:
    """What a source is: one `Seen` of each kind of files in it, the most files first.

    Parameters
    ----------
    source
        A file, folder, pattern, list or archive.
    look
        How is looked.
    report
        Gets progress; may raise `Cancelled`.

    Raises
    ------
    UserError
        Nothing is there, or nothing that any reader knows.
    """
    if not are_there(source):
        raise UserError(f"There is no file {source}; check the name.")
    files = files_of(source, ANY) or Files(source, Path(source), (source,))
    products = known_products(files.path if files.path.is_dir() else files.path.parent)
    names = [name for name in files.names if not name.lower().endswith(_BESIDE)]
    kinds = _meant(_by_product(kinds_of(names, products)), look)
    found = []
    for at, kind in enumerate(kinds):
        part = PartOf(report, at / len(kinds), (at + 1) / len(kinds))
        part.progress(0.0, f"{file_name(kind.names[0])} and {len(kind.names) - 1} more" if kind.names[1:] else "")
        found.append(_see(kind, look, part))
    if look.purpose in _ONE_OF and look.variable is None and len({seen.product for seen in found if seen.product}) > 1:
        for seen in found:
            seen.wrong = seen.wrong or f"one of several products of {WORDS[look.purpose]} here; give the files of one."
    return found


def _by_product(kinds: Sequence[Kind]) -> list[Kind]:
    """Kinds of names that are one product (months of two versions, say) as one kind."""
    found: dict[object, Kind] = {}
    for kind in kinds:
        key = kind.product.name if kind.product is not None else kind.names[0]
        before = found.get(key)
        found[key] = kind if before is None else Kind((*before.names, *kind.names), before.facts, before.recognised)
    return list(found.values())


def _meant(kinds: Sequence[Kind], look: Look) -> Sequence[Kind]:
    """Those that are read for a purpose: of the products that serve it, where there are some."""
    purpose = look.purpose
    if purpose is None or look.variable is not None:
        return kinds
    return [kind for kind in kinds if kind.product is not None and purpose in kind.product.serves] or kinds


class _Heard(SilentReport):
    """Keeps warnings, and hears a stop as the whole does."""

    def __init__(self, whole: Report) -> None:
        super().__init__()
        self.stop = whole.stop


def _see(kind: Kind, look: Look, report: Report) -> Seen:
    seen = Seen(_what(kind), len(kind.names), file_name(kind.names[0]), _bytes(kind.names))
    product = kind.product
    if product is not None:
        seen.product, seen.licence, seen.citation = product.name, product.licence, product.citation
        seen.address, seen.serves = product.address, _served_in_words(product)
    elif kind.recognised.named is not None:
        seen.told.append(f"called as {kind.recognised.named.name} is, but does not show what that shows")
    heard = _Heard(report)
    try:
        _open(kind, look, seen, heard)
    except UserError as error:
        seen.wrong = str(error)
    seen.told += heard.warnings
    return seen


def _open(kind: Kind, look: Look, seen: Seen, report: Report) -> None:
    """Open files by the reader of their purpose, as far as that is known."""
    product, facts = kind.product, kind.facts
    serves = tuple(product.serves) if product is not None else ()
    purpose = look.purpose or next(iter(serves), None)
    if look.purpose is not None and serves and look.purpose not in serves and look.variable is None:
        raise UserError(f"{seen.example} is {seen.product}, which does not hold {WORDS[look.purpose]}; give another.")
    if purpose == "permafrost":
        _see_zones(kind, look, seen, report)
    elif facts is not None and facts.fields:
        _see_outlines(kind, look, seen, report)
    elif purpose == "pzi":
        _see_index(kind, look, seen, report)
    elif purpose in _CLIMATE:
        _see_climate(_CLIMATE[purpose], kind, look, seen, report)
    elif purpose == "dem" or (purpose is None and facts is not None and facts.cell[0] and not facts.variables):
        _see_elevations(kind, look, seen, report)
    elif facts is None:
        raise UserError(f"{seen.example} cannot be opened by any reader; fetch it anew, or leave it out.")
    elif facts.cell[0]:
        seen.grid = f"cells of {facts.cell[0]:.5g} x {facts.cell[1]:.5g}"
        seen.crs = facts.crs


def _see_climate(group: str, kind: Kind, look: Look, seen: Seen, report: Report) -> None:
    from ..attributes.climate_opening import ClimateOptions, open_source

    options = ClimateOptions(joined(kind.names), variable=look.variable, unit=look.unit)
    with open_source(group, options, report) as opened:
        unit = opened.asked.unit or opened.source.told.unit or opened.asked.product_unit
        _see_values(opened.source, unit or "(no unit told)", look, seen)


def _see_index(kind: Kind, look: Look, seen: Seen, report: Report) -> None:
    from ..attributes.climate_opening import ClimateOptions
    from ..attributes.zone_groups import open_index

    with open_index(ClimateOptions(joined(kind.names), variable=look.variable), report) as index:
        _see_values(index.source, "of 1", look, seen)


def _see_values(source: Source, unit: str, look: Look, seen: Seen) -> None:
    """When a raster's values are, where its cells lie, and one of them."""
    seen.period, seen.lacking = _period(source.steps), list(source.told.gathered.get("lacking", []))
    cell = _see_cover(source.grid, look, seen)
    if cell is not None:
        value = float(source.read([0], *cell, 1, 1)[0, 0, 0])
        said = "void" if np.isnan(value) else f"{value:.6g} {unit}"
        seen.sample = f"{said}, as stored ({source.told.variable}) at {_where(source.grid, cell)}"


def _see_cover(
    grid: CellGrid, look: Look, seen: Seen, lie: Callable[[Points], Mask] | None = None
) -> tuple[int, int] | None:
    """Where cells lie and how many outlines lie on them; row and column of a sample, None where there is none."""
    unit = "degrees" if grid.crs.is_geographic else grid.crs.axis_info[0].unit_name
    wide, high = abs(grid.transform.a), abs(grid.transform.e)
    seen.grid = f"cells of {wide:.5g} x {high:.5g} {unit}, {grid.shape[0]} rows and {grid.shape[1]} columns"
    seen.crs = grid.crs.name
    reached = look.places.on(grid, lie)
    seen.covers = reached.covers
    if reached.sample is None:
        seen.sample = "the place lies outside"
    return reached.sample


def _see_zones(kind: Kind, look: Look, seen: Seen, report: Report) -> None:
    """Permafrost zones; whether their classes are understood is found out by opening them."""
    from ..attributes.climate_attributes import CELLS_FOR_A_MEAN
    from ..zones.opening import open_zones
    from ..zones.raster_zones import RasterZones

    with open_zones(joined(kind.names), look.variable, look.classes, "auto", CELLS_FOR_A_MEAN, report) as zones:
        for part in zones.parts:
            if isinstance(part, RasterZones):
                _see_cover(part.grid, look, seen)
        if kind.facts is not None and kind.facts.fields:
            _see_outlines(kind, look, seen, report)


def _see_elevations(kind: Kind, look: Look, seen: Seen, report: Report) -> None:
    from rasterio.windows import Window

    from ..terrain.dem import open_dem
    from ..terrain.tiles import TiledGround

    with open_dem(joined(kind.names), report) as dem:
        grid, ground = CellGrid(dem.crs, dem.transform, dem.shape), dem.ground
        cell = _see_cover(grid, look, seen, ground.lie_on_tiles if isinstance(ground, TiledGround) else None)
        if cell is not None:  # as stored: whether it is a fill its neighbours tell, far around
            metres = float(ground.read(Window(cell[1], cell[0], 1, 1))[0, 0])
            seen.sample = f"{'void' if np.isnan(metres) else f'{metres:.6g} m'} at {_where(grid, cell)}"


def _see_outlines(kind: Kind, look: Look, seen: Seen, report: Report) -> None:
    from ..ground.files.vector_files import layer_names, look_at, read_boxes
    from ..ground.vectors import layer_crs

    count, covered = 0, np.zeros(look.places.count, dtype=bool)
    for name in kind.names:
        layer = look_at(Path(name), layer_names(Path(name))[0], report)
        crs = layer_crs(layer)
        seen.crs = crs.name
        _, boxes = read_boxes(layer)
        boxes = boxes[np.isfinite(boxes).all(axis=1)]
        count += len(boxes)
        if len(boxes):
            covered |= look.places.inside((*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)), crs)
    seen.grid = f"{count} outlines"
    seen.covers = look.places.counted(covered)


def _what(kind: Kind) -> str:
    """What files are that no product is, in words."""
    facts = kind.facts
    if facts is None:
        return "unknown files"
    if facts.fields:
        return "outlines"
    if facts.variables:
        units = (f"{name} in {facts.units[name]}" if facts.units.get(name) else name for name in facts.variables)
        return f"NetCDF with {scrub(', '.join(list(units)[:6]))}"
    return f"rasters of {facts.type}"


def _served_in_words(product: Product) -> list[str]:
    found = []
    for purpose in (purpose for purpose in PURPOSES if purpose in product.serves):
        what = product.serves[purpose]
        inside = ", ".join(part for part in (what.variable, what.unit, what.meant) if part)
        found.append(f"{WORDS[purpose]} ({inside})" if inside else WORDS[purpose])
    return found


def _bytes(names: Sequence[str]) -> int:
    """Bytes on disk of files, and of the archives that some of them lie in, each once."""
    behind = dict.fromkeys(file_behind(name) for name in names)
    return sum(path.stat().st_size for path in behind if path is not None and path.is_file())


def _period(steps: Any) -> str:
    """The first and the last time of a series, and how far apart they are."""
    if steps is None:
        return "one mean"
    if not steps.dated:
        return f"{len(steps)} months of a mean year"
    if not len(steps.at):
        return f"{steps.year[0]} to {steps.year[-1]}, {steps.resolution}"
    first, last = (str(_DAY_ZERO + np.timedelta64(int(steps.at[at]), "D"))[:7] for at in (0, -1))
    return f"{first} to {last}, {steps.resolution}, {len(steps)} steps"


def _where(grid: CellGrid, cell: tuple[int, int]) -> str:
    x, y = grid.transform @ (cell[1] + 0.5, cell[0] + 0.5)
    return f"{x:.6g}, {y:.6g}"
