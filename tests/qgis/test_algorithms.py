"""Each algorithm on a small simulated scene, with the real engine and the real network."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsTask,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QTextDocument
from rock_glacier_inventory.inventory.schema import CANDIDATES, LAYERS
from rock_glacier_inventory.processing_provider.adapters.results import style_on_completion

from .conftest import MODEL, Feedback, Run, RunAlgorithm, children


def layer_of(run: Run, key: str = "OUTPUT") -> QgsVectorLayer:
    layer = QgsProcessingUtils.mapLayerFromString(run.results[key], run.context)
    assert layer is not None
    assert layer.isValid()
    return layer


def rows(path: Path, query: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


# ---- create


def test_create(run: RunAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "Inventar é 冰.gpkg"
    done = run("createinventory", OUTPUT=str(path), TITLE="Tibet", CRS="EPSG:32645")
    assert done.results["OUTPUT"] == str(path)
    for name in ("ROCK_GLACIERS", "CANDIDATES", "PRIMARY_MARKERS", "SUBREGIONS"):
        layer = layer_of(done, name)
        assert layer.crs().authid() == "EPSG:32645"
        assert layer.featureCount() == 0
    to_open = done.context.layersToLoadOnCompletion()
    names = [details.name for details in to_open.values()]
    assert sorted(names) == ["Candidates", "Primary markers", "Rock glaciers", "Subregions"]
    layer = layer_of(done, "CANDIDATES")
    processor = to_open[done.results["CANDIDATES"]].postProcessor()
    processor.postProcessLayer(layer, done.context, done.feedback)
    assert layer.renderer().classAttribute() == "STATE"
    assert rows(path, "SELECT value FROM inventory_info WHERE key = 'title'") == [("Tibet",)]


def test_create_does_not_overwrite_work(run: RunAlgorithm, inventory: Path) -> None:
    before = inventory.read_bytes()
    with pytest.raises(QgsProcessingException, match=r"inventory\.gpkg"):
        run("createinventory", OUTPUT=str(inventory))
    assert inventory.read_bytes() == before


def test_create_in_a_folder_that_is_not_there(run: RunAlgorithm, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="none"):
        run("createinventory", OUTPUT=str(tmp_path / "none" / "inventory.gpkg"))


# ---- detect


def test_detect_into_all_outputs(detected: Run, sample: Path) -> None:
    layer = layer_of(detected)
    assert layer.featureCount() == detected.results["COUNT"] > 0
    assert [field.name() for field in layer.fields()] == list(CANDIDATES.field_names)
    for feature in layer.getFeatures():
        assert feature.geometry().isGeosValid()
        assert feature["AREA"] >= 10_000
        assert 0 < feature["PROB_MEAN"] <= feature["PROB_MAX"] <= 1
        assert feature["STATE"] == "undecided"
    scene = QgsRasterLayer(str(sample / "scene.tif"))
    assert layer.crs() == scene.crs()
    assert scene.extent().buffered(1).contains(layer.extent())
    probability = QgsRasterLayer(detected.results["PROBABILITY"])
    assert probability.isValid()
    assert probability.crs() == scene.crs()
    inventory = Path(detected.results["INVENTORY"])
    assert rows(inventory, "SELECT count(*) FROM candidates") == [(layer.featureCount(),)]
    assert rows(inventory, "SELECT model FROM runs") == [(MODEL,)]
    assert detected.feedback.fractions[-1] > 90
    assert any("tiles" in step for step in detected.feedback.steps)


def test_detect_finds_the_rock_glaciers(detected: Run, run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    """The candidates in the inventory against the truth of the simulated scene."""
    done = run(
        "evaluate",
        INPUT=f"{detected.results['INVENTORY']}|layername=candidates",
        REFERENCE=str(sample / "rock_glaciers.gpkg"),
        SUBREGIONS=str(sample / "subregions.gpkg"),
        OUTPUT=str(tmp_path / "accuracy.json"),
    )
    assert done.results["F1"] > 0.5
    assert json.loads((tmp_path / "accuracy.json").read_text("utf-8"))
    # As the log panel shows it, which is HTML: each row on a line of its own, the columns as in the file.
    log = QTextDocument()
    log.setHtml(done.feedback.htmlLog())
    table = (tmp_path / "accuracy.txt").read_text("utf-8").splitlines()
    assert "recall" in table[0].lower() and len(table) > 5 and max(map(len, table)) < 80
    assert set(table) <= set(log.toPlainText().splitlines())


def test_results_open_styled(detected: Run) -> None:
    """What QGIS does after a run: it opens the layers and hands them to their post-processors."""
    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject())
    for key, style, renderer in (
        ("OUTPUT", "candidates", "categorizedSymbol"),
        ("PROBABILITY", "probability", "singlebandpseudocolor"),
    ):
        destination = detected.results[key]
        layer = QgsProcessingUtils.mapLayerFromString(destination, detected.context)
        details = QgsProcessingContext.LayerDetails("x", context.project(), key)
        context.addLayerToLoadOnCompletion(destination, details)
        style_on_completion(context, destination, style)
        processor = context.layerToLoadOnCompletionDetails(destination).postProcessor()
        processor.postProcessLayer(layer, context, feedback)
        assert layer.renderer().type() == renderer


def test_detect_in_an_extent_and_in_the_selected_polygon(run: RunAlgorithm, sample: Path) -> None:
    """The west of the scene, given in degrees; the south of it, as the one selected polygon of two."""
    scene = QgsRasterLayer(str(sample / "scene.tif"))
    whole, middle = scene.extent(), scene.extent().center()
    west = QgsRectangle(whole.xMinimum(), whole.yMinimum(), middle.x(), whole.yMaximum())
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    to_degrees = QgsCoordinateTransform(scene.crs(), degrees, run.project)
    area = QgsVectorLayer(f"Polygon?crs={scene.crs().authid()}", "area", "memory")
    for edge in (whole.yMinimum(), whole.yMaximum()):
        feature = QgsFeature()
        half = QgsRectangle(whole.xMinimum(), edge, whole.xMaximum(), middle.y())
        feature.setGeometry(QgsGeometry.fromRect(half))
        area.dataProvider().addFeature(feature)
    area.selectByIds([1])
    run.project.addMapLayer(area)
    done = run(
        "detect",
        INPUT=str(sample / "scene.tif"),
        MODEL=MODEL,
        EXTENT=QgsReferencedRectangle(to_degrees.transformBoundingBox(west), degrees),
        AREA=QgsProcessingFeatureSourceDefinition(area.id(), True),
        THRESHOLD=0.01,
        MINIMUM_AREA=0,
        OUTPUT="memory:",
    )
    found = layer_of(done).extent()
    assert done.results["COUNT"] > 0
    assert found.xMaximum() < middle.x() + 100  # the rectangle is not quite one in the scene's system
    assert found.yMaximum() < middle.y() + 10


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"OUTPUT": None}, "Nothing would be kept"),
        ({"MODEL": "no-such-model"}, "no-such-model"),
        ({"INPUT": "none.tif"}, "none.tif"),
        ({"INVENTORY": "none.gpkg"}, "none.gpkg"),
        ({"EXTENT": "0,1,0,1 [EPSG:32645]"}, "extent"),
    ],
)
def test_detect_says_what_is_wrong(run: RunAlgorithm, sample: Path, changes: dict, words: str) -> None:
    parameters = {"INPUT": str(sample / "scene.tif"), "MODEL": MODEL, "OUTPUT": "memory:", **changes}
    with pytest.raises(QgsProcessingException, match=words) as caught:
        run("detect", **parameters)
    assert "\n" not in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_detect_wants_to_know_which_part_of_a_basemap(run: RunAlgorithm) -> None:
    layer = QgsRasterLayer("type=xyz&url=https://t.example.org/{z}/{x}/{y}.png&zmax=18", "Tiles", "wms")
    assert layer.isValid()
    run.project.addMapLayer(layer)
    with pytest.raises(QgsProcessingException, match="smaller extent"):
        run("detect", INPUT=layer.id(), MODEL=MODEL, OUTPUT="memory:")


class _Task(QgsTask):
    """An algorithm in the background, as the toolbox runs it."""

    def __init__(self, parameters: dict, feedback: Feedback) -> None:
        super().__init__("detect")
        self.algorithm = QgsApplication.processingRegistry().createAlgorithmById("rockglacier:detect")
        self.context, self.feedback, self.ended = QgsProcessingContext(), feedback, None
        self.context.setFeedback(feedback)
        self.algorithm.prepare(parameters, self.context, feedback)

    def run(self) -> bool:
        self.ended = self.algorithm.runPrepared({"OUTPUT": None}, self.context, self.feedback)
        return True


def test_cancel_leaves_nothing(provider: object, sample: Path, tmp_path: Path, inventory: Path) -> None:
    before = inventory.read_bytes()
    feedback = Feedback()
    probability = tmp_path / "probability.tif"
    task = _Task(
        {
            "INPUT": str(sample / "scene.tif"),
            "MODEL": MODEL,
            "PROBABILITY": str(probability),
            "INVENTORY": str(inventory),
            "RESOLUTION": 1.0,  # many tiles, so that it cannot be over too soon
        },
        feedback,
    )
    QgsApplication.taskManager().addTask(task)
    end = time.monotonic() + 90
    while not any("tiles" in step for step in feedback.steps) and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.01)
    assert len(children()) == 1
    feedback.cancel()
    cancelled = time.monotonic()
    while task.ended is None and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.01)
    assert task.ended == {}
    assert time.monotonic() - cancelled < 15
    assert children() == []
    assert inventory.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inventory.gpkg"]


def test_two_results_of_one_run_have_a_post_processor_each(qgis_app: QgsApplication) -> None:
    """QGIS deletes a context's post-processors with it: a shared one would be deleted twice."""
    project = QgsProject()
    for _ in range(2):
        context = QgsProcessingContext()
        for destination in ("a", "b"):
            details = QgsProcessingContext.LayerDetails("x", project, "OUTPUT")
            context.addLayerToLoadOnCompletion(destination, details)
            style_on_completion(context, destination, "candidates")
        first, second = (context.layerToLoadOnCompletionDetails(name).postProcessor() for name in ("a", "b"))
        assert first is not second
        del first, second, details, context


