"""From an inventory and a DEM to units that are proposed, as layers or told; the inventory is only read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import is_plain
from ...inventory.naming.source_names import names_in
from ...inventory.requests.units import UnitsRequest
from ...store.protocol import Store
from ...store.sources import sources_of
from ..attributes.groups import Notes
from ..attributes.inventory_rows import LAYERS, Features, Filled, read_features
from ..runs.inventories import open_layers
from ..telling.outputs import check_can_write, check_is_no_input, finished_file
from ..telling.report import Report
from ..terrain.dem import Dem, open_dem
from .layers import CUTS, UNITS, rolled, write_layers
from .proposing import Proposal, parameters, propose
from .weights import COARSE

_AT_A_TIME = 500
_NOT_COVERED = "Outlines that the DEM does not cover, so no units are proposed for them"


@dataclass(frozen=True)
class Suggested:
    """What is proposed for one feature: its id and name, and by which method."""

    fid: int
    label: str
    proposal: Proposal
    method: dict[str, Any]


def suggest(request: UnitsRequest, report: Report) -> dict[str, Any]:
    """Propose units, and write or tell them.

    Raises
    ------
    UserError
        No such features, no DEM, or a DEM that covers none of them; the output cannot be written.
    """
    if not 0.5 <= request.least_strength < 1:
        raise UserError(f"A cut's strength is from 0.5 to 1; --least-strength {request.least_strength:g} is none.")
    if request.output is not None:
        _check_output(request.output, request.inventory, request.dem)
    with closing(open_layers(request.inventory, write=False)) as store:
        of = _layer(store, request)
        fids = _features(store, of, request.feature)
        dem_name = request.dem or sources_of(store.facts(), request.inventory).dem
    if not dem_name:
        raise UserError(
            f"{request.inventory.name} remembers no DEM, and units are told by the ground's form; give one with --dem, "
            "or name one under Attributes in the settings of the dock.",
            "dem",
        )
    with open_dem(dem_name, report) as dem:
        found = list(_suggested(of, fids, dem, request, report))
    if not found:
        raise UserError(
            f"{Path(dem_name).name} covers none of the outlines of {of.path.name} that were asked for; take a DEM of "
            "that ground.",
            "dem",
        )
    counts = {
        "features": len(found),
        "systems": sum(len(one.proposal.units) > 1 for one in found),
        "units": sum(len(one.proposal.units) for one in found),
        "dem": str(dem_name),
    }
    if request.output is None:
        return {**counts, "proposals": [_told(one, of) for one in found]}
    report.progress(0.95, "Writing")
    with finished_file(request.output) as part:
        write_layers(part, found, of)
    report.progress(1.0, "Done")
    return {**counts, "output": str(request.output), "layers": [UNITS, CUTS]}


def _check_output(output: Path, inventory: Path, dem: str | None) -> None:
    if output.suffix.lower() != ".gpkg":
        raise UserError(f"The output {output} must be a GeoPackage; let its name end in .gpkg.", kind="output")
    check_is_no_input(output, [inventory, *(Path(name) for name in names_in(dem or "") if is_plain(name))])
    check_can_write(output)


def _layer(store: Store, request: UnitsRequest) -> Filled:
    for layer in LAYERS:
        if request.layer in (None, layer.name):
            try:
                return Filled(request.inventory, layer, store.reference(layer))
            except UserError:
                if request.layer is not None:
                    raise
    raise UserError(f"{request.inventory} has neither rock glaciers nor candidates; give an inventory.", "inventory")


def _features(store: Store, of: Filled, asked: str | None) -> list[int]:
    """Feature ids of what was asked for: by its identifier, or by its feature id."""
    rows = {int(fid): str(name or "") for fid, name in store.rows(of.layer, [of.identifier])}
    if asked is None:
        if not rows:
            raise UserError(f"{of.path.name} holds no {of.layer.name}, so there is nothing to part.")
        return list(rows)
    by_name = {name: fid for fid, name in rows.items() if name}
    found = []
    for word in (word.strip() for word in asked.split(",") if word.strip()):
        fid = by_name.get(word, int(word) if word.isdecimal() and int(word) in rows else None)
        if fid is None:
            raise UserError(f"'{word}' is no identifier or feature id of {of.layer.name} in {of.path.name}.")
        found.append(fid)
    if not found:
        raise UserError("No feature is named; give identifiers or feature ids with commas between.")
    return found


def _suggested(of: Filled, fids: Sequence[int], dem: Dem, request: UnitsRequest, report: Report) -> Iterator[Suggested]:
    notes, mended, done = Notes(), Counter[str](), 0
    coarse = False
    for start in range(0, len(fids), _AT_A_TIME):
        features = read_features(of, fids[start : start + _AT_A_TIME], (), mended)
        for index, outline in enumerate(features.outlines):
            report.progress(0.95 * done / len(fids), f"Units: {done} of {len(fids)}")
            done += 1
            one = _of_feature(features, index, outline, dem, request, notes, alone=len(fids) == 1)
            if one is not None:
                coarse = coarse or one.proposal.resolution > COARSE
                yield one
    notes.warn(report)
    if coarse:
        report.warning(
            f"The cells of {dem.path.name} are larger than {COARSE:g} m: furrows between units hardly show in it, so "
            "many cuts will be missing or wrong."
        )


def _of_feature(
    features: Features, index: int, outline: Any, dem: Dem, request: UnitsRequest, notes: Notes, alone: bool
) -> Suggested | None:
    try:
        proposal = propose(outline, features.of.crs, dem, request.least_strength)
    except UserError as error:
        if alone or error.kind != "dem":
            raise
        notes.add(_NOT_COVERED, [features.labels[index]])
        return None
    method = parameters(dem, proposal, request.least_strength)
    return Suggested(features.fids[index], features.labels[index], proposal, method)


def _told(one: Suggested, of: Filled) -> dict[str, Any]:
    """For a program: outlines and lines as WKT in the inventory's own coordinate system."""
    units = [_wkt(unit, of) for unit in one.proposal.units]
    cuts = [
        {"number": cut.number, "parent": cut.parent, "strength": round(cut.strength, 3), "line": _wkt(cut.line, of)}
        for cut in one.proposal.cuts
    ]
    return {"feature": one.fid, "layer": of.layer.name, "units": units, "cuts": cuts, "method": json.dumps(one.method)}


def _wkt(shape: Any, of: Filled) -> str:
    return str(shapely.to_wkt(rolled(shape, of.crs), rounding_precision=-1))
