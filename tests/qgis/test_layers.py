"""Layers of QGIS reach the engine as files that hold what the person sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from rock_glacier_inventory.processing_provider.adapters.layers import (
    crs_text,
    is_left_out,
    raster_source,
    vector_source,
)


class Probe(QgsProcessingAlgorithm):
    """Two parameters to read."""

    def name(self) -> str:
        return "probe"

    def createInstance(self) -> QgsProcessingAlgorithm:
        return Probe()

    def initAlgorithm(self, configuration: object = None) -> None:
        self.addParameter(QgsProcessingParameterFeatureSource("V", "v", [QgsProcessing.SourceType.TypeVectorPolygon]))
        self.addParameter(QgsProcessingParameterRasterLayer("R", "r"))


@pytest.fixture
def probe(qgis_app: object) -> Probe:
    probe = Probe()
    probe.initAlgorithm()
    return probe


def squares(count: int) -> QgsVectorLayer:
    """Squares of one degree at x = 0, 10, 20 ... in memory."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=n:integer", "squares", "memory")
    for number in range(count):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([number])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(10 * number, 0, 10 * number + 1, 1)))
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


@pytest.fixture
def project(qgis_app: object) -> Iterator[QgsProject]:
    project = QgsProject()
    yield project
    project.clear()


def read(probe: Probe, value: object, project: QgsProject) -> tuple[str, str, QgsVectorLayer]:
    """What the engine would get for a parameter's value: path, layer name and the layer there."""
    context = QgsProcessingContext()
    context.setProject(project)
    path, name = vector_source(probe, {"V": value}, "V", context, QgsProcessingFeedback())
    seen = QgsVectorLayer(f"{path}|layername={name}" if name else path, "seen", "ogr")
    assert seen.isValid()
    return path, name, seen


@pytest.fixture
def gpkg(qgis_app: object, tmp_path: Path) -> Path:
    """Two layers in one file with a difficult name."""
    path = tmp_path / "Szene é 冰.gpkg"
    for name, count in (("first", 1), ("second", 3)):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = name
        if path.exists():
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        layer = squares(count)
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
    return path


@pytest.mark.parametrize("nothing", [None, "", NULL], ids=["None", "empty", "NULL"])
def test_a_parameter_that_is_null_is_left_out(nothing: object) -> None:
    """Null is a value of its own in Qt 5, and None in Qt 6 (`tests/qt6/test_modules.py`)."""
    assert is_left_out({"A": nothing}, "A") and is_left_out({}, "A")
    assert not is_left_out({"A": "x"}, "A") and not is_left_out({"A": 0}, "A")


def test_a_plain_file_is_used_as_it_is(probe: Probe, project: QgsProject, gpkg: Path) -> None:
    path, name, seen = read(probe, f"{gpkg}|layername=second", project)
    assert (path, name, seen.featureCount()) == (str(gpkg), "second", 3)


def test_a_memory_layer_is_saved(probe: Probe, project: QgsProject) -> None:
    layer = project.addMapLayer(squares(2), False)
    path, _, seen = read(probe, layer.id(), project)
    assert path.endswith(".gpkg")
    assert (seen.featureCount(), seen.crs().authid()) == (2, "EPSG:4326")


def test_a_filter_counts(probe: Probe, project: QgsProject, gpkg: Path) -> None:
    layer = project.addMapLayer(QgsVectorLayer(f"{gpkg}|layername=second", "second", "ogr"), False)
    assert layer.setSubsetString("n > 0")
    path, _, seen = read(probe, layer.id(), project)
    assert path != str(gpkg)
    assert seen.featureCount() == 2


def test_only_the_selected_features_where_the_person_says_so(probe: Probe, project: QgsProject, gpkg: Path) -> None:
    layer = project.addMapLayer(QgsVectorLayer(f"{gpkg}|layername=second", "second", "ogr"), False)
    layer.selectByExpression("n = 1")
    _, _, seen = read(probe, QgsProcessingFeatureSourceDefinition(layer.id(), True), project)
    assert [feature["n"] for feature in seen.getFeatures()] == [1]
    assert read(probe, layer.id(), project)[2].featureCount() == 3


