"""Files out of archives onto a disk, for a library that reads them nowhere else: bounded, and gone afterwards.

NetCDF and HDF5 are read by seeking, which a packed file does not allow; GDAL's readers of rasters do without.
"""

from __future__ import annotations

import gzip
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ...inventory.errors import UserError
from ...inventory.naming.gdal_names import file_behind, said_of
from .files import PACKED, file_name, must_be_unpacked

_SPARE = 2**30
"""Bytes of the disk that stay free."""
_AT_A_TIME = 2**20
_FAILURES = (OSError, EOFError, RuntimeError, NotImplementedError, zlib.error, zipfile.BadZipFile, tarfile.TarError)


@contextmanager
def unpacked(names: Sequence[str]) -> Iterator[list[Path]]:
    """Files on a disk, in the same order: those that lie there already, and copies of packed ones until the end.

    Parameters
    ----------
    names
        As `Files.names`: plain ones, those in archives, and those that end in ``.gz``.

    Raises
    ------
    UserError
        An archive is damaged, or the disk for temporary files has no room for what is in it.
    """
    if not any(map(must_be_unpacked, names)):
        yield [Path(name) for name in names]
        return
    with tempfile.TemporaryDirectory(prefix="rock_glacier_", ignore_cleanup_errors=True) as folder:
        made = _Folder(Path(folder))
        try:
            yield [made.copy_of(name) if must_be_unpacked(name) else Path(name) for name in names]
        finally:
            made.close()


class _Folder:
    """A folder with copies of packed files; one archive is open at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0
        self._archive: tuple[Path, zipfile.ZipFile | tarfile.TarFile] | None = None

    def copy_of(self, name: str) -> Path:
        self._count += 1
        # A folder of its own for each: two archives may hold the same name.
        target = self._folder / str(self._count) / file_name(name).removesuffix(PACKED)
        target.parent.mkdir()
        try:
            with self._opened(name) as packed:
                self._write(packed, target, name)
        except _FAILURES as error:
            raise UserError(
                f"{name} cannot be unpacked{said_of(error, name) or ' (it is damaged)'}; fetch it anew."
            ) from error
        return target

    def _opened(self, name: str) -> IO[bytes]:
        if not name.startswith("/vsi"):
            return gzip.open(name, "rb")  # type: ignore[return-value]
        path = file_behind(name)
        if path is None:
            raise UserError(f"{name} lies in no archive on a disk; copy it there first.")
        if self._archive is None or self._archive[0] != path:
            self.close()
            self._archive = path, zipfile.ZipFile(path) if zipfile.is_zipfile(path) else tarfile.open(path)  # noqa: SIM115
        archive, member = self._archive[1], name.partition(str(path))[2].lstrip("/")
        if isinstance(archive, zipfile.ZipFile):
            return _unpacked_again(archive.open(member), member)
        found = archive.extractfile(member)
        if found is None:
            raise UserError(f"{name} is no file; unpack the archive first.")
        return _unpacked_again(found, member)

    def _write(self, packed: IO[bytes], target: Path, name: str) -> None:
        """Copy by pieces: what an archive says of its sizes may be wrong, and a small one may hold terabytes."""
        with target.open("wb") as file:
            while piece := packed.read(_AT_A_TIME):
                if shutil.disk_usage(self._folder).free < _SPARE:
                    raise UserError(
                        f"{name} is too large to be unpacked into {self._folder.parent}, whose disk is nearly full; "
                        "unpack it elsewhere, and give that folder."
                    )
                file.write(piece)

    def close(self) -> None:
        """Let go of the archive."""
        if self._archive is not None:
            self._archive[1].close()
            self._archive = None


def _unpacked_again(file: IO[bytes], member: str) -> IO[bytes]:
    """A member that was packed itself, before the archive was."""
    return gzip.open(file) if member.lower().endswith(PACKED) else file  # type: ignore[return-value]
