"""A server's list of tiles in the cache, so that a later run needs to ask for nothing.

It holds addresses, and these may hold keys: what is written can be read only with the layer's source, which
has them anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import zlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ..asking.piece_store import CacheLimits, basemaps_folder, write_whole

_SALT = b"rock glacier inventory: lists of tiles 1"
_NONCE = 16
_MOST_BYTES = 256 << 20


def _path_of(key: str) -> Path:
    name = hmac.new(_secret_of(key), b"folder", hashlib.sha256).hexdigest()[:16]
    return basemaps_folder() / name / "capabilities"


@lru_cache(maxsize=16)
def _secret_of(key: str) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", key.encode("utf-8"), _SALT, 200_000)


def read(key: str, limits: CacheLimits) -> bytes | None:
    """What was kept for a layer's source; None where it is not there, too old or damaged."""
    try:
        path = _path_of(key)
        if limits.gigabytes <= 0 or limits.is_too_old(path):
            return None
        content = path.read_bytes()
        nonce, proof, hidden = content[:_NONCE], content[_NONCE : _NONCE + 32], content[_NONCE + 32 :]
        if not hmac.compare_digest(proof, _proof(key, nonce, hidden)):
            return None
        return zlib.decompressobj().decompress(_mixed(key, nonce, hidden), _MOST_BYTES)
    except (OSError, zlib.error):
        return None


def write(key: str, content: bytes, limits: CacheLimits) -> None:
    """Keep it if that is possible; a full disk is no trouble here."""
    if limits.gigabytes <= 0:
        return
    nonce = os.urandom(_NONCE)
    hidden = _mixed(key, nonce, zlib.compress(content))
    with suppress(OSError):
        write_whole(_path_of(key), nonce + _proof(key, nonce, hidden) + hidden)


def forget(key: str) -> None:
    """It is no longer true."""
    with suppress(OSError):
        _path_of(key).unlink()


def _mixed(key: str, nonce: bytes, content: bytes) -> bytes:
    """The content with a stream of bytes that only the source gives; the same again turns it back."""
    stream = hashlib.shake_256(_secret_of(key) + nonce).digest(len(content))
    mixed = int.from_bytes(content, "big") ^ int.from_bytes(stream, "big")
    return mixed.to_bytes(len(content), "big")


def _proof(key: str, nonce: bytes, hidden: bytes) -> bytes:
    return hmac.new(_secret_of(key), nonce + hidden, hashlib.sha256).digest()
