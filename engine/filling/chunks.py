"""Fill the computed attributes of an inventory, or of a detection's own file, chunk by chunk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np

from ...inventory import schema
from ...inventory.errors import Cancelled, UserError
from ...inventory.messages import Message, Warning_
from ...inventory.secrets import scrub
from ...store.sources import Sources
from ..attributes.groups import NAMES_IN_A_WARNING, Chunk, ChunkValues, Group
from ..attributes.inventory_rows import ELEVATION, Features, Filled, find_layer, read_features
from ..attributes.opening import choose_groups, open_groups
from ..gathering.regions import Regions, read_regions, subregion_layers
from ..ground.vectors import warn_of_mending
from ..products.kinds import products_of
from ..runs.inventories import open_layers
from ..runs.run_record import Run, new_run
from ..telling.report import PartOf, Report
from .due import Due, find_due
from .inventory_writing import Computed, write_features
from .place import Place, Placed, warn_of_twins
from .staleness import Staleness, first_fields

FIDS_IN_A_RECORD = 100


def fill_attributes(
    path: Path,
    sources: Sources,
    report: Report,
    *,
    layer: str | None = None,
    groups: Sequence[str] | None = None,
    everything: bool = False,
    features: Sequence[int] | None = None,
    subregions: str | Path | None = None,
    subregions_layer: str | None = None,
    command: str = "attributes",
) -> dict[str, Any]:
    """Fill what is due of the groups of attributes, and of each feature that is looked at its place.

    Due is what is stale or empty, group by group. Place is ID (only where it is missing, and only of rock
    glaciers), LAT, LON, AREA and SUBREGION. Some thousand features at a time are read, computed and written
    in one transaction, together with the run's row in `runs`: a stop or a crash keeps what is done, and an
    outline that someone changed meanwhile is left for the next time.

    Parameters
    ----------
    path
        An inventory, or a detection's own file.
    sources
        Where the attributes come from.
    report
        Gets progress, and warnings that name the features.
    layer
        ``rock_glaciers`` or ``candidates``; None takes the first that the file has.
    groups
        Names of groups, see `schema.ATTRIBUTE_GROUPS`; None takes all that have a source.
    everything
        Compute all features anew, not only what is due.
    features
        Only these feature ids; None for all.
    subregions, subregions_layer
        Outlines with names; None takes the inventory's own, where it has some.
    command
        What the run is called in `runs`.

    Returns
    -------
    dict
        What was done, in numbers.

    Raises
    ------
    UserError
        The file is no inventory, locked or read-only; a source cannot be used, or no outline lies on it.
    """
    of = find_layer(path, layer)
    names = choose_groups(of, sources, groups)
    regions = _regions(path, subregions, subregions_layer, report)
    with ExitStack() as stack:
        opened = open_groups(names, sources, stack, report)
        due = find_due(of, names, everything=everything, features=features, regions=regions is not None)
        run = new_run(
            command,
            "; ".join(dict.fromkeys(group.source for group in opened)),
            crs=next((group.record()["crs"] for group in opened if "crs" in group.record()), None),
            parameters={
                "layer": of.layer.name,
                "all": everything,
                "features": None if features is None else list(features)[:FIDS_IN_A_RECORD],
                "subregions": None if subregions is None else scrub(str(subregions)),
                **_products(subregions, subregions_layer),
            },
        )
        filling = FillingRun(of, opened, Place(regions), due, everything, run, report)
        filling.work()
    filling.warn(whole_layer=features is None)
    return filling.result()


def _regions(path: Path, subregions: str | Path | None, layer: str | None, report: Report) -> Regions | None:
    """The subregions that were given, else the inventory's own where it has some."""
    if subregions is not None:
        return read_regions(subregions, layer, report)
    own = schema.SUBREGIONS
    with closing(open_layers(path, write=False)) as store:
        if not store.facts() or not store.count(own):
            return None
    return read_regions(path, own.name, report)


def _products(subregions: str | Path | None, layer: str | None) -> dict[str, Any]:
    """The known products that subregions are, for the record."""
    found = [] if subregions is None else products_of(subregion_layers(subregions, layer).layers)
    return {"subregions_products": found} if found else {}


class _Once(PartOf):
    """A report that is told a warning only once, however many chunks give cause to it."""

    def __init__(self, whole: Report) -> None:
        super().__init__(whole)
        self._said: set[Warning_] = set()

    def say(self, message: Message) -> None:
        if isinstance(message, Warning_):
            if message in self._said:
                return
            self._said.add(message)
        super().say(message)


