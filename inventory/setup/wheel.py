"""Files that a set-up is given: checked, found in a bundle, and uv out of its wheel.

Nothing is unpacked but the one program that is expected, into a place that is ours. A bundle is a folder that was
filled on another computer, for one without a network: wheels, uv's wheel, a Python.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from .flavours import WINDOWS
from .pins import UV_VERSION
from .told import SetupFault, Told

WHEELS = "wheels"
_LARGEST = 200_000_000
_PIECE = 1 << 20


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(_PIECE), b""):
            digest.update(piece)
    return digest.hexdigest()


def check_hash(path: Path, sha256: str) -> None:
    """Refuse a file that is not the pinned one, and take it away: it would only be found again.

    Raises
    ------
    SetupFault
        With the name of the file.
    """
    found = sha256_of(path)
    if found != sha256:
        path.unlink()
        raise SetupFault(Told("wrong_hash", {"file": path.name}), f"{path.name}: {found} in place of {sha256}")


def program_name(platform: str) -> str:
    """The file name of uv."""
    return "uv.exe" if platform == WINDOWS else "uv"


def unpack_uv(wheel: Path, folder: Path, platform: str) -> Path:
    """Write uv's program out of its wheel into a folder, complete or not at all; returns its path.

    Raises
    ------
    SetupFault
        The wheel is damaged, or holds names that a wheel of uv does not have.
    """
    wanted = f"uv-{UV_VERSION}.data/scripts/{program_name(platform)}"
    try:
        with zipfile.ZipFile(wheel) as archive:
            entries = archive.infolist()
            _check_names(wheel, entries)
            [entry] = [one for one in entries if one.filename == wanted]
            if entry.file_size > _LARGEST:
                raise SetupFault(Told("strange_archive", {"file": wheel.name}), f"{wanted}: {entry.file_size} bytes")
            return _write(archive, entry, folder / program_name(platform))
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError) as error:
        raise SetupFault(Told("strange_archive", {"file": wheel.name}), str(error)) from error


def _check_names(wheel: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Only the three folders of this wheel, and no name that leads out of them."""
    roots = ("uv", f"uv-{UV_VERSION}.data", f"uv-{UV_VERSION}.dist-info")
    for entry in entries:
        path = PurePosixPath(entry.filename)
        odd = "\\" in entry.filename or ":" in entry.filename or ".." in path.parts or path.is_absolute()
        if odd or path.parts[:1] not in [(root,) for root in roots] or stat.S_ISLNK(entry.external_attr >> 16):
            raise SetupFault(Told("strange_archive", {"file": wheel.name}), f"unexpected name {entry.filename!r}")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    with archive.open(entry) as source, part.open("wb") as file:  # its CRC is checked at the last byte
        for piece in iter(lambda: source.read(_PIECE), b""):
            file.write(piece)
    part.chmod(0o755)
    os.replace(part, target)
    return target


def wheels_in(bundle: Path) -> Path:
    """The folder of the wheels: of that name, or the bundle itself."""
    folder = bundle / WHEELS
    return folder if folder.is_dir() else bundle


def bundled(bundle: Path, name: str) -> Path:
    """A file of the bundle, wherever in it.

    Raises
    ------
    SetupFault
        It is not there.
    """
    found = next(iter(sorted(bundle.rglob(name))), None)
    if found is None:
        raise SetupFault(Told("not_in_bundle", {"file": name, "folder": str(bundle)}))
    return found
