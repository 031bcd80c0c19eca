"""Every name of QGIS that our code uses is there, and every enum's with its scope: Qt 6 knows no others.

It runs on each QGIS of `make matrix`; QGIS 4 cannot be had here.
"""

from __future__ import annotations

import importlib
import inspect

from ..qt6.names import Use, names_used, scripts

BRANCHES = {
    "benchmarks/ten_tasks_refining.py": ("Qgis.CaptureTechnique",),
    "plugin/map/snapping.py": ("Qgis.SnappingType", "QgsSnappingConfig.VertexFlag", "QgsSnappingConfig.SegmentFlag"),
    "processing_provider/capture/tiled/wmts.py": ("Qgis.DistanceUnit", "QgsUnitTypes.DistanceUnit"),
    "tests/qgis/test_basemap.py": ("QgsGroupLayer",),
}
"""What is asked for only where it is there."""


def fault_of(use: Use) -> str:
    """What is wrong with a name; empty where it is well."""
    holder, value = None, importlib.import_module(use.module)
    for name in use.chain:
        if not inspect.ismodule(value) and not inspect.isclass(value):
            return ""  # of an object nothing is known
        holder = value
        if not hasattr(value, name):
            return "is not there"
        value = getattr(value, name)
    is_member = isinstance(value, int) and type(value) not in (int, bool)
    return "has no scope" if is_member and type(value) is not holder and inspect.isclass(holder) else ""


MODULES = ("qgis.core", "qgis.gui")


def test_names_of_qgis_are_there_and_have_their_scope() -> None:
    asking = [path for path in scripts() if any(name in path.read_text("utf-8") for name in MODULES)]
    uses = [use for path in asking for use in names_used(path) if use.module in MODULES]
    uses = [use for use in uses if not use.of_object]
    assert len(uses) > 1000
    faults = []
    for use in uses:
        if not ".".join(use.chain).startswith(BRANCHES.get(use.where.split(":")[0], ("-",))) and fault_of(use):
            faults.append(f"{use} {fault_of(use)}")
    assert not faults, "\n".join(faults)


def test_what_is_wrong_is_told() -> None:
    assert fault_of(Use("", "qgis.core", ("QgsProcessingParameterNumber", "Double"))) == "has no scope"
    assert fault_of(Use("", "qgis.core", ("QgsProcessingParameterNumber", "Type", "Double"))) == ""
    assert fault_of(Use("", "qgis.core", ("QgsNothing",))) == "is not there"
