"""The time as an inventory writes it."""

from __future__ import annotations

from datetime import datetime, timezone


def utc_now() -> str:
    """ISO 8601, UTC, as a GeoPackage writes it: ``2026-11-22T21:05:09.123Z``."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
