"""Addresses by which SQLite opens a file in one mode."""

from __future__ import annotations

from pathlib import PurePath


def address_of(path: PurePath, mode: str) -> str:
    """The address of an absolute path; `mode` is ro or rw.

    A share of Windows is a server's name for Python, of which SQLite knows none: it stands in the path there.
    """
    address = path.as_uri()
    if not address.startswith("file:///"):
        address = address.replace("file://", "file:////", 1)
    return f"{address}?mode={mode}"
