"""Training data from outlines and imagery: quality control, split, patches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ...inventory.errors import UserError
from ...inventory.imagery import source_name
from ...inventory.moments import utc_now
from ...inventory.requests.training import BUFFER, REVIEWED, TrainingDataRequest
from ...models.networks.registry import load_card
from ..ground.antimeridian import rolled
from ..scene.imagery import Scene
from ..telling.outputs import finished_folder
from ..telling.report import PartOf, Report
from ..terrain.dem import open_dem
from ..terrain_bands.on_grid import OnGrid
from . import layout, writing
from .areas import areas_of
from .checking import check
from .chips.making import make_of_chips
from .given.sources import sources_of
from .given.subregions import find_subregions
from .ground import Shapes, buffers, unrolled
from .growing import Growth, add_earlier, earlier_polygons
from .images import WantedPixels, open_images
from .labels import Ground, buffers_of_used
from .looks import look_at_outlines
from .outlines import FAULTS, REPAIRED, SEARCHED, Outlines, Source, put_together
from .patches import Patches, Picture, Written
from .quality import find_faults
from .record import Noted, counts_of, request_content, result_of, write_patches
from .splits.growing import split_after
from .splits.kept import NOTHING, Kept, kept_of, together, write_kept
from .splits.splitting import WantedSplit, split


def make_training_data(request: TrainingDataRequest, report: Report, growth: Growth | None = None) -> dict[str, Any]:
    """Write a folder of training data; with `growth` those that are added to earlier ones.

    Raises
    ------
    UserError
        Something that is given cannot be used, or the folder cannot be written; nothing is half-written.
    """
    noted = Noted(report)
    check(request)
    with ExitStack() as stack:
        if request.chips:
            return make_of_chips(request, wanted_pixels(request), noted)
        sources = sources_of(request.inventory, request.negatives, noted, request.searched)
        outlines, ground_of, kept = _outlines(sources, request, growth.kept if growth else NOTHING)
        if request.subregions:
            find_subregions(outlines, request.subregions, noted)
        opened = open_images(request.image or "", wanted_pixels(request), noted)
        scenes, resolution = stack.enter_context(opened)
        pictures = stack.enter_context(_pictures(scenes, request, noted))
        look_at_outlines(outlines, scenes, request.leave_out_doubtful, PartOf(noted, 0, 0.3))
        _check_faults(outlines, request, grows=bool(growth and growth.earlier))
        wanted = WantedSplit(request.split, request.folds, request.held_out, request.seed, request.buffer)
        noted.progress(0.3, "Splitting into blocks of ground")
        if growth is not None and len(kept):
            folds = split_after(outlines, kept, wanted, growth.first_fold, noted)
        else:
            folds = split(outlines, sources, wanted, noted)
        noted.progress(0.3, "Finding the ground around the outlines")
        ground = _ground(outlines, sources, (*ground_of, kept), request, wanted, noted)
        folder = stack.enter_context(finished_folder(request.output, request.replace))
        bands = wanted_pixels(request).bands
        side, overlap = request.patch, request.overlap
        first = growth.images if growth else 0
        patches = Patches(folder, outlines, ground, [one.name for one in sources], bands, side, overlap, first)
        written = patches.make(pictures, PartOf(noted, 0.3, 0.9))
        _tell_faults(outlines, noted)
        whole = kept_of(outlines, ground.buffers)
        content = _content(request, outlines, sources, scenes, written, folds, resolution)
        if growth is not None:
            content, written = _grown(folder, content, written, growth, PartOf(noted, 0.9, 1))
        _check_classes(written, request)
        _write_layers(folder, outlines, sources, written, growth, whole)
        if wanted.is_apart:
            whole = together(kept, whole)
            write_kept(folder / layout.GROUND, whole)
        if growth is not None:
            content["areas"] = areas_of(whole.shapes, whole.block, 0.0)
        writing.write_data(folder, {**content, "messages": noted.messages, "created": utc_now()})
    return result_of(request, content)


@contextmanager
def _pictures(scenes: Sequence[Scene], request: TrainingDataRequest, report: Report) -> Iterator[list[Picture]]:
    """The images, with the ground of the DEM on the grid of each."""
    names = [source_name(scene.name) for scene in scenes]
    if request.dem is None:
        yield [Picture(scene, name) for scene, name in zip(scenes, names, strict=True)]
        return
    with open_dem(request.dem, report) as dem:
        yield [Picture(scene, name, OnGrid(dem, scene.grid)) for scene, name in zip(scenes, names, strict=True)]


def wanted_pixels(request: TrainingDataRequest) -> WantedPixels:
    if request.model is None:
        return WantedPixels(tuple(name.strip() for name in request.bands.split(",")), request.resolution)
    card = load_card(request.model, request.models_folder)
    return WantedPixels(card.image_bands, request.resolution or card.ground_resolution_m, card.scaling.ranges)


def _outlines(
    sources: Sequence[Source], request: TrainingDataRequest, kept: Kept
) -> tuple[Outlines, tuple[Shapes, Shapes], Kept]:
    """All outlines, the reviewed ground and undecided outlines, and the kept ground, unrolled together."""
    groups: tuple[list[Any], ...] = ([], [], [], list(kept.shapes))
    for source in sources:
        groups[0].extend(one.shape if one.shape is not None else shapely.Polygon() for one in source.given)
        groups[1].extend(source.reviewed)
        groups[2].extend(source.undecided)
    whole = np.array([None, *chain(*groups)], dtype=object)[1:]
    shapes = unrolled(whole) if len(whole) else whole
    ends = np.cumsum([len(group) for group in groups])
    outlines = put_together(sources, shapes[: ends[0]])
    find_faults(outlines, sources, request.minimum_area)
    told = shapes[ends[0] : ends[1]], shapes[ends[1] : ends[2]]
    return outlines, told, replace(kept, shapes=shapes[ends[2] :])


def _ground(
    outlines: Outlines,
    sources: Sequence[Source],
    ground_of: tuple[Shapes, Shapes, Kept],
    request: TrainingDataRequest,
    wanted: WantedSplit,
    report: Report,
) -> Ground:
    """What ground patches are taken of, and where somebody looked."""
    used = np.flatnonzero(outlines.used)
    around = np.full(len(outlines), shapely.Polygon(), dtype=object)
    around[used] = buffers(outlines.shapes[used], request.buffer)
    everywhere = [_is_looked_at_everywhere(source, request, report) for source in sources]
    reviewed = ground_of[0] if request.background != BUFFER else ground_of[0][:0]
    looked_at = np.array([everywhere[number] for number in outlines.source.tolist()], dtype=bool)
    return Ground(buffers_of_used(outlines, around), looked_at, reviewed, ground_of[1], wanted.is_apart, ground_of[2])


def _is_looked_at_everywhere(source: Source, request: TrainingDataRequest, report: Report) -> bool:
    """Whether all ground around a source's outlines counts as looked at."""
    if source.kind in ("negatives", SEARCHED) or request.background == REVIEWED:
        return False
    if request.background == BUFFER:
        return True
    if request.searched:
        return False
    if not source.keeps_record:
        report.warning(
            f"{source.name} does not say what ground was looked at; all within {request.buffer:g} m of its outlines is "
            "taken as looked at, so that a target which it lacks is learnt as background (--background reviewed takes "
            "none of it)."
        )
    return not source.keeps_record