class FillingRun:
    """One run over a layer: `work` through what is due, then `warn`, then the `result`."""

    def __init__(
        self, of: Filled, groups: list[Group], place: Place, due: Due, everything: bool, run: Run, report: Report
    ) -> None:
        self._of, self._groups, self._place, self._due = of, groups, place, due
        self._everything, self._run, self._report = everything, run, _Once(report)
        self._staleness = Staleness([group.name for group in groups])
        self._mended: Counter[str] = Counter()
        self._read = self._written = self._changed = 0
        self._on_no_source: list[list[int]] = []

    def work(self) -> None:
        """Read, compute and write all chunks.

        Raises
        ------
        Cancelled
            A stop was asked for; the sentence tells what is kept.
        UserError
            No outline of the whole layer lies on any source. Nothing was written.
        """
        try:
            for fids in self._due.chunks():
                self._do(fids)
            nowhere = self._nowhere()
            if nowhere and len(nowhere) == len(self._groups):
                raise UserError(nowhere[0].nowhere())
            for fids in self._on_no_source:
                features = read_features(self._of, fids, self._fields, Counter())
                self._write(features, self._place.fill(features), [])
        except Cancelled as stop:
            if not self._written:
                raise
            raise Cancelled(
                f"Stopped; the attributes of {self._written} of {len(self._due.fids)} features are filled "
                "and kept. Run it again for the rest."
            ) from stop

    @property
    def _fields(self) -> list[str]:
        return list(first_fields(self._of).values())

    def _nowhere(self) -> list[Group]:
        """The groups that were asked for the whole layer of which nothing lies on their source."""
        without_outline = sum(count for what, count in self._mended.items() if what.endswith("left out"))
        whole = self._due.total - without_outline
        return [group for group in self._groups if not group.reached and 0 < group.asked == whole]

    def _do(self, fids: list[int]) -> None:
        due = len(self._due.fids)
        part = PartOf(self._report, self._read / due, min((self._read + len(fids)) / due, 1))
        part.progress(0, f"{self._read} of {due} features")
        self._read += len(fids)
        features = read_features(self._of, fids, self._fields, self._mended)
        if not len(features):
            return
        placed = self._place.fill(features)
        told = self._compute(features, placed, part)
        if due == self._due.total and not any(one.reached for one in told):
            # Perhaps nothing of the whole layer lies on a source: an error, that changes nothing.
            self._on_no_source.append(fids)
            return
        self._write(features, placed, told)

    def _compute(self, features: Features, placed: Placed, report: Report) -> list[ChunkValues]:
        labels = np.array(features.labels, dtype=object)
        heights = np.where(features.stale, np.nan, features.elevations)  # those of an older outline are none
        chunk = Chunk(features.outlines, placed.markers.points, labels, self._of.crs, heights)
        cost, done = sum(group.cost for group in self._groups), 0.0
        told = []
        for group in self._groups:
            part = PartOf(report, done / cost, (done + group.cost) / cost)
            empty = ~features.filled[group.fields[0]]
            due = np.full(len(chunk), True) if self._everything else features.stale | empty
            told.append(group.fill(chunk, due, part))
            if ELEVATION in told[-1].columns:  # the groups after it may need what the DEM tells now
                here = told[-1].known
                heights[here] = told[-1].columns[ELEVATION][here]
            done += group.cost
        return told

    def _write(self, features: Features, placed: Placed, told: list[ChunkValues]) -> None:
        judged = self._staleness.judge(features, told)
        groups = [(one.columns, one.known) for one in told]
        computed = Computed(placed.columns, groups, placed.markers, judged.stale)
        written = write_features(features, computed, self._run_row)
        self._written += int(written.sum())
        self._changed += int((~written).sum())
        self._place.note(features, placed, written)
        self._staleness.note(features, judged, written)

    def _run_row(self, more: int) -> tuple[Any, ...]:
        """The run's row, when so many more features are written."""
        groups = {group.name: group.record() for group in self._groups}
        return self._run.row(self._written + more, groups=groups)

    def warn(self, whole_layer: bool) -> None:
        """Say what a person must know; of a whole layer also what is wrong in rows that were not touched."""
        report, path, layer = self._report, self._of.path, self._of.layer.name
        warn_of_mending(self._mended, f"'{layer}' of {path}", report)
        nowhere = self._nowhere()
        for sentence in dict.fromkeys(group.nowhere() for group in nowhere):
            report.warning(sentence)
        for group in self._groups:
            if group not in nowhere:
                group.warn(report)
        if not self._due.total:
            report.warning(f"Layer '{layer}' of {path} holds no outlines; nothing was filled.")
        if self._due.missing:
            numbers = ", ".join(map(str, self._due.missing[:NAMES_IN_A_WARNING]))
            report.warning(f"Features that layer '{layer}' does not have ({len(self._due.missing)}): {numbers}.")
        if self._changed:
            report.warning(f"Outlines that someone changed meanwhile were left ({self._changed}); run it again.")
        self._place.notes.warn(report)
        self._staleness.warn(report)
        if whole_layer and self._of.is_rock_glaciers:
            warn_of_twins(self._of, report)

    def result(self) -> dict[str, Any]:
        """What was done, in numbers; also told as the last step of the progress."""
        fresh = self._due.total - len(self._due.fids)
        if self._due.fids.size:
            self._report.progress(1.0, f"{self._written} features filled")
        elif fresh:
            self._report.progress(1.0, f"Nothing was due: all {fresh} features have what was asked for")
        result = {
            "inventory": str(self._of.path),
            "layer": self._of.layer.name,
            "features": self._written,
            "not_due": fresh,
            "identifiers_set": self._place.new,
            "still_stale": self._staleness.count,
            "run_together": self._staleness.run_together,
            "filled": {group.name: group.known for group in self._groups},
        }
        for group in self._groups:
            result.update(group.result())
        return result
