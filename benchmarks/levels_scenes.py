"""Scenes for the figures of outlines at other levels: simulated once, searched anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from measure import ENGINE, measure

MODEL = "simulated-alpine"


def simulated(folder: Path, size: int, seed: int) -> Path:
    """A scene with its truth, made once."""
    scene = folder / f"{seed}-{size}"
    if not (scene / "scene.tif").exists():
        measure([*ENGINE, "simulate", "--output", scene, "--size", size, "--seed", seed])
    return scene


def searched(scene: Path, threshold: float | None, engine: Sequence[object] = ENGINE) -> tuple[Path, Any]:
    """A new inventory with what a detection finds, and how long that took."""
    inventory = scene / "i.gpkg"
    inventory.unlink(missing_ok=True)
    measure([*ENGINE, "create", "--output", inventory, "--crs", "EPSG:32645"])
    how = ("--threshold", threshold) if threshold else ()
    return inventory, measure(
        [*engine, "detect", "--input", scene / "scene.tif", "--model", MODEL, "--inventory", inventory, *how]
    )


def asked(inventory: Path, sql: str) -> list[Any]:
    """Rows of an inventory."""
    with closing(sqlite3.connect(inventory)) as connection:
        return connection.execute(sql).fetchall()
