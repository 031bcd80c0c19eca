"""The outline that is being drawn, kept in a small file after every change: a crash cannot lose it."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

_DIGITS = 17
"""So many tell every floating-point number apart."""


@dataclass(frozen=True)
class Draft:
    """What was being drawn: `kind` is refine, retrieve or split; `facts` are those it was begun with."""

    kind: str
    geometry: QgsGeometry
    crs: QgsCoordinateReferenceSystem
    facts: dict[str, Any] = field(default_factory=dict)


def write_draft(path: Path, draft: Draft) -> None:
    """Keep it: whole or not at all. A disk that does not take it must not stop the drawing."""
    told = {
        "kind": draft.kind,
        "geometry": draft.geometry.asWkt(_DIGITS),
        "crs": draft.crs.authid() or draft.crs.toWkt(),
        "facts": draft.facts,
    }
    part = path.with_name(f"{path.name}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as stream:
            json.dump(told, stream)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)


def read_draft(path: Path) -> Draft | None:
    """The draft that was left; None where there is none, or one that is damaged or empty."""
    try:
        told = json.loads(path.read_text("utf-8"))
        geometry = QgsGeometry.fromWkt(told["geometry"])
        crs = QgsCoordinateReferenceSystem()
        crs.createFromUserInput(told["crs"])
        draft = Draft(str(told["kind"]), geometry, crs, dict(told["facts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None if geometry.isNull() or geometry.isEmpty() or not crs.isValid() else draft


def drop_draft(path: Path) -> None:
    """There is nothing to go on with."""
    with suppress(OSError):
        path.unlink()