# ---- polygonize


@pytest.fixture(scope="module")
def larger(detected: Run) -> float:
    """Area of what a lower threshold gives."""
    run = RunAlgorithm()
    lower = run("polygonize", INPUT=detected.results["PROBABILITY"], OUTPUT="memory:", THRESHOLD=0.2)
    return sum(feature["AREA"] for feature in layer_of(lower).getFeatures())


@pytest.mark.parametrize("sink", ["memory:", "out.gpkg", "out.shp", "out.geojson"])
def test_polygonize_into_any_sink(detected: Run, larger: float, run: RunAlgorithm, tmp_path: Path, sink: str) -> None:
    output = sink if sink == "memory:" else str(tmp_path / sink)
    done = run("polygonize", INPUT=detected.results["PROBABILITY"], OUTPUT=output, THRESHOLD=0.5)
    layer = layer_of(done)
    assert layer.featureCount() == done.results["COUNT"] > 0
    assert sum(feature["AREA"] for feature in layer.getFeatures()) < larger


def test_a_sink_that_cannot_be_written_loses_nothing(detected: Run, run: RunAlgorithm, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="kept in") as caught:
        run("polygonize", INPUT=detected.results["PROBABILITY"], OUTPUT=str(tmp_path / "none" / "out.gpkg"))
    kept = str(caught.value).split("kept in ")[1].split(" until")[0]
    assert count(kept) > 0