def _check_faults(outlines: Outlines, request: TrainingDataRequest, grows: bool) -> None:
    """Raise `UserError` where no target is left; where there are earlier data (`grows`), where no outline is."""
    if (outlines.used & outlines.is_target).any() or (grows and outlines.used.any()):
        return
    faults = Counter(fault for fault, target in zip(outlines.fault, outlines.is_target, strict=True) if target)
    if not faults:
        raise UserError("There is no target among the outlines; give an inventory with rock glaciers, or polygons.")
    if set(faults) == {"outside the imagery"}:
        raise UserError(
            f"None of the {faults.total()} targets lies on the imagery ({request.image}); give an image "
            "of their ground."
        )
    told = ", ".join(f"{count} {fault}" for fault, count in faults.most_common())
    raise UserError(f"None of the {faults.total()} targets can be used ({told}); see --minimum-area and the imagery.")


def _check_classes(written: Sequence[Written], request: TrainingDataRequest) -> None:
    if not sum(patch.target for patch in written):
        raise UserError("No patch shows a target; the outlines may be smaller than a pixel of the imagery.")
    if not sum(patch.background for patch in written):
        raise UserError(
            "No ground is known as background, so there is one class only; give --background buffer, or outlines of "
            "other landforms with --negatives."
        )


def _grown(
    folder: Path, content: dict[str, Any], written: Sequence[Written], growth: Growth, report: Report
) -> tuple[dict[str, Any], list[Written]]:
    """Facts and patches of new data together with the earlier ones."""
    growth.check(content)
    before = growth.facts()
    patches = [*written]
    if growth.earlier is not None:
        patches = [*add_earlier(folder, growth.earlier, written, growth.all_trained, report), *written]
    imagery = {one["name"]: one for one in [*before.get("imagery", []), *content["imagery"]]}
    return {
        **content,
        "split": {**content["split"], **growth.split()},
        "sources": [*before.get("sources", []), *content["sources"]],
        "imagery": list(imagery.values()),
        "counts": {**content["counts"], **counts_of(None, patches)},
        "grown_from": [*before.get("grown_from", []), before["created"]] if before else [],
    }, patches


