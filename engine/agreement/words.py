"""Agreement as plain text: tables whose rows stay in one line of a terminal and of QGIS's log panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import Any

from ...inventory.schema import DECISIONS
from ..telling.lists import laid_out

Told = Mapping[str, Any]
_WIDTH = 78
"""Characters of a line that no panel breaks."""
_FIGURES = (
    ("Observed agreement", "observed_agreement"),
    ("Cohen's kappa", "cohen_kappa"),
    ("Gwet's AC1", "gwet_ac1"),
    ("Agreement on yes", "positive_agreement"),
    ("Agreement on the rest", "negative_agreement"),
)
_OF_ALL = (("Yes by all", "yes_by_all"), ("Fleiss' kappa", "fleiss_kappa"), ("Gwet's AC1", "gwet_ac1"))


def words_of(told: Told) -> str:
    """All that `agreement.json` holds, for a person."""
    parts: Sequence[Callable[[Told], str]] = (_samples, _reviewers, _pairs, _all, _precision, _completeness, _rest)
    return "\n\n".join(text for text in (part(told) for part in parts) if text)


def figure(found: Told | None) -> str:
    """A figure with its interval: ``0.870 (0.855 to 0.884)``; a dash where there is none."""
    return "-" if found is None else f"{found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f})"


def _samples(told: Told) -> str:
    if not told["samples"]:
        return "No sample"
    lines = []
    for each in told["samples"]:
        design = f"{each['design']} by {each['strata']}" if each["strata"] else each["design"]
        size = sum(each["population"].values())
        lines.append(f"{each['sample']}\n  {design}, {each['drawn']} of {f'{size:.0f}' if size else '?'} markers")
    return "\n".join(lines)


def _reviewers(told: Told) -> str:
    """Table 4 of Sun et al. 2024."""
    if not told["reviewers"]:
        return ""
    rows = [["Reviewer", "judged", *DECISIONS]]
    for each in told["reviewers"]:
        counts, shares = each["counts"], each["shares"]
        cells = ["-"] * len(DECISIONS)
        if counts is not None:
            cells = [f"{counts[decision]} ({100 * shares[decision]['value']:.1f} %)" for decision in DECISIONS]
        rows.append([each["reviewer"], str(each["judged"]), *cells])
    return _table(rows)


def _pairs(told: Told) -> str:
    return "\n\n".join(map(_pair, told["pairs"]))


def _pair(pair: Told) -> str:
    one, other = pair["reviewers"]
    cross = [[f"{one} \\ {other}", *DECISIONS]]
    cross += [[decision, *map(str, row)] for decision, row in zip(DECISIONS, pair["table"], strict=True)]
    figures = [[f"{one} and {other}, {pair['judged_by_both']} markers", "95 % interval"]]
    figures += [[name, figure(pair[key])] for name, key in _FIGURES]
    return f"{_table(cross)}\n\n{_table(figures)}"


def _all(told: Told) -> str:
    found = told["all_reviewers"]
    if found["yes_by_all"] is None:
        return ""
    rows = [[f"All reviewers, {found['judged_by_all']} markers", "95 % interval"]]
    return _table(rows + [[name, figure(found[key])] for name, key in _OF_ALL])


def _precision(told: Told) -> str:
    found = told["precision"]
    if found is None:
        return ""
    rows = [["Precision of the inventory", "judged", "95 % interval"], ["All", str(found["judged"]), figure(found)]]
    if found["after_consensus"] is not None:
        rows.append(["After consensus", str(found["judged"]), figure(found["after_consensus"])])
    rows += [[each["subregion"], str(each["judged"]), figure(each)] for each in found["by_subregion"]]
    note = f"Right is what all reviewers of a marker say yes to; {found['method']}."
    return "\n".join([_table(rows), *wrap(note, _WIDTH)])


def _completeness(told: Told) -> str:
    found = told["completeness"]
    if found is None:
        return ""
    rows = [[f"Completeness, {found['judged']} of {found['windows']} windows", "95 % interval"]]
    rows += [["Recall", figure(found["recall"])], ["Omission rate", figure(found["omission_rate"])]]
    return f"{_table(rows)}\n{found['mapped']:.0f} rock glaciers mapped there, {found['missed']:g} missed."


def _rest(told: Told) -> str:
    lines = []
    consensus, outlines = told["consensus"], told["outlines"]
    if consensus["open"] is not None and (consensus["decided"] or consensus["open"]):
        counts = ", ".join(f"{name} {count}" for name, count in consensus["counts"].items() if count)
        of = f" ({counts})" if counts else ""
        lines.append(
            f"Markers with a consensus: {consensus['decided']}{of}; still to be discussed: {consensus['open']}."
        )
    if outlines:
        mean = {key: sum(each[key] for each in outlines) / len(outlines) for key in ("iou", "distance_m")}
        told_of = f"Units that two mappers outlined: {len(outlines)}; mean IoU {mean['iou']:.2f}, mean distance of the"
        lines += wrap(f"{told_of} outlines {mean['distance_m']:.1f} m.", _WIDTH)
    return "\n".join(lines)


def _table(rows: list[list[str]]) -> str:
    return laid_out(rows, max(len(row[0]) for row in rows))
