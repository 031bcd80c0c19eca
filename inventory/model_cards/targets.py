"""What a model finds, as its card says: rock glaciers, or a landform that is mistaken for one."""

from __future__ import annotations

import re

from ..schema import REMOVAL_REASONS

ROCK_GLACIER = "rock glacier"
"""What models of this plugin are for."""

_ROCK_GLACIER = re.compile(r"rock[ _-]?glacier", re.IGNORECASE)
_OTHER = REMOVAL_REASONS[-1]


def finds_rock_glaciers(target: str | None) -> bool:
    """Whether a target is the rock glacier. One that is not known counts as it: so were models before cards."""
    return not (target or "").strip() or _ROCK_GLACIER.search(target or "") is not None


def reason_of(target: str | None) -> str:
    """The reason for which a candidate of this target is no rock glacier; empty where it may be one.

    Also where no reason fits: a target may be written in any language, and then a person says why.
    """
    told = "" if finds_rock_glaciers(target) else (target or "").lower()
    return next((reason for reason in REMOVAL_REASONS if reason != _OTHER and reason in told), "")
