"""Many files are one source in the toolbox: algorithms and models take a text of them as they take one file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelParameter,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from rock_glacier_inventory.inventory.naming.source_names import joined
from rock_glacier_inventory.processing_provider.adapters.many_files import is_many

from .conftest import MODEL, RunAlgorithm
from .test_attribute_algorithms import drawn_squares, remembered, rows, squares

__all__ = ["drawn_squares", "squares"]

VALUES = "SELECT fid, ELE_MEAN, ELE_MIN, SLO_MEAN, ASPECT, SUBREGION FROM rock_glaciers ORDER BY fid"


@pytest.fixture(scope="module")
def tiles(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's DEM in four tiles of one folder, as a person has cut it."""
    folder, whole = tmp_path_factory.mktemp("tiles; 冰"), gdal.Open(str(sample / "dem.tif"))
    half = (whole.RasterXSize // 2, whole.RasterYSize // 2)
    for column in (0, 1):
        for row in (0, 1):
            at = (column * half[0], row * half[1])
            size = (whole.RasterXSize - at[0] if column else half[0], whole.RasterYSize - at[1] if row else half[1])
            gdal.Translate(str(folder / f"dem {column} {row}.tif"), whole, srcWin=[*at, *size])
    return folder


def parted(source: Path, folder: Path) -> Path:
    """A file of polygons as a shapefile for each."""
    folder.mkdir()
    layer = QgsVectorLayer(str(source), "all", "ogr")
    for fid in layer.allFeatureIds():
        layer.selectByIds([fid])
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.onlySelectedFeatures = "ESRI Shapefile", True
        options.fileEncoding = "UTF-8"
        context = QgsProcessingContext().transformContext()
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(folder / f"part {fid}.shp"), context, options)
    return folder


def test_attributes_of_many_files_are_those_of_one(
    squares: Path, run: RunAlgorithm, sample: Path, tiles: Path, tmp_path: Path
) -> None:
    one = {"DEM": str(sample / "dem.tif"), "SUBREGIONS": str(sample / "subregions.gpkg"), "GROUPS": ["terrain"]}
    run("attributes", INVENTORY=str(squares), **one)
    wanted = rows(squares, VALUES)
    assert None not in wanted[0]
    regions = parted(sample / "subregions.gpkg", tmp_path / "regions")
    names = joined(map(str, sorted(tiles.iterdir())))
    for source in (f" {names} ", f"{tiles}/dem *.tif"):
        many = {"DEM": source, "SUBREGIONS": f"{regions}/*.shp", "GROUPS": ["terrain"], "ONLY_DUE": False}
        run("attributes", INVENTORY=str(squares), REMEMBER=True, **many)
        found = rows(squares, VALUES)
        assert [row[-1] for row in found] == [row[-1] for row in wanted]
        for mine, theirs in zip(found, wanted):
            assert mine[:-1] == pytest.approx(theirs[:-1], rel=1e-6)
        assert remembered(squares)["dem"] == source.strip()