def test_unsaved_edits_count(probe: Probe, project: QgsProject, gpkg: Path) -> None:
    layer = project.addMapLayer(QgsVectorLayer(f"{gpkg}|layername=second", "second", "ogr"), False)
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    assert read(probe, layer.id(), project)[2].featureCount() == 2
    layer.rollBack()


def test_a_crs_given_by_hand_counts(probe: Probe, project: QgsProject, gpkg: Path, sample: Path) -> None:
    layer = project.addMapLayer(QgsVectorLayer(f"{gpkg}|layername=second", "second", "ogr"), False)
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32645"))
    assert read(probe, layer.id(), project)[2].crs().authid() == "EPSG:32645"
    raster = project.addMapLayer(QgsRasterLayer(str(sample / "scene.tif"), "scene"), False)
    raster.setCrs(QgsCoordinateReferenceSystem("EPSG:32644"))
    context = QgsProcessingContext()
    context.setProject(project)
    source = raster_source(probe, {"R": raster.id()}, "R", context)
    assert source.endswith(".vrt")
    seen = QgsRasterLayer(source, "seen")
    assert (seen.crs().authid(), seen.width()) == ("EPSG:32644", 512)


def test_an_empty_parameter(probe: Probe) -> None:
    context = QgsProcessingContext()
    assert raster_source(probe, {"R": None}, "R", context) == ""
    assert vector_source(probe, {}, "V", context, QgsProcessingFeedback()) == ("", "")


def test_a_raster_file_is_used_as_it_is(probe: Probe, sample: Path, tmp_path: Path) -> None:
    path = str(sample / "scene.tif")
    assert raster_source(probe, {"R": path}, "R", QgsProcessingContext()) == path
    packed = tmp_path / "scene.zip"
    with ZipFile(packed, "w") as archive:
        archive.write(path, "scene.tif")
    tables = tmp_path / "tables.gpkg"  # two rasters in one file
    for options in (["RASTER_TABLE=first"], ["RASTER_TABLE=second", "APPEND_SUBDATASET=YES"]):
        assert gdal.Translate(str(tables), path, format="GPKG", creationOptions=options) is not None
    for source in (f"/vsizip/{packed}/scene.tif", f"GPKG:{tables}:second"):
        assert raster_source(probe, {"R": source}, "R", QgsProcessingContext()) == source


def test_a_basemap_is_told_from_a_file(probe: Probe, project: QgsProject) -> None:
    """An XYZ layer needs no network to be made."""
    source = "type=xyz&url=https://t.example.org/{z}/{x}/{y}.png?key=abc&zmax=1"
    layer = project.addMapLayer(QgsRasterLayer(source, "Tiles", "wms"), False)
    assert layer.isValid()
    context = QgsProcessingContext()
    context.setProject(project)
    with pytest.raises(QgsProcessingException, match="Tiles") as caught:
        raster_source(probe, {"R": layer.id()}, "R", context)
    assert "Capture basemap" in str(caught.value)
    assert "abc" not in str(caught.value)


def test_a_raster_that_does_not_exist(probe: Probe, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="none"):
        raster_source(probe, {"R": str(tmp_path / "none.tif")}, "R", QgsProcessingContext())


def test_crs_in_words(qgis_app: object) -> None:
    assert crs_text(QgsCoordinateReferenceSystem("EPSG:32645")) == "EPSG:32645"
    assert crs_text(QgsCoordinateReferenceSystem()) == ""
    own = QgsCoordinateReferenceSystem()
    own.createFromProj("+proj=laea +lat_0=35 +lon_0=85 +datum=WGS84")
    assert "LAEA" in crs_text(own).upper() or "Lambert Azimuthal" in crs_text(own)
