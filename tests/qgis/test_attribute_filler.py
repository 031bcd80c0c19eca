"""Attributes while one maps: what is asked of the real engine after which gestures, and what is not."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject
from rock_glacier_inventory.gestures import operations, undoing
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.inventory.outline import Outline
from rock_glacier_inventory.inventory.schema import CANDIDATES, ROCK_GLACIERS
from rock_glacier_inventory.plugin.dock.engine_lines.engine_line import MISSING, READY, EngineLine
from rock_glacier_inventory.plugin.engine.attribute_filler import AttributeFiller, groups_of
from rock_glacier_inventory.plugin.engine.warm_engine import WarmEngine
from rock_glacier_inventory.plugin.session.elsewhere import Elsewhere
from rock_glacier_inventory.processing_provider.adapters.engine import Engine
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore
from rock_glacier_inventory.store.sources import Sources, sources_of, write_sources

from .conftest import children

ME = By("Ann Mapper")
LIMIT_S = 60


class Open(QObject):
    """An open inventory as the filler sees a session: the file is real, there are no layers and no map."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.inventory = GeoPackageStore(GdalConnection(path))
        self.elsewhere = Elsewhere(self.inventory)
        self.read_only = False
        self.reloaded: list[tuple[str, ...]] = []

    def sources(self) -> Sources:
        return sources_of(self.inventory.facts(), self.inventory.path)

    def set_sources(self, sources: Sources) -> None:
        write_sources(self.inventory, sources)

    def reload(self, names: tuple[str, ...]) -> None:
        self.reloaded.append(names)


class Desk:
    """Engine, filler and line, and what was said."""

    def __init__(self, engine: WarmEngine) -> None:
        self.engine, self.line = engine, EngineLine()
        self.told: list[tuple[str, str]] = []
        self.filled: list[list[int]] = []
        self.asked: list[tuple[str, ...]] = []
        self.filler = AttributeFiller(self.engine, self.line, lambda *values: self.told.append(values))
        self.filler.filled.connect(self.filled.append)
        self.engine.ask = self.note

    def note(self, arguments: Any) -> Any:
        self.asked.append(tuple(arguments))
        return WarmEngine.ask(self.engine, arguments)

    def rest(self, milliseconds: int = 100) -> None:
        """Until nothing is asked, and a little longer."""
        end, quiet = time.monotonic() + LIMIT_S, None
        while quiet is None or time.monotonic() < quiet:
            assert time.monotonic() < end
            QgsApplication.processEvents()
            time.sleep(0.005)
            busy = self.filler.is_busy or self.filler._waiting or self.engine._queue or self.engine._running
            quiet = None if busy else quiet or time.monotonic() + milliseconds / 1000


@pytest.fixture(scope="module")
def warm(qgis_app: QgsApplication, engine: Engine) -> Iterator[WarmEngine]:
    """One for all tests, as it is one for all inventories that are opened: to get warm takes it seconds."""
    warm = WarmEngine(lambda: engine)
    yield warm
    warm.end()
    assert children() == []


@pytest.fixture
def desk(warm: WarmEngine) -> Iterator[Desk]:
    desk = Desk(warm)
    yield desk
    desk.filler.stop()


@pytest.fixture
def cold_desk(desk: Desk) -> Desk:
    """One whose engine does not run."""
    desk.engine.end()
    assert children() == []
    return desk


@pytest.fixture
def file(new_inventory: Path, tmp_path: Path) -> Path:
    """A new inventory."""
    return Path(shutil.copy(new_inventory, tmp_path / "inventory é.gpkg"))


@pytest.fixture
def session(file: Path, sample: Path) -> Iterator[Open]:
    session = Open(file)
    session.set_sources(Sources(dem=str(sample / "dem.tif")))
    with closing(session.inventory):
        yield session


