"""Words for what is still open in an inventory: what each kind is called, what it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from ...gestures.finishing import going_out, open_points
from ...gestures.finishing.checked import rule_in
from ...processing_provider.adapters.translation import tr
from .check_texts import rule_advice, rule_title
from .panels.shown import number


def kind_text(kind: str) -> str:
    """The name of a kind, as on its button."""
    return {
        open_points.NOT_DECIDED: tr("Open for export"),
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
        open_points.NOT_DECIDED: tr(
            "Mend it, fill its attributes in Finish, or leave it: the tool asks about those that are left."
        ),
    }.get(kind, "")


def count_text(kind: str, count: int | None) -> str:
    """A kind and how many there are, as on its button; not counted yet is None."""
    return tr("{kind}: {count}").format(kind=kind_text(kind), count="…" if count is None else number(count))


def walk_text(kind: str, place: int, total: int) -> str:
    """Where one is on the way through a kind, such as 'Overlaps: 3 of 12'."""
    words = rule_title(rule_in(kind)) if rule_in(kind) else kind_text(kind)
    return tr("{kind}: {place} of {total}").format(kind=words, place=number(place), total=number(total))


def tool_text(name: str) -> str:
    """What stands on the button of a tool, by the name of its algorithm."""
    return {
        "summarise": tr("Tables…"),
        "gridstatistics": tr("Maps by cells…"),
        "agreement": tr("Agreement…"),
        "report": tr("Report…"),
        "exportinventory": tr("Export…"),
        "publishinventory": tr("Publish…"),
    }[name]


def tool_help(name: str) -> str:
    """What a tool makes of the inventory, for its tooltip."""
    return {
        "summarise": tr("Tables of the inventory, whole and by subregion"),
        "gridstatistics": tr("Number, density and means in cells of a grid"),
        "agreement": tr("What reviewers agree on, and how good the inventory is"),
        "report": tr("One page with map, figures, tables and methods"),
        "exportinventory": tr("The inventory with the names, units and codes of TPRoGI, RGIK or the global inventory"),
        "publishinventory": tr("A folder for an archive: data, metadata, and what changed since the last publication"),
    }[name]


def reason_of_open(why: str) -> str:
    """Why one rock glacier is open for others, of `going_out.REASONS`, as it is gone through."""
    return {
        going_out.NOWHERE: tr("It has no outline, and no more than its marker can go out."),
        going_out.DOUBLED: tr("Another one has the same identifier."),
        going_out.NAMELESS: tr("It has no identifier."),
        going_out.JUDGED_NO: tr("Reviewers judge that it is none."),
        going_out.DISPUTED: tr("Reviewers said yes and no, and there is no consensus."),
        going_out.STALE: tr("Its attributes are older than its outline, or were never computed."),
    }[why]


def what_goes_out(total: int, alone: int, reasons: Mapping[str, int], undecided: int) -> str:
    """How many rock glaciers are decided, and what the tools ask about before the others go out.

    `alone` counts markers where nothing has an outline.
    """
    told = [
        text.format(number(reasons[why]))
        for why, text in (
            (going_out.NOWHERE, tr("{} without an outline")),
            (going_out.DOUBLED, tr("{} with an identifier that another one has")),
            (going_out.NAMELESS, tr("{} without identifier")),
            (going_out.IN_REVIEW, tr("{} in samples that are not judged by all")),
            (going_out.JUDGED_NO, tr("{} judged no")),
            (going_out.DISPUTED, tr("{} judged yes and no")),
            (going_out.STALE, tr("{} with stale attributes")),
        )
        if reasons.get(why)
    ]
    lines = [tr("All {} rock glaciers are decided.").format(number(total))] if total and not told else []
    if told:
        lines.append(tr("Asked about before they go out: {}.").format(", ".join(told)))
    if undecided:
        lines.append(tr("Undecided candidates, which never go out: {}.").format(number(undecided)))
    if alone:
        lines.append(tr("{} markers without an outline go out.").format(number(alone)))
    return " ".join(lines) or tr("There is no rock glacier yet.")
