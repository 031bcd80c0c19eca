"""SHA-256 of each file, as `sha256sum -c` reads it on any system."""

from __future__ import annotations

import hashlib
from pathlib import Path

SUMS = "SHA256SUMS"


def files_in(folder: Path) -> list[str]:
    """All files below a folder by their names there, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def write_checksums(folder: Path) -> None:
    """Write the sums of all files that are in a folder."""
    lines = [f"{_sum(folder / name)}  {name}\n" for name in files_in(folder) if name != SUMS]
    (folder / SUMS).write_bytes("".join(lines).encode("utf-8"))


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
