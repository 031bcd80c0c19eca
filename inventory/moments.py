"""The time as an inventory writes it."""

from __future__ import annotations

from datetime import date, datetime, timezone

from .errors import UserError


def utc_now() -> str:
    """ISO 8601, UTC, as a GeoPackage writes it: ``2026-11-22T21:05:09.123Z``."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def day_of(told: str) -> date:
    """The day that an option ``--date`` tells.

    Raises
    ------
    UserError
        It is none.
    """
    try:
        return date.fromisoformat(told.strip())
    except ValueError:
        raise UserError(f"--date '{told}' is no day; write it as 2026-11-30.") from None
