"""Completeness of an inventory from windows that its reviewers have searched."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from ...gestures.sampling import Sample
from ...inventory.estimation import Interval
from ...inventory.schema import PRIMARY_MARKERS, SAMPLE_WINDOWS, WINDOW_REVIEWS
from ...store.protocol import Store
from ...store.records import Wanted
from .coefficients import Floats
from .windows import FEW, omission

METHOD = (
    "ratio of sums over windows, jackknife, Wilson's interval of its effective number of rock glaciers; a window's "
    "missed ones are the mean of its reviewers', its mapped ones the primary markers inside"
)


def completeness_of(
    inventory: Store, samples: list[Sample], unfinished: bool, warnings: list[str]
) -> dict[str, Any] | None:
    """As `agreement.json` holds it; None where no window is searched by all of its reviewers.

    Of several samples that of which most was searched; `unfinished` tells of one in which findings are missing.
    """
    found = [each for each in (_searched(inventory, sample) for sample in samples) if each[1]]
    if not found:
        return None
    sample, done, missing, drawn = max(found, key=lambda each: len(each[1]))
    if len(found) > 1:
        warnings.append(f"There are several samples of windows; completeness is told from '{sample.name}'.")
    if missing and not unfinished:
        warnings.append(
            f"Findings that are missing in the windows of '{sample.name}': {missing}. Completeness is told when all of "
            "its reviewers are done, so that none knows what another found."
        )
        return None
    places = sorted(done)
    missed = np.array([float(np.mean(list(done[place].values()))) for place in places])
    mapped = _mapped(inventory, sample, places)
    strata = np.array([drawn[place] for place in places], dtype=np.str_)
    lacking = omission(missed, mapped, strata, sample.population or {"": np.inf})
    if lacking is None:
        warnings.append(
            f"The windows of '{sample.name}' hold no rock glacier, mapped or missed: nothing follows of it."
        )
        return None
    if lacking.telling < FEW:
        warnings.append(
            f"Completeness is from {len(places)} windows, which tell as much as {lacking.telling:.0f} with "
            f"equally many rock glaciers; below {FEW} its interval may hold the truth less often than 95 times in 100."
        )
    return {
        "sample": sample.name,
        "windows": len(drawn),
        "judged": len(places),
        "mapped": float(mapped.sum()),
        "missed": float(missed.sum()),
        "omission_rate": _ends(lacking.interval),
        "recall": _ends(lacking.recall),
        "standard_error": lacking.standard_error,
        "method": METHOD,
        "reviewers": _by_reviewer(done),
    }


def _ends(interval: Interval) -> dict[str, float]:
    return {"value": interval.value, "low": interval.low, "high": interval.high}


def _searched(inventory: Store, sample: Sample) -> tuple[Sample, dict[int, dict[str, int]], int, dict[int, str]]:
    """The sample, what was found in windows that all have searched, findings that are missing, stratum of each."""
    of_sample = Wanted(having={"SAMPLE": sample.name})
    rows = inventory.rows(SAMPLE_WINDOWS, ("PLACE", "STRATUM"), of_sample)
    drawn = {int(place): stratum or "" for _, place, stratum in rows if place is not None}
    found: dict[int, dict[str, int]] = {}
    for _, place, reviewer, missed in inventory.rows(WINDOW_REVIEWS, ("PLACE", "REVIEWER", "MISSED"), of_sample):
        if place in drawn and missed is not None and reviewer:
            found.setdefault(int(place), {})[reviewer] = int(missed)
    missing = sum(max(0, sample.reviewers - len(found.get(place, {}))) for place in drawn)
    done = {place: each for place, each in found.items() if len(each) >= sample.reviewers}
    return sample, done, missing, drawn


def _mapped(inventory: Store, sample: Sample, places: list[int]) -> Floats:
    """How many primary markers lie in each window, (n,); one on the line between two lies in the first."""
    of_sample = Wanted(having={"SAMPLE": sample.name})
    shapes = dict(inventory.outlines(SAMPLE_WINDOWS, of_sample))
    place_of = {fid: int(place) for fid, place in inventory.rows(SAMPLE_WINDOWS, ("PLACE",), of_sample) if place}
    outline = {place_of[fid]: wkb for fid, wkb in shapes.items() if fid in place_of}
    windows = shapely.from_wkb([outline.get(place) for place in places])
    markers = shapely.from_wkb([wkb for _, wkb in inventory.outlines(PRIMARY_MARKERS)])
    marker, window = shapely.STRtree(windows).query(markers, predicate="intersects")
    order = np.lexsort((window, marker))
    first = np.unique(marker[order], return_index=True)[1]
    return np.bincount(window[order][first], minlength=len(places)).astype(np.float64)


def _by_reviewer(done: dict[int, dict[str, int]]) -> list[dict[str, Any]]:
    names = sorted({name for each in done.values() for name in each})
    return [{"reviewer": name, "missed": sum(each.get(name, 0) for each in done.values())} for name in names]