def _tell_faults(outlines: Outlines, report: Report) -> None:
    for fault in FAULTS:
        if count := outlines.fault.count(fault):
            report.warning(f"Outlines that are left out ({fault}): {count} of {len(outlines)}.")
    if repaired := sum(REPAIRED in note for note in outlines.note):
        report.warning(f"Invalid outlines that were repaired: {repaired} of {len(outlines)}.")
    for doubt in dict.fromkeys(filter(None, outlines.doubt)):
        report.warning(f"Outlines that are used and doubted ({doubt}): {outlines.doubt.count(doubt)}.")


def _write_layers(
    folder: Path,
    outlines: Outlines,
    sources: Sequence[Source],
    written: Sequence[Written],
    growth: Growth | None,
    whole: Kept,
) -> None:
    """Write outlines and patches; of earlier data those outlines whose ground is not given anew."""
    fields = _fields(outlines, sources)
    shapes = rolled(outlines.shapes)
    if growth is not None and growth.earlier is not None:
        before, told = earlier_polygons(growth.earlier, whole.shapes)
        empty = [""] * len(before)
        fields = {name: [*told.get(name, empty), *values] for name, values in fields.items()}
        shapes = np.concatenate((before, shapes))
    writing.write_layer(folder / layout.POLYGONS, shapes, fields)
    write_patches(folder, written)


def _fields(outlines: Outlines, sources: Sequence[Source]) -> dict[str, list[Any]]:
    sides = ["validation" if held else "training" for held in outlines.is_held_out.tolist()]
    used = outlines.used.tolist()
    return {
        "SOURCE": [sources[number].name for number in outlines.source.tolist()],
        "ROLE": ["target" if target else "negative" for target in outlines.is_target.tolist()],
        "NAME": outlines.names,
        "REASON": outlines.reasons,
        "SUBREGION": outlines.subregions,
        "AREA": outlines.areas.round(1).tolist(),
        "BLOCK": outlines.block.tolist(),
        "FOLD": outlines.fold.tolist(),
        "SIDE": [side if one else "" for side, one in zip(sides, used, strict=True)],
        "FAULT": outlines.fault,
        "DOUBT": outlines.doubt,
        "NOTE": outlines.note,
    }


def _content(
    request: TrainingDataRequest,
    outlines: Outlines,
    sources: Sequence[Source],
    scenes: Sequence[Scene],
    written: Sequence[Written],
    folds: int,
    resolution: float,
) -> dict[str, Any]:
    return {
        **request_content(request, wanted_pixels(request).bands, folds),
        "dtype": scenes[0].dtype,
        "resolution_m": resolution,
        "background": request.background,
        "minimum_area_m2": request.minimum_area,
        "sources": [
            {
                "name": source.name,
                "kind": source.kind,
                "polygons": int((outlines.source == number).sum()),
                "keeps_reviewed_ground": source.keeps_record,
            }
            for number, source in enumerate(sources)
        ],
        "imagery": [{"name": source_name(scene.name), "terms": request.terms or ""} for scene in scenes],
        "areas": areas_of(outlines.shapes, outlines.block, request.buffer),
        "counts": counts_of(outlines, written),
    }
