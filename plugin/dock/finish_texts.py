"""Words for what is still open in an inventory: what each kind is called, what it is, and what to do about it."""

from __future__ import annotations

from ...gestures import open_points
from ...gestures.checked import rule_in
from ...processing_provider.adapters.translation import tr
from .check_texts import rule_advice, rule_title
from .panels.shown import number


def kind_text(kind: str) -> str:
    """The name of a kind, as on its button."""
    return {
        open_points.UNDECIDED_CANDIDATES: tr("Undecided candidates"),
        open_points.CONTRADICTIONS: tr("Contradictions"),
        open_points.OVERLAPS: tr("Overlaps"),
        open_points.MARKERS_OUTSIDE: tr("Markers outside"),
        open_points.TOO_SMALL: tr("Too small"),
        open_points.STALE_ATTRIBUTES: tr("Stale attributes"),
        open_points.MISSING_ATTRIBUTES: tr("Missing attributes"),
        open_points.WITHOUT_DATE: tr("Missing dates"),
        open_points.SAMPLES_TO_JUDGE: tr("Samples to judge"),
        open_points.TOO_FEW_REVIEWED: tr("Too few reviewed"),
    }[kind]


def kind_help(kind: str) -> str:
    """What is counted under a kind."""
    return {
        open_points.UNDECIDED_CANDIDATES: tr("Candidates that nobody has decided on"),
        open_points.CONTRADICTIONS: tr("Two rock glaciers with one identifier, and what else no gesture makes"),
        open_points.OVERLAPS: tr("Rock glaciers that cover ground of another one"),
        open_points.MARKERS_OUTSIDE: tr("Rock glaciers whose primary marker is outside the outline, or missing"),
        open_points.TOO_SMALL: tr("Rock glaciers below 0.01 km², the least area of the inventory"),
        open_points.STALE_ATTRIBUTES: tr("Rock glaciers whose attributes are older than their outline"),
        open_points.MISSING_ATTRIBUTES: tr(
            "Rock glaciers that lack elevations, or what others have or have a file for"
        ),
        open_points.WITHOUT_DATE: tr("Rock glaciers of which nobody has said when the imagery was taken"),
        open_points.SAMPLES_TO_JUDGE: tr("Samples of which some markers wait for a reviewer"),
        open_points.TOO_FEW_REVIEWED: tr("Primary markers that are to be reviewed until 5 % of all are"),
    }[kind]


def kind_advice(kind: str) -> str:
    """What to do with one that is shown on the map; empty where it is not gone through there."""
    if rule_in(kind):
        return rule_advice(rule_in(kind))
    return {
        open_points.CONTRADICTIONS: tr("The warning below says what contradicts what, and its button settles it."),
        open_points.OVERLAPS: tr("“Clip” in the warning below cuts the overlap off this one; or refine its outline."),
        open_points.MARKERS_OUTSIDE: tr(
            "“Put it inside” in the warning below, or drag the marker to its place in the outline."
        ),
        open_points.TOO_SMALL: tr("Remove it, refine it, or leave it: the least area is a rule of the method."),
        open_points.STALE_ATTRIBUTES: tr("Refining fills it; “Fill attributes…” in Finish fills all of them."),
        open_points.MISSING_ATTRIBUTES: tr("“Fill attributes…” in Finish fills all that there is a file for."),
        open_points.WITHOUT_DATE: tr("Write below when its image was taken; all outlines on that image get the date."),
    }.get(kind, "")


def count_text(kind: str, count: int | None) -> str:
    """A kind and how many there are, as on its button; not counted yet is None."""
    return tr("{kind}: {count}").format(kind=kind_text(kind), count="…" if count is None else number(count))


def walk_text(kind: str, place: int, total: int) -> str:
    """Where one is on the way through a kind, such as 'Overlaps: 3 of 12'."""
    words = rule_title(rule_in(kind)) if rule_in(kind) else kind_text(kind)
    return tr("{kind}: {place} of {total}").format(kind=words, place=number(place), total=number(total))
