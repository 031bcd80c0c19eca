"""In which group of a NetCDF or HDF5 file the variables on a grid stand: IMERG has all of them in ``/Grid``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import netCDF4

_KEY = re.compile(r"(\w+)=([^;]*);")
_HEADERS = ("FileHeader", "FileInfo")
_OF_THE_FILE = {"TimeInterval": "time_coverage_resolution", "ProductVersion": "product_version"}
"""NASA's precipitation files tell these in a text of ``KEY=value;`` lines; under which name others tell them."""


def group_with(path: Path, variable: str | None) -> tuple[str, str | None]:
    """The group of a variable, and its name there; the first group with a grid where none is asked for.

    Parameters
    ----------
    path
        The file.
    variable
        Its name, also with the group (``Grid/precipitation``); None for any.

    Returns
    -------
    tuple
        The group, empty for the root; the root too where nothing fits or the file cannot be opened, which
        whoever opens it next tells.
    """
    try:
        with netCDF4.Dataset(path) as dataset:
            if not dataset.groups:
                return "", variable
            for name, group in groups_in(dataset):
                own = (variable or "").strip("/").removeprefix(f"{name}/")
                if own in group.variables or (not own and any(len(v.dimensions) > 1 for v in group.variables.values())):
                    return name, own or None
    except (OSError, RuntimeError):
        pass
    return "", variable


def groups_in(dataset: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """A dataset's root (an empty name) and all groups below it, by their paths."""
    yield above, dataset
    for name, group in dataset.groups.items():
        yield from groups_in(group, f"{above}/{name}".lstrip("/"))


def header_of(path: Path) -> dict[str, Any]:
    """Attributes of a file's root, for those who read a group of it; a text of keys as attributes of their own."""
    with netCDF4.Dataset(path) as dataset:
        return header_in(dataset)


def header_in(dataset: Any) -> dict[str, Any]:
    """The same of an open file."""
    attributes = {name: dataset.getncattr(name) for name in dataset.ncattrs()}
    for header in _HEADERS:
        for key, value in _KEY.findall(str(attributes.get(header, ""))):
            attributes.setdefault(_OF_THE_FILE.get(key, key), value.strip())
    return attributes