def outlines(sample: Path) -> list[Outline]:
    """Of the sample's rock glaciers, as the dock makes them."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsVectorLayer
    from rock_glacier_inventory.plugin.geometry.outlines import OutlineMaker

    layer = QgsVectorLayer(str(sample / "rock_glaciers.gpkg"), "truth", "ogr")
    maker = OutlineMaker(QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext())
    return [maker.outline(feature.geometry(), layer.crs()) for feature in layer.getFeatures()]


def values(session: Open, fid: int) -> dict[str, Any]:
    row = session.inventory.row(ROCK_GLACIERS, fid)
    assert row is not None
    return row


def wait_until(what: Callable[[], Any]) -> None:
    end = time.monotonic() + LIMIT_S
    while not what():
        assert time.monotonic() < end
        QgsApplication.processEvents()
        time.sleep(0.005)


# ---- what begins without a process, so that the one of the others is started once


@pytest.mark.parametrize("what", ["no source", "glaciers alone", "closed"])
def test_nothing_is_asked_for_nothing(cold_desk: Desk, session: Open, sample: Path, what: str) -> None:
    if what != "closed":
        session.set_sources(Sources(glaciers="rgi.gpkg") if what == "glaciers alone" else Sources())
    cold_desk.filler.open(session)
    if what == "closed":
        cold_desk.filler.close()
    operations.retrieve(session.inventory, outlines(sample)[0], ME)
    cold_desk.rest(1800)
    assert (cold_desk.asked, children(), cold_desk.told) == ([], [], [])


def test_a_drawing_that_is_undone_before_it_is_filled(cold_desk: Desk, session: Open, sample: Path) -> None:
    cold_desk.filler.open(session)
    operations.retrieve(session.inventory, outlines(sample)[0], ME)
    undoing.undo(session.inventory, ME.person)
    cold_desk.rest()
    assert (cold_desk.asked, cold_desk.told) == ([], [])
    assert session.inventory.connection.rows(f'SELECT count(*) FROM "{CANDIDATES.name}"') == [(0,)]


def test_the_engine_is_warm_before_the_first_gesture(cold_desk: Desk, session: Open) -> None:
    cold_desk.filler.open(session)
    assert cold_desk.engine.process_id() == 0, "not while the inventory opens"
    wait_until(lambda: cold_desk.engine.state == READY)
    assert (cold_desk.asked, cold_desk.line.dot.state) == ([], READY)


# ---- with a warm one


def test_many_are_filled_in_pieces_so_that_a_key_need_not_wait_for_all(desk: Desk, session: Open, sample: Path) -> None:
    desk.filler.open(session)
    fids = [operations.retrieve(session.inventory, outlines(sample)[0], ME) for _ in range(12)]
    desk.rest()
    assert desk.filled == [fids[:10], fids[10:]] and len(desk.asked) == 2
    assert all(values(session, fid)["STALE"] == 0 for fid in fids)


def test_a_gesture_is_followed_by_its_attributes(desk: Desk, session: Open, sample: Path) -> None:
    desk.filler.open(session)
    first, second = outlines(sample)[:2]
    fid = operations.retrieve(session.inventory, first, ME)
    assert desk.asked == [], "nothing is done before the gesture has returned"
    desk.rest()
    assert (desk.filled, desk.told) == ([[fid]], [])
    row = values(session, fid)
    assert row["STALE"] == 0 and row["ELE_MEAN"] > 0 and row["SLO_MEAN"] > 0 and row["PISR"] > 0
    assert "slope" in desk.line.found.whole() and row["ID"] in desk.line.found.toolTip()
    assert session.reloaded == [("rock_glaciers", "primary_markers")]
    assert session.elsewhere.look().by_others is False
    operations.refine_rock_glacier(session.inventory, fid, second, ME)
    desk.rest()
    assert values(session, fid)["STALE"] == 0
    assert values(session, fid)["ELE_MEAN"] != row["ELE_MEAN"]
    undoing.undo(session.inventory, ME.person)
    desk.rest()
    assert {name: values(session, fid)[name] for name in ("ELE_MEAN", "PISR", "STALE")} == {
        name: row[name] for name in ("ELE_MEAN", "PISR", "STALE")
    }
    assert len(desk.asked) == 2, "an undo brings its attributes along"


def test_what_comes_up_meanwhile_goes_into_one_request(desk: Desk, session: Open, sample: Path) -> None:
    desk.filler.open(session)
    drawn = outlines(sample)
    fids = [operations.retrieve(session.inventory, drawn[0], ME)]
    while not desk.filler.is_busy:
        QgsApplication.processEvents()
    fids += [operations.retrieve(session.inventory, outline, ME) for outline in drawn[1:4]]
    desk.rest()
    assert desk.filled == [fids[:1], fids[1:]]
    assert all(values(session, fid)["PISR"] for fid in fids)


def test_what_leaves_nothing_stale_asks_nothing(desk: Desk, session: Open, sample: Path) -> None:
    desk.filler.open(session)
    fid = operations.retrieve(session.inventory, outlines(sample)[0], ME)
    desk.rest()
    asked = len(desk.asked)
    operations.comment(session.inventory, ROCK_GLACIERS, fid, "snow", ME)
    operations.remove_rock_glacier(session.inventory, fid, "talus", ME)
    desk.rest()
    undoing.undo(session.inventory, ME.person)
    desk.rest()
    assert len(desk.asked) == asked


def test_a_failure_is_told_once_until_it_is_mended(desk: Desk, session: Open, sample: Path, tmp_path: Path) -> None:
    session.set_sources(Sources(dem=str(tmp_path / "gone.tif")))
    desk.filler.open(session)
    drawn = outlines(sample)
    fids = []
    for outline in drawn[:2]:
        fids.append(operations.retrieve(session.inventory, outline, ME))
        desk.rest()
    assert len(desk.asked) == 2
    assert [level for _, level in desk.told] == ["warning"]
    assert "not filled" in desk.told[0][0] and "gone.tif" in desk.told[0][0]
    assert [values(session, fid)["STALE"] for fid in fids] == [1, 1]
    session.set_sources(Sources(dem=str(sample / "dem.tif")))
    desk.filler.sources_changed()
    operations.refine_rock_glacier(session.inventory, fids[0], drawn[2], ME)
    desk.rest()
    assert values(session, fids[0])["STALE"] == 0
    assert len(desk.told) == 1


def test_without_an_engine_the_gestures_go_on(qgis_app: QgsApplication, session: Open, sample: Path) -> None:
    desk = Desk(WarmEngine(lambda: Engine(None)))
    desk.filler.open(session)
    fid = operations.retrieve(session.inventory, outlines(sample)[0], ME)
    desk.rest()
    assert values(session, fid)["STALE"] == 1
    assert desk.line.dot.state == MISSING
    assert len(desk.told) == 1 and desk.told[0][1] == "warning"
    desk.filler.stop()
    desk.engine.end()


def test_groups_follow_the_sources() -> None:
    assert groups_of(Sources()) == []
    assert groups_of(Sources(dem="d", glaciers="g")) == ["terrain", "radiation"]
    assert groups_of(Sources(maat="a", magt="g", precipitation="p")) == [
        "air-temperature",
        "ground-temperature",
        "precipitation",
    ]