def count(path: str) -> int:
    """In a frame of its own: what `raises` has caught keeps the test's frame, and its layers, too long."""
    layer = QgsVectorLayer(f"{path}|layername=candidates", "kept", "ogr")
    assert layer.isValid()
    return layer.featureCount()


# ---- an inventory and a layer at once


def for_the_map(run: RunAlgorithm, where: str = "TEMPORARY_OUTPUT") -> QgsProcessingOutputLayerDefinition:
    """An output as QGIS's dialogs give it with 'Open output file after running algorithm'."""
    return QgsProcessingOutputLayerDefinition(where, run.project)


@pytest.mark.parametrize("name", ["polygonize", "detect"])
def test_an_inventory_gets_the_candidates_and_the_map_no_twin_of_them(
    detected: Run, run: RunAlgorithm, sample: Path, inventory: Path, name: str
) -> None:
    image = detected.results["PROBABILITY"] if name == "polygonize" else str(sample / "scene.tif")
    model = {"MODEL": MODEL} if name == "detect" else {}
    done = run(name, INPUT=image, INVENTORY=str(inventory), OUTPUT=for_the_map(run), **model)
    uri = f"{inventory}|layername=candidates"
    assert list(done.context.layersToLoadOnCompletion()) == [uri]
    assert done.results["OUTPUT"] == uri, "what follows in a model has a layer to go on with"
    assert layer_of(done).featureCount() == done.results["COUNT"] > 0
    assert any("no temporary layer is made" in info for info in done.feedback.infos)


