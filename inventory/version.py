"""The version, told once: in metadata.txt, where QGIS reads it."""

from __future__ import annotations

from pathlib import Path


def _read_version() -> str:
    for line in (Path(__file__).resolve().parent.parent / "metadata.txt").read_text("utf-8").splitlines():
        if line.startswith("version="):
            return line.removeprefix("version=").strip()
    raise ValueError("metadata.txt names no version")


VERSION = _read_version()
