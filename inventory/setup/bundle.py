"""A folder that was filled on another computer, for one without a network: wheels, uv's wheel, a Python."""

from __future__ import annotations

from pathlib import Path

from .told import SetupFault, Told

WHEELS = "wheels"


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
