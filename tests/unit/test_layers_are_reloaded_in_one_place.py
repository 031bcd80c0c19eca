"""QGIS crashes where a layer tells of new data or another style while it is indexed: one function waits for that."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TELLING = {"emitStyleChanged", "reloadData", "setRenderer", "setSubsetString"}
ITS_OWN = {
    "plugin/map/areas.py",
    "plugin/map/drawing_looks.py",
    "processing_provider/algorithms/validation/passports.py",
    "processing_provider/capture/drawn/stacking.py",
}
"""Style layers that they have just made, and that nobody has on the map."""


def calls_that_tell(text: str) -> list[str]:
    """Calls of a text that make a layer tell so."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_a_layer = node.func.attr == "reload" and ast.unparse(node.func.value).split(".")[-1].endswith("layer")
            if node.func.attr in TELLING or of_a_layer:
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("room", ["plugin", "processing_provider"])
def test_nothing_else_makes_a_layer_tell(room: str) -> None:
    told = {
        str(path.relative_to(ROOT)): calls
        for path in sorted((ROOT / room).rglob("*.py"))
        if (calls := calls_that_tell(path.read_text("utf-8")))
    }
    assert {name: calls for name, calls in told.items() if name not in ITS_OWN} == {}


def test_it_would_be_found() -> None:
    assert calls_that_tell("def f(layer):\n    layer.reload()\n    self.queue.reload()") == ["layer.reload()"]
    assert calls_that_tell("renderer.layer.emitStyleChanged()") == ["renderer.layer.emitStyleChanged()"]
