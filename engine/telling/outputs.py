"""Outputs appear under their final name only when they are complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from ...inventory.errors import UserError
from ...inventory.finished import PARTIAL, check_can_write
from ...inventory.finished import finished_file as inventory_finished_file
from ...inventory.naming.long_names import hidden_beside, hidden_stem
from ...inventory.naming.reserved_names import check_name

__all__ = [
    "check_can_write",
    "check_free_space",
    "check_is_no_input",
    "finished_file",
    "finished_folder",
    "sweep_folders",
]

_OLD = ".old"
"""Behind the hidden name of a folder while another takes its place."""


def check_free_space(folder: Path) -> None:
    """Raise `UserError` where less than a megabyte is free in `folder`."""
    if shutil.disk_usage(folder).free < 2**20:
        raise UserError(
            f"The disk is full at {folder}; free some space or choose another output folder.", kind="output"
        )


def check_is_no_input(output: Path, inputs: Iterable[Path]) -> None:
    """Raise `UserError` where an output would take the place of a file that is read: an inventory holds work."""
    if output.exists() and any(path.exists() and path.samefile(output) for path in inputs):
        raise UserError(f"The output {output} is a file that is read; choose another name.", kind="output")


@contextmanager
def finished_file(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path`; it becomes `path` when the block ends without an error.

    See `inventory.finished`; here a process can be asked for, so what a killed run left goes at once.
    """
    with inventory_finished_file(path, lambda number, _file: not psutil.pid_exists(number)) as part:
        yield part


@contextmanager
def finished_folder(path: Path, replace: bool = False) -> Iterator[Path]:
    """Give a hidden folder beside `path`; it becomes `path` when the block ends without an error.

    Parameters
    ----------
    path
        The final name; nothing is there, or an empty folder, or one that is to be replaced.
    replace
        Whether a folder with something in it is replaced, on success only.

    Yields
    ------
    Path
        An empty folder to write into.

    Raises
    ------
    UserError
        It cannot be written, or something is there that is not to be replaced.
    """
    check_name(path)
    part = hidden_beside(path)
    check_can_write(part)
    sweep_folders(path)
    if path.is_dir() and any(path.iterdir()) and not replace:
        raise UserError(f"The output {path} is there and is not overwritten; choose another name.", kind="output")
    try:
        part.mkdir()
        yield part
        if path.is_dir() and replace:
            old = path.with_name(part.name + _OLD)
            os.replace(path, old)
            os.replace(part, path)
            shutil.rmtree(old, ignore_errors=True)
        else:
            if path.is_dir():
                path.rmdir()  # an empty one, which Windows does not rename over
            os.replace(part, path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def sweep_folders(path: Path) -> None:
    """Remove the hidden folders that a killed run (its process is gone) left of the same output.

    Where it was killed between taking the old one away and putting the new one there, the old one comes back.
    """
    stem = hidden_stem(path)
    for entry in sorted(path.parent.iterdir(), reverse=True):
        found = PARTIAL.match(entry.name.removesuffix(_OLD))
        if not (found and found["name"] == stem and entry.is_dir()) or psutil.pid_exists(int(found["pid"])):
            continue
        if entry.suffix == _OLD and not path.exists():  # it ended between the two renames
            os.replace(entry, path)
        else:
            shutil.rmtree(entry, ignore_errors=True)