def test_a_layer_that_is_open_shows_what_came_however_its_file_is_spelled(
    detected: Run, run: RunAlgorithm, tmp_path: Path
) -> None:
    inventory = Path(shutil.copy(detected.results["INVENTORY"], tmp_path))
    uri = f"{inventory}|layername=candidates"
    for source in (uri, f"{inventory.parent / '..' / inventory.parent.name / inventory.name}|layername=candidates"):
        open_layer = QgsVectorLayer(source, "Candidates", "ogr")
        run.project.addMapLayer(open_layer)
        again = run(
            "polygonize",
            INPUT=detected.results["PROBABILITY"],
            THRESHOLD=0.9,
            INVENTORY=str(inventory),
            OUTPUT=for_the_map(run),
        )
        assert not again.context.layersToLoadOnCompletion(), "nothing else is opened"
        assert open_layer.featureCount() == rows(inventory, "SELECT count(*) FROM candidates")[0][0]
        run.project.clear()


def test_a_filtered_layer_of_the_inventory_is_that_layer_too(detected: Run, run: RunAlgorithm, inventory: Path) -> None:
    layer = QgsVectorLayer(f"{inventory}|layername=candidates", "Candidates", "ogr")
    assert layer.setSubsetString("\"STATE\" = 'undecided'")
    run.project.addMapLayer(layer)
    done = run("polygonize", INPUT=detected.results["PROBABILITY"], INVENTORY=str(inventory))
    assert not done.context.layersToLoadOnCompletion()
    assert layer.featureCount() == done.results["COUNT"] > 0


@pytest.mark.parametrize("where", ["a file", "a script's temporary layer"])
def test_what_is_asked_for_beside_an_inventory_is_made(
    detected: Run, run: RunAlgorithm, inventory: Path, tmp_path: Path, where: str
) -> None:
    output = for_the_map(run, str(tmp_path / "c.gpkg")) if where == "a file" else "TEMPORARY_OUTPUT"
    done = run("polygonize", INPUT=detected.results["PROBABILITY"], INVENTORY=str(inventory), OUTPUT=output)
    assert str(inventory) not in done.results["OUTPUT"]
    assert layer_of(done).featureCount() == done.results["COUNT"] > 0
    assert rows(inventory, "SELECT count(*) FROM candidates") == [(done.results["COUNT"],)]


def test_without_an_inventory_the_temporary_layer_is_the_result(detected: Run, run: RunAlgorithm) -> None:
    done = run("polygonize", INPUT=detected.results["PROBABILITY"], OUTPUT=for_the_map(run))
    assert list(done.context.layersToLoadOnCompletion()) == [done.results["OUTPUT"]]
    assert layer_of(done).featureCount() == done.results["COUNT"] > 0


