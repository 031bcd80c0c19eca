"""Words for what a check has found: what each rule is called, how grave it is, what to do about it."""

from __future__ import annotations

from ...gestures.finishing.checked import rule_in
from ...inventory.checks.rules import CLIP, DOUBT, FAULT, FILL, FORM, HINT, MEND, PUT_INSIDE, SETTLE, rule_of
from ...processing_provider.adapters.translation import tr, tr_noop, translated

_TITLES = {
    "no_crs": tr_noop("No coordinate system"),
    "empty_layer": tr_noop("Empty layer"),
    "field_missing": tr_noop("Missing fields"),
    "schema_old": tr_noop("Older schema version"),
    "encoding": tr_noop("Encoding in doubt"),
    "reading": tr_noop("Said while it was read"),
    "z_m": tr_noop("Heights or measures in the geometry"),
    "curved": tr_noop("Curved outlines"),
    "unit": tr_noop("Wrong unit"),
    "no_markers": tr_noop("No markers to compare with"),
    "id_missing": tr_noop("Missing identifiers"),
    "id_form": tr_noop("Identifiers of another form"),
    "id_place": tr_noop("Identifiers of another place"),
    "id_double": tr_noop("Identifiers given twice"),
    "id_system": tr_noop("Systems outlined as units"),
    "marker_id": tr_noop("Markers with another identifier"),
    "no_outline": tr_noop("No geometry"),
    "invalid": tr_noop("Invalid outlines"),
    "outside_crs": tr_noop("Places outside the coordinate system"),
    "across_180": tr_noop("Outlines across 180°"),
    "doubled": tr_noop("Outlines there twice"),
    "overlap": tr_noop("Overlaps"),
    "parts_apart": tr_noop("Parts far apart"),
    "hole": tr_noop("Holes"),
    "small": tr_noop("Too small"),
    "area": tr_noop("Areas that differ from the outline"),
    "marker_outside": tr_noop("Markers outside their outline"),
    "without_marker": tr_noop("Outlines without marker"),
    "without_outline": tr_noop("Markers without outline"),
    "several_markers": tr_noop("Several markers"),
    "marker_place": tr_noop("LAT and LON of another place"),
    "range": tr_noop("Values that cannot be"),
    "order": tr_noop("Minimum, mean and maximum in disorder"),
    "no_value": tr_noop("Numbers that stand for nothing"),
    "no_number": tr_noop("Texts in place of numbers"),
    "unknown_word": tr_noop("Unknown words"),
    "mojibake": tr_noop("Garbled texts"),
    "stale": tr_noop("Stale attributes"),
    "attribute_missing": tr_noop("Missing attributes"),
    "metadata_missing": tr_noop("Missing metadata"),
    "system_form": tr_noop("Systems of another form"),
    "system_nowhere": tr_noop("Systems that point to nothing"),
    "system_of_one": tr_noop("Systems of one unit"),
    "contradiction": tr_noop("Contradictions"),
    "not_decided_so": tr_noop("Candidates that contradict the inventory"),
}
"""As `inventory.checks.rules` has them, for translators."""
COLOURS = {FAULT: "red", DOUBT: "amber", HINT: "blue"}


def rule_title(rule: str) -> str:
    """What a rule is called in the person's language."""
    return translated(_TITLES[rule])


def rule_advice(rule: str) -> str:
    """What to do with one that is shown on the map."""
    if rule == "without_outline":
        return tr("Draw its outline with Retrieve, or leave it: inventories of others have markers alone.")
    remedy = rule_of(rule).remedy
    return {
        CLIP: tr("“Clip” in the warning below cuts the overlap off this one; or refine its outline."),
        MEND: tr("“Mend” in the warning below makes the outline valid; or refine it."),
        PUT_INSIDE: tr("“Put it inside” in the warning below, or drag the marker to its place in the outline."),
        SETTLE: tr("The warning below says what contradicts what, and its button settles it."),
    }.get(remedy, "")


def remedy_of(kind: str) -> str:
    """The remedy of a way through a rule that stands in no warning but beside the sentence; empty for none."""
    rule = rule_in(kind)
    remedy = rule_of(rule).remedy if rule else ""
    return remedy if remedy in (FILL, FORM) else ""


def remedy_text(remedy: str) -> str:
    """What stands on its button."""
    return {FILL: tr("Fill attributes…"), FORM: tr("Open its form…")}.get(remedy, "")


def severity_counts(faults: int, doubts: int, hints: int) -> str:
    """How grave it is, in one line."""
    if not faults and not doubts and not hints:
        return tr("Nothing was found: no rule is broken.")
    return tr("{faults} faults, {doubts} doubts, {hints} hints").format(faults=faults, doubts=doubts, hints=hints)
