"""The provider: its algorithms, their names and their help."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingOutputLayerDefinition
from rock_glacier_inventory.processing_provider.adapters.engine import Engine
from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider

NAMES = [
    "attributes",
    "capturebasemap",
    "checkinventory",
    "createinventory",
    "detect",
    "agreement",
    "evaluate",
    "exportinventory",
    "flagglaciers",
    "importinventory",
    "publishinventory",
    "polygonize",
    "solarradiation",
    "samplemarkers",
    "sources",
    "trainingdata",
    "units",
    "plantraining",
    "train",
    "improve",
    "gridstatistics",
    "summarise",
    "compareinventories",
    "report",
    "passports",
]
MODEL_NAMES = ["scenetoinventory"]


def test_lists_its_algorithms(provider: RockGlacierProvider) -> None:
    assert sorted(algorithm.name() for algorithm in provider.algorithms()) == sorted(NAMES + MODEL_NAMES)
    assert provider.id() == "rockglacier"
    assert not provider.icon().isNull()
    assert Path(provider.svgIconPath()).is_file()


@pytest.mark.parametrize("name", NAMES)
def test_an_algorithm_describes_itself(provider: RockGlacierProvider, name: str) -> None:
    algorithm = QgsApplication.processingRegistry().algorithmById(f"rockglacier:{name}")
    assert re.fullmatch(r"[a-z]+", algorithm.name())
    assert re.fullmatch(r"[a-z]+", algorithm.groupId())
    assert algorithm.displayName()[0].isupper()
    assert algorithm.group()
    assert len(algorithm.shortDescription()) < 160
    assert algorithm.canExecute() == (True, "")
    for parameter in algorithm.parameterDefinitions():
        assert re.fullmatch(r"[A-Z0-9_]+", parameter.name())
        assert parameter.description()
        assert len(parameter.help()) > 20, parameter.name()
        assert parameter.help().replace("&", "&amp;") in algorithm.shortHelpString()


def test_the_model_describes_itself(provider: RockGlacierProvider) -> None:
    model = QgsApplication.processingRegistry().algorithmById("rockglacier:scenetoinventory")
    assert model.displayName() == "Scene to inventory"
    assert model.groupId() == "detection"
    assert "inventory" in model.shortHelpString()
    assert {"INPUT", "MODEL", "DEM"} <= {parameter.name() for parameter in model.parameterDefinitions()}


def test_says_what_is_missing_where_there_is_no_engine(qgis_app: QgsApplication, tmp_path: Path) -> None:
    without = RockGlacierProvider(lambda: Engine(None))
    assert without.refreshAlgorithms() is None
    algorithm: QgsProcessingAlgorithm = without.algorithm("detect")
    can, why = algorithm.canExecute()
    assert not can
    assert "press Set up" in why
    assert "Options" in why
    assert '<a href="rockglacier:page">' in why, "which a click on it opens"
    gone = RockGlacierProvider(lambda: Engine(tmp_path / "python"))
    gone.refreshAlgorithms()
    can, why = gone.algorithm("detect").canExecute()
    assert not can
    assert str(tmp_path / "python") in why


def test_nothing_heavy_is_imported() -> None:
    """In a clean process of the system's Python, as QGIS has it, without the suite's path."""
    root = Path(__file__).resolve().parents[2]
    code = f"""
import sys, importlib.util
spec = importlib.util.spec_from_file_location("p", {str(root / "__init__.py")!r},
                                              submodule_search_locations=[{str(root)!r}])
sys.modules["p"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
import p.inventory.schema, p.processing_provider.provider, p.plugin.plugin, p.plugin.options_page
names = {{name.split(".")[0] for name in sys.modules}}
print(sorted(names & {{"torch", "rasterio", "shapely", "pyogrio", "pyproj"}}))
"""
    done = subprocess.run([sys._base_executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("source", ["folder 冰", "*.nc", "a.nc;b.nc", '"a b;1.tif";"c"'])
def test_dialogs_take_whatever_a_source_may_be(provider: RockGlacierProvider, tmp_path: Path, source: str) -> None:
    (tmp_path / "folder 冰").mkdir()
    value = f"{tmp_path}/{source}" if ";" not in source else source
    found = {}
    for algorithm, keys in (("attributes", ("MAAT", "PZI", "PERMAFROST")), ("sources", ("INPUT",))):
        made = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{algorithm}")
        found |= {key: made.parameterDefinition(key).checkValueIsAcceptable(value) for key in keys}
    assert all(found.values()), found


@pytest.mark.parametrize(
    ("tool", "key", "name"),
    [
        ("createinventory", "OUTPUT", "con.gpkg"),
        ("evaluate", "TRUST", "nul.gpkg"),
        ("polygonize", "OUTPUT", "com1.gpkg"),
        ("solarradiation", "OUTPUT", "aux.tif"),
        ("trainingdata", "OUTPUT", "prn"),
        ("plantraining", "OUTPUT", "plan."),
    ],
)
def test_a_name_that_windows_keeps_is_refused_before_anything(
    provider: RockGlacierProvider, tmp_path: Path, tool: str, key: str, name: str
) -> None:
    """Whoever writes it: QGIS (layers, as a text or with its destination), we or the engine."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{tool}")
    file, context = str(tmp_path / name), QgsProcessingContext()
    for value in (file, QgsProcessingOutputLayerDefinition(file)):
        well, told = made.checkParameterValues({key: value}, context)
        assert not well and f"'{file}' cannot be used as a name" in told


def test_destinations_that_are_no_files_are_not_looked_at(provider: RockGlacierProvider, tmp_path: Path) -> None:
    made = QgsApplication.processingRegistry().createAlgorithmById("rockglacier:polygonize")
    for value in ("memory:", "TEMPORARY_OUTPUT", f"ogr:dbname='{tmp_path}/a.gpkg' table=\"con\" (geom)"):
        _, told = made.checkParameterValues({"OUTPUT": value}, QgsProcessingContext())
        assert "as a name" not in told
