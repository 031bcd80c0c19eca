"""Names that Windows keeps for itself or changes. They are refused on every system: a file goes from one to another."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from ..errors import UserError

_NUMBERS = "123456789¹²³"
DEVICES = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{one}" for port in ("com", "lpt") for one in _NUMBERS))
)
"""Names of devices of Windows, in small letters; they are that with every ending, and in every folder."""


def check_name(path: Path, tr: Callable[[str], str] = str) -> None:
    """Raise `UserError` where a file or folder that is to be written cannot have its name.

    Parameters
    ----------
    path
        What is to be written; only the last part is new.
    tr
        Gives a sentence in the person's language.
    """
    told = why_refused(path.name, str(path), tr)
    if told:
        raise UserError(told, "output")


def check_model_name(name: str) -> None:
    """Raise `UserError` where the files of a model cannot be called so."""
    told = why_refused(name, name)
    if told:
        raise UserError(told, "usage")


def why_refused(name: str, called: str, tr: Callable[[str], str] = str) -> str:
    """The sentence for such a name, of what is `called` so; empty where the name can be used.

    Examples
    --------
    >>> bool(why_refused("Con.gpkg", "Con.gpkg")), bool(why_refused("conus.gpkg", "conus.gpkg"))
    (True, False)
    """
    first = name.partition(".")[0].rstrip(" ")
    if first.lower() in DEVICES:
        told = tr("'{}' cannot be used as a name: Windows keeps {} for a device, whatever follows; choose another.")
        return told.format(called, first.upper())
    if name.strip(".") and name != name.rstrip(". "):
        told = tr("'{}' cannot be used as a name: Windows leaves off a dot or blank at the end; choose another.")
        return told.format(called)
    return ""
