"""The algorithms that fill attributes, flag glaciers and sum radiation, with the real engine."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsRectangle,
    QgsTask,
    QgsVectorLayer,
)
from rock_glacier_inventory.inventory.schema import INFO_VERSION, INVENTORY_INFO, SCHEMA_VERSION
from rock_glacier_inventory.store.opening import open_store
from rock_glacier_inventory.store.sources import sources_of

from ..unit import plain_geopackage as geopackage
from .conftest import Feedback, RunAlgorithm, children
from .inventories import make_inventory


def rows(path: Path | str, query: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def remembered(path: Path) -> dict[str, str]:
    with closing(open_store(path, detections=True)) as store:
        return {key: value for key, value in vars(sources_of(store.facts(), path)).items() if value}


@pytest.fixture(scope="module")
def drawn_squares(sample: Path, provider: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inventory with five candidates and three rock glaciers on the simulated scene, to be copied."""
    path, run = tmp_path_factory.mktemp("squares") / "Inventar é 冰.gpkg", RunAlgorithm()
    run("createinventory", OUTPUT=str(path), CRS=QgsRasterLayer(str(sample / "dem.tif")).crs().authid())
    middle = QgsRasterLayer(str(sample / "dem.tif")).extent().center()
    for name, count, key in (("candidates", 5, "CANDIDATE_ID"), ("rock_glaciers", 3, "COMMENT")):
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        features = []
        for number in range(count):
            feature = QgsFeature(layer.fields())
            x, y = middle.x() + 60 * number - 150, middle.y()
            feature.setGeometry(
                QgsGeometry.fromMultiPolygonXY([QgsGeometry.fromRect(QgsRectangle(x, y, x + 100, y + 100)).asPolygon()])
            )
            feature[key] = f"r-{number}"
            features.append(feature)
        assert layer.dataProvider().addFeatures(features)[0]
        del layer
    run.project.clear()
    return path


@pytest.fixture
def squares(drawn_squares: Path, tmp_path: Path) -> Path:
    """A copy of `drawn_squares`."""
    assert sorted(path.name for path in drawn_squares.parent.iterdir()) == [drawn_squares.name], "no journal beside it"
    return Path(shutil.copy(drawn_squares, tmp_path))


