"""Bring an inventory up to date and make it complete; a copy of an older one stays beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...inventory.requests.small import MigrateRequest
from ..telling.report import Report

if TYPE_CHECKING:
    from ...store.records import Mended


def run(request: MigrateRequest, report: Report) -> dict[str, Any]:
    """Change the file, unless it is of the present version and complete."""
    from ...inventory.schema import SCHEMA_VERSION
    from ...store.opening import bring_up

    path = request.inventory
    store, copy, mended = bring_up(path)
    try:
        twins = store.contradictions()
    finally:
        store.close()
    if copy is not None:
        report.progress(1.0, f"{path} is up to date now; what it was is in {copy}.")
    elif not mended.parts:
        report.progress(1.0, f"{path} is up to date already; nothing was changed.")
    _tell(path, mended, report)
    for twin in twins:
        report.warning(f"{path}: {twin.sentence} Open it in the dock to settle this.")
    return {
        "inventory": str(path),
        "schema_version": SCHEMA_VERSION,
        "copy": None if copy is None else str(copy),
        "made_again": mended.parts,
        "stale": mended.stale,
        "contradictions": len(twins),
    }


def _tell(path: Path, mended: Mended, report: Report) -> None:
    """What was made again, and what a person should know of it."""
    if mended.unwatched:
        layers = ", ".join(mended.unwatched)
        text = (
            f"{path} lacked what notes the changes of other tools in {layers}, as after a copy by ogr2ogr; "
            "it is there again, but what they changed meanwhile is not in the journal."
        )
        if mended.stale:
            text += (
                f" Outlines that the journal does not know: {mended.stale}; their attributes are marked as "
                "older and will be filled again."
            )
        report.warning(text)
    elif mended.parts:
        report.warning(f"{path} lacked indexes, as after a copy by another tool such as ogr2ogr; they are there again.")
