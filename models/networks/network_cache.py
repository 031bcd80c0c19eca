"""Converted networks, kept so that the next run need not convert them: one checked file each.

A file is a ZIP archive without compression, so a damaged or cut one is seen by its checksums; it is written
under a hidden name and renamed when it is whole. Nothing depends on it: where the folder cannot be read
or written, networks are converted in every run.
"""

from __future__ import annotations

import contextlib
import os
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

FORMAT = 3
"""Goes up when networks are converted in another way: older files are then left alone, and fade out."""

KEPT = 6
"""Files that stay, the last used ones; that of a large network has 170 MB."""

_NETWORK, _WEIGHTS = "network.xml", "network.bin"


@dataclass(frozen=True, slots=True)
class ConvertedNetwork:
    """OpenVINO's own form of a network: the layers as XML, and the numbers."""

    network: bytes
    weights: bytes


@dataclass(frozen=True, slots=True)
class NetworkKey:
    """What a converted network depends on: weights, library, input (bands, h, w), number format."""

    sha256: str
    library: str
    shape: tuple[int, int, int]
    precision: str

    @property
    def file_name(self) -> str:
        """Its file's name."""
        size = "x".join(map(str, self.shape))
        return f"{self.sha256}-{self.library}-{size}-{self.precision}-{FORMAT}.zip"


def read_network(folder: Path | None, key: NetworkKey) -> ConvertedNetwork | None:
    """The network that was kept, or None where there is none that is whole."""
    if folder is None or not key.sha256:
        return None
    path = folder / key.file_name
    try:
        with zipfile.ZipFile(path) as archive:
            found = ConvertedNetwork(archive.read(_NETWORK), archive.read(_WEIGHTS))
        with contextlib.suppress(OSError):
            os.utime(path)  # the time of last use, for `_forget_old`
        return found
    except FileNotFoundError:
        return None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, RuntimeError, EOFError):
        forget_network(folder, key)
        return None


def forget_network(folder: Path | None, key: NetworkKey) -> None:
    """Throw a kept network away."""
    if folder is not None:
        with contextlib.suppress(OSError):
            (folder / key.file_name).unlink(missing_ok=True)


def keep_network(folder: Path | None, key: NetworkKey, converted: ConvertedNetwork) -> None:
    """Keep a network for the next run, if that is possible."""
    if folder is None or not key.sha256:
        return
    path = folder / key.file_name
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    with contextlib.suppress(OSError):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
                    archive.writestr(_NETWORK, converted.network)
                    archive.writestr(_WEIGHTS, converted.weights)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
            _forget_old(folder)
        finally:
            part.unlink(missing_ok=True)


def _forget_old(folder: Path) -> None:
    """Remove all but the files that were used last, and what a killed process left behind."""
    for part in folder.glob(".*.part"):
        if part.stat().st_mtime < folder.stat().st_mtime - 86_400:
            part.unlink(missing_ok=True)
    files = sorted(folder.glob("*.zip"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT:]:
        path.unlink(missing_ok=True)