@pytest.fixture(scope="module")
def climate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raster of 270 K over the whole Earth."""
    return constant(tmp_path_factory.mktemp("climate") / "maat.asc", "2701.5")


def constant(path: Path, value: str) -> Path:
    """A raster of one value over the whole Earth, in cells of ten degrees."""
    cells = "\n".join(" ".join([value] * 36) for _ in range(18))
    path.write_text(f"ncols 36\nnrows 18\nxllcorner -180\nyllcorner -90\ncellsize 10\nnodata_value -9999\n{cells}\n")
    path.with_suffix(".prj").write_text(
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]]'
    )
    return path


def test_the_groups_that_are_chosen(squares: Path, run: RunAlgorithm, sample: Path) -> None:
    done = run("attributes", INVENTORY=str(squares), DEM=str(sample / "dem.tif"), GROUPS=["terrain"])
    assert done.results["COUNT"] == 3
    assert rows(squares, "SELECT count(ID), count(ELE_MEAN), count(PISR) FROM rock_glaciers") == [(3, 3, 0)]
    again = run("attributes", INVENTORY=str(squares), DEM=str(sample / "dem.tif"), GROUPS=["terrain"])
    assert again.results["COUNT"] == 0
    all_anew = run(
        "attributes", INVENTORY=str(squares), DEM=str(sample / "dem.tif"), GROUPS=["terrain"], ONLY_DUE=False
    )
    assert all_anew.results["COUNT"] == 3


def test_all_sources_at_once_and_remembered(
    squares: Path, run: RunAlgorithm, sample: Path, climate: Path, tmp_path: Path
) -> None:
    run(
        "attributes",
        INVENTORY=str(squares),
        LAYER="candidates",
        DEM=str(sample / "dem.tif"),
        SUBREGIONS=str(sample / "subregions.gpkg"),
        GLACIERS=str(sample / "glaciers.gpkg"),
        MAAT=str(climate),
        MAAT_UNIT="0.1 K",
        LAPSE_RATE=6.5,
        MAAT_ELEVATION=str(constant(tmp_path / "orog.asc", "4000")),
        PERMAFROST=str(constant(tmp_path / "zones.asc", "2")),
        PERMAFROST_CLASSES="2=sporadic",
        PZI=str(constant(tmp_path / "pzi.asc", "0.5")),
        CLIMATE_METHOD="marker",
        DAYS="172-173",
        ALBEDO=0.3,
        REMEMBER=True,
    )
    (found,) = rows(
        squares,
        "SELECT count(ELE_MEAN), count(PISR), avg(MAAT - 6.5 * (4000 - ELE_MEAN) / 1000), count(GLAC_FRAC), "
        "count(SUBREGION), count(AP), group_concat(DISTINCT PERMAFROST), avg(PZI) FROM candidates",
    )
    assert found == (5, 5, pytest.approx(-3.0, abs=1e-3), 5, 5, 0, "sporadic", 0.5)
    assert remembered(squares) == {
        "dem": str(sample / "dem.tif"),
        "maat": str(climate),
        "maat_unit": "0.1 K",
        "lapse_rate": "6.5",
        "maat_elevation": str(tmp_path / "orog.asc"),
        "permafrost": str(tmp_path / "zones.asc"),
        "permafrost_classes": "2=sporadic",
        "pzi": str(tmp_path / "pzi.asc"),
        "glaciers": str(sample / "glaciers.gpkg"),
        "climate_method": "marker",
        "radiation": '{"albedo": 0.3, "days": [172, 173]}',
    }
    done = run("attributes", INVENTORY=str(squares))
    assert done.results["COUNT"] == 3, "with what it remembers"
    again = "SELECT count(PISR), avg(MAAT - 6.5 * (4000 - ELE_MEAN) / 1000), count(PERMAFROST) FROM rock_glaciers"
    assert rows(squares, again) == [(3, pytest.approx(-3.0, abs=1e-3), 3)]


def test_without_any_source(squares: Path, run: RunAlgorithm) -> None:
    with pytest.raises(QgsProcessingException, match=r"give a source.*'Elevation model'.*'Remember") as told:
        run("attributes", INVENTORY=str(squares))
    assert "--" not in str(told.value), "an option of the command line is no word for a person in QGIS"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"MAAT": "none.nc"}, "none.nc"),
        ({"MAAT": "{climate}", "MAAT_YEARS": "then"}, "no range of years"),
        ({"DAYS": "summer"}, "no range of days"),
        ({"GROUPS": ["precipitation"]}, "'precipitation' has no source"),
        ({"GROUPS": ["glaciers"]}, "of candidates only"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    squares: Path, run: RunAlgorithm, sample: Path, climate: Path, changes: dict, words: str
) -> None:
    changes = {
        key: value.format(climate=climate) if isinstance(value, str) else value for key, value in changes.items()
    }
    with pytest.raises(QgsProcessingException, match=words) as caught:
        run("attributes", INVENTORY=str(squares), DEM=str(sample / "dem.tif"), **changes)
    assert "\n" not in str(caught.value)
    assert rows(squares, "SELECT count(AREA) FROM rock_glaciers") == [(0,)]


# ---- glaciers


def inventory_of_squares(path: Path) -> Path:
    """Three candidates of half a hundredth of a degree, from 80 E 30 N on."""
    make_inventory(path, candidates=3)
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        geopackage.insert_rows(connection, INVENTORY_INFO, [(INFO_VERSION, str(SCHEMA_VERSION))])
    return path


def glacier_layer(crs: str) -> QgsVectorLayer:
    """A layer in memory that covers the first of the candidates of `make_inventory`, and half the next."""
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "ice", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(79.99, 29.99, 80.0125, 30.02)))
    layer.dataProvider().addFeature(feature)
    return layer


def test_flag_glaciers_from_a_layer_in_memory(run: RunAlgorithm, tmp_path: Path) -> None:
    path = inventory_of_squares(tmp_path / "a.gpkg")
    opened = QgsVectorLayer(f"{path}|layername=candidates", "open", "ogr")
    ice = glacier_layer("EPSG:4326")
    for layer in (opened, ice):
        run.project.addMapLayer(layer)
    done = run("flagglaciers", INVENTORY=str(path), GLACIERS=ice.id())
    assert done.results["COUNT"] == 3
    shares = [feature["GLAC_FRAC"] for feature in opened.getFeatures()]
    assert shares == pytest.approx([1.0, 0.5, 0.0], abs=1e-6), "the open layer shows it"
    assert done.context.layersToLoadOnCompletion() == {}
    assert any("beyond all glaciers" in text for text in done.feedback.warnings)


class Hearing(Feedback):
    """Keeps errors too."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []

    def reportError(self, error: str, fatal: bool = False) -> None:
        self.errors.append(error)


