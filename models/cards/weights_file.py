"""The bytes of weights files: written whole or not at all, and checked before use. Needs no torch."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ..errors import ModelError


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that its name shows the whole content or what was there before."""
    # Not the name itself: with an ending it may be longer than the disk takes.
    part = path.with_name(f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        raise ModelError(
            f"The file {path} cannot be written ({error.strerror}); free space or choose another folder."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"The weights file {path} is missing; get the model again.") from error
    except OSError as error:
        raise ModelError(f"The weights file {path} cannot be read ({error.strerror}).") from error


def read_checked(path: Path, sha256: str = "") -> bytes:
    """A weights file's content; no pickle, and the one that is vouched for.

    Parameters
    ----------
    path
        The file.
    sha256
        What its SHA-256 must be; empty for no check.

    Raises
    ------
    ModelError
        Where the file is missing, is a pickle or is not the one asked for.
    """
    content = _read_bytes(path)
    if content[:2] in (b"PK", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"):
        raise ModelError(
            f"The weights file {path} is a Python pickle (an ordinary PyTorch file), which can run any "
            "program when it is opened; only safetensors files are read, so get the model in that format."
        )
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(
            f"The weights file {path} is not the one its model card vouches for (SHA-256 differs); get the model again."
        )
    return content
