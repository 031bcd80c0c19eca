"""Pieces on disk: the cache that later runs use, or a folder of this run where there is no cache.

A piece is a PNG file with a checksum behind it, which readers of PNG pass over. It is in a folder named after
a slow hash of the layer's whole source: the same layer finds it again, nobody reads a key out of it, and two
keys share nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QImage

from ....inventory.environment import cache_folder

_SALT = b"rock glacier inventory: basemaps 1"
_CHECKSUM = hashlib.sha256().digest_size
_PNG_EFFORT = 85
"""Qt's scale from 0 (small files, slow) to 100."""


def basemaps_folder() -> Path:
    """Folder of the cache; it need not exist yet."""
    return cache_folder() / "basemaps"


@lru_cache(maxsize=64)
def layer_key(*parts: str) -> str:
    """Name of a layer's folder: sixteen hexadecimal digits that take a tenth of a second to compute.

    So that a short password in a source cannot be found by trying.
    """
    text = "\0".join(parts).encode("utf-8")
    return hashlib.pbkdf2_hmac("sha256", text, _SALT, 200_000).hex()[:16]


@dataclass(frozen=True)
class CacheLimits:
    """How long and how much is kept. A size of 0 means no cache at all."""

    days: float = 90.0
    gigabytes: float = 5.0

    def is_too_old(self, path: Path) -> bool:
        """Whether a file was kept for long enough. Raises `OSError` where it is not there."""
        return time.time() - path.stat().st_mtime > self.days * 86_400


class PieceStore:
    """Pieces by the folder of their layer (`layer_key`) and their name in it.

    Safe to use from several threads for different pieces.

    Parameters
    ----------
    cache
        Folder of all layers' folders; None for no cache.
    spare
        Folder of this run, for pieces without a folder in the cache, and for what cannot be written there.
    limits
        How old a piece of the cache may be.
    """

    def __init__(self, cache: Path | None, spare: Path, limits: CacheLimits) -> None:
        self._cache, self._spare = cache, spare
        self._takes = cache is not None
        self._limits = limits

    def get(self, folder: str | None, name: str) -> tuple[QImage, int] | None:
        """A piece and the size of its file; None where it is not there, too old or damaged."""
        for path, is_cached in ((self._spare_path(folder, name), False), (self._path(folder, name), True)):
            if path is None:
                continue
            try:
                if is_cached and self._limits.is_too_old(path):
                    continue
                content = path.read_bytes()
            except OSError:
                continue
            picture, checksum = content[:-_CHECKSUM], content[-_CHECKSUM:]
            image = QImage()
            if hashlib.sha256(picture).digest() == checksum and image.loadFromData(picture, "PNG"):
                return image, len(picture)
        return None

    def _path(self, folder: str | None, name: str) -> Path | None:
        return None if self._cache is None or folder is None else self._cache / folder / f"{name}.png"

    def _spare_path(self, folder: str | None, name: str) -> Path:
        return self._spare / (folder or "run") / f"{name}.png"

    def put(self, folder: str | None, name: str, image: QImage) -> int:
        """Keep a piece, return the size of its file. Raises `OSError` where not even the spare takes it."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        _without_idle_alpha(image).save(buffer, "PNG", _PNG_EFFORT)
        picture = bytes(content)
        path = self._path(folder, name)
        if self._takes and path is not None:
            try:
                _write(path, picture)
                return len(picture)
            except OSError:  # full or read-only; what is in it stays of use
                self._takes = False
        _write(self._spare_path(folder, name), picture)
        return len(picture)


def _without_idle_alpha(image: QImage) -> QImage:
    """The picture without its alpha where that says nothing: a fifth less to write, in less time."""
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    bits = alpha.constBits()
    bits.setsize(alpha.bytesPerLine() * alpha.height())
    is_opaque = alpha.bytesPerLine() == alpha.width() and bytes(bits).count(255) == len(bits)
    return image.convertToFormat(QImage.Format.Format_RGB32) if is_opaque else image


def _write(path: Path, picture: bytes) -> None:
    write_whole(path, picture + hashlib.sha256(picture).digest())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of the cache, whole or not at all. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def tidy(folder: Path, limits: CacheLimits) -> None:
    """Remove what is too old, and the oldest pieces where the cache is larger than its limit."""
    files = sorted(_files(folder), reverse=True)  # the youngest first
    oldest = time.time() - limits.days * 86_400
    room = limits.gigabytes * 1e9
    for modified, size, path in files:
        room -= size
        if room < 0 or modified < oldest:
            with suppress(OSError):
                path.unlink()


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for where, _, names in os.walk(folder):
        for name in names:
            path = Path(where, name)
            with suppress(OSError):
                state = path.stat()
                yield state.st_mtime, state.st_size, path


def empty(folder: Path) -> None:
    """Remove the folder of a run."""
    shutil.rmtree(folder, ignore_errors=True)
