"""What a file offers to be judged: as the network found it, as the mappers left it, or outlines as they are given.

*As found* are the candidates of a file whatever was decided later, in their own outlines: it tells of the network.
*As mapped* is what the inventory holds: its rock glaciers, among them refined and retrieved ones, or, where it has
none, the candidates that nobody removed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory import schema
from ...inventory.model_cards.targets import finds_rock_glaciers
from ..ground.files.vector_files import layer_names, look_at
from ..ground.vectors import choose_layer, text_of
from ..telling.lists import few
from ..telling.report import Report
from ..training_data.given.reviewed import SearchedRun, runs_in
from .outlines import Outlines, extent_in, read_outlines

AS_FOUND, AS_MAPPED, AS_GIVEN = "as found", "as mapped", "as given"
MEANING = {
    AS_FOUND: "what the network offered, whatever was decided later",
    AS_MAPPED: "what the inventory holds",
    AS_GIVEN: "the outlines as they are",
}
_PREFERRED = (schema.CANDIDATES.name, schema.ROCK_GLACIERS.name)
_COLUMNS = ("CANDIDATE_ID", "RUN_ID", "STATE", "REASON", "PROB_MEAN")


@dataclass(frozen=True)
class Given:
    """What is judged.

    `readings` are outlines by the name of the reading, in the order in which they are told. `candidates` have the
    columns of their layer, as texts, with MODEL, and `rock_glaciers` OPERATION and CANDIDATE; both are None where the
    file tells of no decisions.
    """

    readings: dict[str, Outlines]
    candidates: Outlines | None = None
    rock_glaciers: Outlines | None = None
    runs: list[SearchedRun] = field(default_factory=list)


def read_given(path: Path, layer: str | None, report: Report) -> Given:
    """Read what is judged; no candidates are an answer.

    Raises
    ------
    UserError
        See `vectors.read_polygons`.
    """
    of = look_at(path, choose_layer(path, layer, _PREFERRED, "--layer"), report)
    outlines = read_outlines(of, (*_COLUMNS, "OPERATION"), report, allow_empty=True)
    if not len(outlines):
        report.warning(f"Layer '{of.name}' of {path} holds no candidates; precision is not defined.")
    if not of.those_of("STATE"):
        if "PROB_MEAN" in outlines.columns:
            known = np.array(outlines.columns["PROB_MEAN"], dtype=np.float64)
            outlines = replace(outlines, columns={"PROB_MEAN": known})
        is_mapped = of.name == schema.ROCK_GLACIERS.name and bool(of.those_of("OPERATION"))
        return Given({AS_MAPPED if is_mapped else AS_GIVEN: outlines})
    return _of_candidates(path, of.place, outlines, report)


def _of_candidates(path: Path, place: str, outlines: Outlines, report: Report) -> Given:
    texts = {name: _texts(outlines.columns.get(name), len(outlines)) for name in _COLUMNS[:-1]}
    texts["STATE"] = np.array([text.lower() or schema.UNDECIDED for text in texts["STATE"]], dtype=object)
    probability = np.array(outlines.columns.get("PROB_MEAN", np.full(len(outlines), np.nan)), dtype=np.float64)
    runs = runs_in(path)
    model = {run.run_id: run.model for run in runs}
    texts["MODEL"] = np.array([model.get(run_id, "") for run_id in texts["RUN_ID"]], dtype=object)
    all_of_them = replace(outlines, columns={**texts, "PROB_MEAN": probability})
    candidates = all_of_them.some(_of_one_landform(texts["RUN_ID"], runs, place, report))
    candidates = replace(candidates, extent=_searched(candidates, runs))
    readings, rock_glaciers = {AS_FOUND: candidates}, None
    states = candidates.columns["STATE"]
    if schema.ROCK_GLACIERS.name in layer_names(path):
        of = look_at(path, schema.ROCK_GLACIERS.name, report)
        rock_glaciers = read_outlines(of, ("OPERATION", "CANDIDATE"), report, allow_empty=True)
    if rock_glaciers is not None and len(rock_glaciers):
        mapped = rock_glaciers if rock_glaciers.crs == candidates.crs else rock_glaciers.in_crs(candidates.crs)
        readings[AS_MAPPED] = replace(mapped, extent=candidates.extent, columns={})
    elif (states != schema.UNDECIDED).any():
        readings[AS_MAPPED] = candidates.some(states != schema.REMOVE)
    if AS_MAPPED in readings:
        _tell_undecided(states, place, report)
    return Given(readings, candidates, rock_glaciers, runs)


def _tell_undecided(states: npt.NDArray[Any], place: str, report: Report) -> None:
    undecided = int((states == schema.UNDECIDED).sum())
    if undecided:
        report.warning(
            f"{undecided} of {len(states)} candidates in layer {place} are undecided: as mapped is not complete yet."
        )
    elif len(states) and (states == schema.REMOVE).all():
        report.warning(f"All {len(states)} candidates in layer {place} are removed.")
    elif len(states) and (states == schema.REMAIN).all():
        report.warning(
            f"All {len(states)} candidates in layer {place} remain as they are; where nobody has looked at them one by "
            "one, as mapped tells nothing that as found does not."
        )


def _texts(values: npt.NDArray[Any] | None, count: int) -> npt.NDArray[Any]:
    return np.array([text_of(value) for value in values] if values is not None else [""] * count, dtype=object)


def _of_one_landform(
    run_of: npt.NDArray[Any], runs: list[SearchedRun], place: str, report: Report
) -> npt.NDArray[np.bool_]:
    """Which candidates count: those of runs that look for rock glaciers; where none does, all.

    Whoever has a model of lakes judged by lakes wants that; whoever has lakes among rock glaciers, to be removed,
    wants to know of the rock glaciers.
    """
    other = {run.run_id: run.target for run in runs if not finds_rock_glaciers(run.target)}
    counts = np.array([run_id not in other for run_id in run_of], dtype=bool)
    targets = few(sorted({other[run_id] for run_id in run_of[~counts]}), 3)
    if not counts.any() and len(counts):
        report.warning(f"All candidates in layer {place} are of models that find another landform: {targets}.")
        return np.ones(len(counts), dtype=bool)
    if not counts.all():
        report.warning(
            f"{int((~counts).sum())} candidates in layer {place} are of models that find another landform ({targets}); "
            "they are no rock glaciers and not judged."
        )
    return counts


def _searched(candidates: Outlines, runs: list[SearchedRun]) -> Any:
    """The ground that all runs of some candidates searched; None where it is not known of one of them."""
    with_some = set(candidates.columns["RUN_ID"].tolist())
    ours = [
        run for run in runs if run.run_id in with_some or (run.command == "detect" and finds_rock_glaciers(run.target))
    ]
    if not ours or with_some - {run.run_id for run in ours} or not all(run.ground for run in ours):
        return None
    return extent_in([shape for run in ours for shape in run.ground], candidates.crs)


def of_model(given: Given, model: str) -> Outlines:
    """The candidates of one model, on the ground that its runs searched."""
    found = given.readings[AS_FOUND]
    own = found.some(found.columns["MODEL"] == model)
    return replace(own, extent=_searched(own, [run for run in given.runs if run.model == model]))