def test_glaciers_of_many_files(squares: Path, run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    folder = parted(sample / "glaciers.gpkg", tmp_path / "Gletscher 冰")
    shares = "SELECT fid, GLAC_FRAC FROM candidates ORDER BY fid"
    run("flagglaciers", INVENTORY=str(squares), GLACIERS=str(sample / "glaciers.gpkg"))
    wanted = rows(squares, shares)
    run("flagglaciers", INVENTORY=str(squares), GLACIERS=str(folder), ONLY_DUE=False, REMEMBER=True)
    for mine, theirs in zip(rows(squares, shares), wanted):
        assert mine == pytest.approx(theirs, abs=1e-6)
    assert remembered(squares)["glaciers"] == str(folder)


@pytest.mark.parametrize(
    ("name", "keys"), [("solarradiation", ["DEM"]), ("detect", ["DEM", "FILL"]), ("evaluate", ["SUBREGIONS"])]
)
def test_the_other_algorithms_take_many_files_too(
    provider: object, sample: Path, tiles: Path, tmp_path: Path, name: str, keys: list[str]
) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{name}")
    outlines, output = str(sample / "rock_glaciers.gpkg"), str(tmp_path / "out.tif")
    given = {"INPUT": str(sample / "scene.tif"), "MODEL": MODEL, "PROBABILITY": output, "OUTPUT": output}
    if name == "evaluate":
        given = {"INPUT": outlines, "REFERENCE": outlines, "OUTPUT": str(tmp_path / "scores.json")}
    given.update(dict.fromkeys(keys, f'"{tiles}/dem 0 0.tif";b.tif'))
    context = QgsProcessingContext()
    assert algorithm.checkParameterValues(given, context) == (True, "")
    assert algorithm.validateInputCrs(given, context)
    assert algorithm.prepare(given, context, QgsProcessingFeedback())


def test_what_is_wrong_with_one_of_many_is_one_sentence(squares: Path, run: RunAlgorithm, tiles: Path) -> None:
    first = sorted(tiles.iterdir())[0]
    for source, words in (
        (f'"{first}";gone.tif', "There is no file gone"),
        (f"{tiles}/*.img", "There is no file like"),
        (str(squares.parent), "There is no raster in the folder"),
    ):
        with pytest.raises(QgsProcessingException, match=words):
            run("attributes", INVENTORY=str(squares), DEM=source)
    with pytest.raises(QgsProcessingException, match="Could not load"):
        run("attributes", INVENTORY=str(squares), DEM="gone.tif")


def model(source: QgsProcessingModelChildParameterSource) -> QgsProcessingModelAlgorithm:
    """A model of one step, with an inventory and a DEM as its inputs; the step takes its DEM from a source."""
    made = QgsProcessingModelAlgorithm("Attributes", "", "")
    child = QgsProcessingModelChildAlgorithm("rockglacier:attributes")
    child.setChildId("fill")
    child.addParameterSources("INVENTORY", [QgsProcessingModelChildParameterSource.fromModelParameter("inventory")])
    child.addParameterSources("GROUPS", [QgsProcessingModelChildParameterSource.fromStaticValue(["terrain"])])
    child.addParameterSources("DEM", [source])
    made.addChildAlgorithm(child)
    made.addModelParameter(
        QgsProcessingParameterFile("inventory", "inventory"), QgsProcessingModelParameter("inventory")
    )
    dem = QgsProcessingParameterRasterLayer("dem", "DEM", optional=True)
    made.addModelParameter(dem, QgsProcessingModelParameter("dem"))
    return made


@pytest.mark.parametrize("kind", ["layer of an old model", "file of an old model", "many files"])
def test_models(squares: Path, run: RunAlgorithm, sample: Path, tiles: Path, tmp_path: Path, kind: str) -> None:
    of_a_parameter = QgsProcessingModelChildParameterSource.fromModelParameter("dem")
    context, parameters = QgsProcessingContext(), {"inventory": str(squares)}
    context.setProject(run.project)
    if kind == "layer of an old model":
        layer = QgsRasterLayer(str(sample / "dem.tif"), "DEM")
        run.project.addMapLayer(layer)
        made, parameters["dem"] = model(of_a_parameter), layer.id()
    elif kind == "file of an old model":
        made = model(QgsProcessingModelChildParameterSource.fromStaticValue(str(sample / "dem.tif")))
    else:
        made = model(QgsProcessingModelChildParameterSource.fromStaticValue(str(tiles)))
    path = tmp_path / "model.model3"
    assert made.toFile(str(path))
    again = QgsProcessingModelAlgorithm()
    assert again.fromFile(str(path))
    _, well = again.run(parameters, context, QgsProcessingFeedback())
    assert well
    assert rows(squares, "SELECT count(ELE_MEAN) FROM rock_glaciers") == [(3,)]


def test_what_may_be_many(tiles: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "a"), "zip", tiles)
    many = [str(tiles), f"{tiles}/*.tif", "a.tif;b.tif", '"a.tif" "b.tif"', packed]
    assert [text for text in many if not is_many(text)] == []
    layers = ["", "  ", None, "a.tif", "dem_9f2c", "NETCDF:a.nc:t", f"{tiles}/dem 0 0.tif", f"{packed}|layername=a"]
    assert [text for text in layers if is_many(text)] == []
