"""What a model finds, as its card says: rock glaciers, or a landform that is mistaken for one."""

from __future__ import annotations

from .schema import REMOVAL_REASONS

ROCK_GLACIER = "rock glacier"
OTHER_REASON = REMOVAL_REASONS[-1]


def finds_rock_glaciers(target: str | None) -> bool:
    """Whether a target is the rock glacier. One that is not known counts as it: so were models before cards."""
    told = (target or "").strip().lower()
    return not told or ROCK_GLACIER in told


def reason_of(target: str | None) -> str:
    """The reason for which a candidate of this target is no rock glacier; empty where it may be one."""
    if finds_rock_glaciers(target):
        return ""
    told = (target or "").lower()
    return next((reason for reason in REMOVAL_REASONS if reason in told), OTHER_REASON)