# ---- attributes


def test_attributes_of_candidates_whose_layer_is_open(detected: Run, run: RunAlgorithm, sample: Path) -> None:
    inventory = detected.results["INVENTORY"]
    layer = QgsVectorLayer(f"{inventory}|layername=candidates", "open", "ogr")
    run.project.addMapLayer(layer)
    assert layer.featureCount() > 0
    done = run(
        "attributes",
        INVENTORY=inventory,
        LAYER="candidates",
        DEM=str(sample / "dem.tif"),
        SUBREGIONS=str(sample / "subregions.gpkg"),
        GROUPS=["terrain"],  # the loops of the radiation take seconds to compile, elsewhere
    )
    assert done.results["INVENTORY"] == inventory
    for feature in layer.getFeatures():  # the open layer shows what the engine wrote
        assert 0 < feature["ELE_MIN"] <= feature["ELE_MEAN"] <= feature["ELE_MAX"] < 9000
        assert 0 <= feature["SLO_MEAN"] < 90
        assert 0 <= feature["ASPECT"] < 360
        assert feature["SUBREGION"]
    # It is open already, so it is not opened again.
    assert done.context.layersToLoadOnCompletion() == {}


def test_attributes_of_a_file_that_is_no_inventory(run: RunAlgorithm, sample: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"glaciers\.gpkg"):
        run("attributes", INVENTORY=str(sample / "glaciers.gpkg"), DEM=str(sample / "dem.tif"))


# ---- evaluate


def test_evaluate_outlines_against_themselves(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    truth = str(sample / "rock_glaciers.gpkg")
    done = run("evaluate", INPUT=truth, REFERENCE=truth, OUTPUT=str(tmp_path / "accuracy.json"))
    for name in ("PRECISION", "RECALL", "F1", "IOU"):
        assert done.results[name] == pytest.approx(1)


def test_evaluate_a_memory_layer(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    """One of the reference outlines as a layer that exists in QGIS alone: precise, but little is found."""
    truth = QgsVectorLayer(str(sample / "rock_glaciers.gpkg"), "truth", "ogr")
    layer = QgsVectorLayer(f"MultiPolygon?crs={truth.crs().authid()}", "one", "memory")
    feature = QgsFeature()
    feature.setGeometry(next(truth.getFeatures()).geometry())
    layer.dataProvider().addFeature(feature)
    run.project.addMapLayer(layer)
    done = run("evaluate", INPUT=layer.id(), REFERENCE=truth.source(), OUTPUT=str(tmp_path / "accuracy.json"))
    assert done.results["PRECISION"] == pytest.approx(1, abs=1e-3)
    assert done.results["RECALL"] < 0.95


def test_the_schema_has_a_style_for_each_layer_with_geometry() -> None:
    styles = Path(__file__).resolve().parents[2] / "resources" / "styles"
    assert {layer.name for layer in LAYERS if layer.geometry_type} <= {path.stem for path in styles.glob("*.qml")}


# ---- sources


def test_sources(run: RunAlgorithm, inventory: Path, sample: Path, tmp_path: Path) -> None:
    done = run("sources", INPUT=f"{sample / 'dem.tif'};{sample / 'maat.tif'}", INVENTORY=str(inventory))
    assert done.results == {"GOOD": 1, "COUNT": 2}
    log = done.feedback.textLog().replace("\u00a0", " ")
    assert "rasters of float32" in log
    assert "the inventory has no outlines yet" in log
    assert not (tmp_path / "inventory.gpkg-wal").exists()
    broken = tmp_path / "冰.tif"
    broken.write_bytes(b"II*\0")
    done = run("sources", INPUT=str(broken))
    assert done.results == {"GOOD": 0, "COUNT": 1}
    assert "cannot be opened by any reader" in done.feedback.textLog()
