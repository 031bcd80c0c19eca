"""Every module of QGIS's side is imported under Qt 6: its classes, signals and constants are made there."""

from __future__ import annotations

import importlib

import pytest
from qgis.core import NULL

from .names import ROOT

FOLDERS = ("plugin", "processing_provider")
NAMES = sorted(
    ".".join(("rock_glacier_inventory", *path.relative_to(ROOT).with_suffix("").parts))
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*.py")
    if path.name != "__init__.py"
)


def test_there_are_many() -> None:
    assert len(NAMES) > 130


@pytest.mark.parametrize("name", NAMES)
def test_it_is_imported(name: str) -> None:
    importlib.import_module(name)


@pytest.mark.parametrize("nothing", [None, "", NULL], ids=["None", "empty", "NULL"])
def test_a_parameter_that_is_null_is_left_out(nothing: object) -> None:
    from rock_glacier_inventory.processing_provider.adapters.layers import is_left_out

    assert NULL is None
    assert is_left_out({"A": nothing}, "A") and is_left_out({}, "A")
    assert not is_left_out({"A": "x"}, "A") and not is_left_out({"A": 0}, "A")