def test_a_layer_in_memory_cannot_be_remembered(run: RunAlgorithm, tmp_path: Path) -> None:
    path = inventory_of_squares(tmp_path / "a.gpkg")
    ice = glacier_layer("EPSG:4326")
    run.project.addMapLayer(ice)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("rockglacier:flagglaciers")
    context, feedback = QgsProcessingContext(), Hearing()
    context.setProject(run.project)
    parameters = {"INVENTORY": str(path), "GLACIERS": ice.id(), "REMEMBER": True}
    _, well = algorithm.run(parameters, context, feedback, {}, False)
    assert not well
    assert any("exists only in QGIS" in error for error in feedback.errors)
    assert rows(path, "SELECT count(GLAC_FRAC) FROM candidates") == [(0,)]


def test_flag_glaciers_only_where_due_and_from_what_is_remembered(
    squares: Path, run: RunAlgorithm, sample: Path
) -> None:
    inventory, ice = str(squares), str(sample / "glaciers.gpkg")
    first = run("flagglaciers", INVENTORY=inventory, GLACIERS=ice, REMEMBER=True)
    assert first.results["COUNT"] > 0
    assert run("flagglaciers", INVENTORY=inventory).results["COUNT"] == 0
    assert run("flagglaciers", INVENTORY=inventory, ONLY_DUE=False).results["COUNT"] == first.results["COUNT"]
    shares = [row[0] for row in rows(inventory, "SELECT GLAC_FRAC FROM candidates")]
    assert all(0 <= share <= 1 for share in shares)


# ---- solar radiation


def test_solar_radiation_as_a_raster(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    dem = QgsRasterLayer(str(sample / "dem.tif"))
    output = tmp_path / "pisr é 冰.tif"
    middle = dem.extent().center()
    area = QgsVectorLayer(f"Polygon?crs={dem.crs().authid()}", "area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(middle.x(), middle.y(), middle.x() + 99, middle.y() + 99)))
    area.dataProvider().addFeature(feature)
    run.project.addMapLayer(area)
    done = run("solarradiation", DEM=dem.source(), AREA=area.id(), OUTPUT=str(output), COMPONENTS=True, DAYS="170-175")
    assert done.results["COUNT"] > 0
    assert 10 < done.results["MEAN"] < 70
    raster = QgsProcessingUtils.mapLayerFromString(done.results["OUTPUT"], done.context)
    assert isinstance(raster, QgsRasterLayer)
    assert raster.bandCount() == 5
    assert (raster.width(), raster.height()) == (dem.width(), dem.height())
    value, known = raster.dataProvider().sample(feature.geometry().centroid().asPoint(), 1)
    assert known and 10 < value < 70
    _, known = raster.dataProvider().sample(
        dem.extent().center() - (feature.geometry().centroid().asPoint() - middle) * 20, 1
    )
    assert not known


# ---- a stop


class _Task(QgsTask):
    """An algorithm in the background, as the toolbox runs it."""

    def __init__(self, name: str, parameters: dict, feedback: Feedback) -> None:
        super().__init__(name)
        self.algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{name}")
        self.context, self.feedback, self.ended = QgsProcessingContext(), feedback, None
        self.context.setFeedback(feedback)
        self.algorithm.prepare(parameters, self.context, feedback)

    def run(self) -> bool:
        self.ended = self.algorithm.runPrepared({}, self.context, self.feedback)
        return True


def test_cancel_leaves_a_whole_inventory(provider: object, squares: Path, sample: Path, tmp_path: Path) -> None:
    feedback = Feedback()
    task = _Task("attributes", {"INVENTORY": str(squares), "DEM": str(sample / "dem.tif")}, feedback)
    QgsApplication.taskManager().addTask(task)
    end = time.monotonic() + 90
    while not feedback.steps and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.005)
    feedback.cancel()
    while task.ended is None and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.01)
    assert task.ended == {}
    assert children() == []
    assert rows(squares, "PRAGMA integrity_check") == [("ok",)]
    assert rows(squares, "SELECT count(AREA) FROM rock_glaciers") in ([(0,)], [(3,)])
