"""Levels of candidates and places, asked of the real engine: what is kept, asked again, and passed by."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsGeometry
from rock_glacier_inventory.inventory.levels import Levels
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY
from rock_glacier_inventory.plugin.dock.engine_lines.engine_line import READY
from rock_glacier_inventory.plugin.engine.level_asker import Answer, LevelAsker, Place
from rock_glacier_inventory.plugin.engine.warm_engine import WarmEngine
from rock_glacier_inventory.plugin.geometry.outlines import geometry_of
from rock_glacier_inventory.processing_provider.adapters.engine import Engine
from rock_glacier_inventory.store.geopackage.gdal_connection import GdalConnection
from rock_glacier_inventory.store.geopackage.store import GeoPackageStore

from ..desktop.beginnings import made
from .conftest import children

LIMIT_S = 60


def wait_for(what: Callable[[], Any]) -> None:
    end = time.monotonic() + LIMIT_S
    while not what():
        assert time.monotonic() < end, "it never came"
        QgsApplication.processEvents()
        time.sleep(0.005)


class Desk:
    """An asker on an inventory with kept probability, what was asked of its engine, and what came."""

    def __init__(self, engine: WarmEngine, path: Path) -> None:
        self.engine, self.path, self.asked = engine, path, []
        self.came: list[tuple[Place, Answer]] = []
        self.told: list[tuple[str, str]] = []
        self.asker = LevelAsker(engine, lambda *words: self.told.append(words))
        self.asker.answered.connect(lambda *answer: self.came.append(answer))
        engine.ask = self._note
        self.asker.open(path)
        with closing(GeoPackageStore(GdalConnection(path))) as store:
            rows = store.rows(CANDIDATES, ("CANDIDATE_ID", GEOMETRY, "AREA"))
        self.outlines = {row[1]: (geometry_of(row[2]), row[3]) for row in rows}
        self.ids = list(self.outlines)

    def _note(self, arguments: Any, **more: Any) -> Any:
        self.asked.append(tuple(arguments))
        return WarmEngine.ask(self.engine, arguments, **more)

    def answer(self, place: Place) -> Answer:
        """Ask, and wait for the answer."""
        self.came.clear()
        self.asker.ask(place)
        wait_for(lambda: self.came)
        assert [told for told, _ in self.came] == [place]
        return self.came[0][1]


@pytest.fixture(scope="module")
def warm(qgis_app: QgsApplication, engine: Engine) -> Iterator[WarmEngine]:
    warm = WarmEngine(lambda: engine, warm=())
    yield warm
    warm.end()
    assert children() == []


@pytest.fixture
def desk(warm: WarmEngine, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(warm, Path(shutil.copy(made("few.gpkg"), tmp_path / "é 冰.gpkg")))
    yield desk
    desk.asker.stop()
    assert desk.told == []


def test_a_candidate_has_levels_and_they_are_asked_for_once(desk: Desk) -> None:
    first = desk.ids[0]
    levels = desk.answer(first)
    assert isinstance(levels, Levels) and levels.found is not None and levels.candidate == first
    found, (outline, area) = levels[levels.found], desk.outlines[first]
    assert QgsGeometry.fromWkt(found.outline).symDifference(outline).area() == pytest.approx(0.0, abs=1e-12)
    assert found.area == pytest.approx(area, rel=1e-6)
    assert desk.asker.known(first) is levels
    assert desk.answer(first) is levels and len(desk.asked) == 1


def test_a_file_that_is_opened_again_is_asked_anew(desk: Desk) -> None:
    """Another DEM was named in the settings, and edges ask it."""
    first = desk.answer(desk.ids[0])
    desk.asker.open(desk.path)
    assert desk.asker.known(desk.ids[0]) is None
    assert desk.answer(desk.ids[0]) is not first and len(desk.asked) == 2


def test_the_ground_at_a_place_is_asked_for_each_time(desk: Desk) -> None:
    inside = desk.outlines[desk.ids[0]][0].pointOnSurface().asPoint()
    place = inside.x(), inside.y()
    levels = desk.answer(place)
    assert isinstance(levels, Levels) and levels.candidate == ""
    assert QgsGeometry.fromWkt(levels[levels.steepest].outline).contains(inside)
    assert desk.asker.known(place) is None, "the next detection may find something else there"
    desk.answer(place)
    assert len(desk.asked) == 2
    nowhere = desk.answer((10.0, 46.0))
    assert isinstance(nowhere, str) and "draw" in nowhere


def test_what_is_passed_by_is_not_asked_for_and_a_cold_engine_is_left_alone(desk: Desk) -> None:
    desk.engine.end()
    desk.asker.look_at(desk.ids[0])
    end = time.monotonic() + 0.5
    wait_for(lambda: time.monotonic() > end)
    assert (desk.asked, children()) == ([], [])
    desk.engine.start()
    wait_for(lambda: desk.engine.state == READY)
    for identifier in desk.ids:
        desk.asker.look_at(identifier)
    wait_for(lambda: desk.came)
    assert [place for place, _ in desk.came] == [desk.ids[-1]] and len(desk.asked) == 1


def test_what_an_ended_engine_has_forgotten_is_asked_again(desk: Desk) -> None:
    desk.asker.ask(desk.ids[0])
    wait_for(lambda: desk.engine._running is not None)
    desk.engine.end()
    assert isinstance(desk.answer(desk.ids[0]), Levels)


def test_what_failed_for_the_moment_is_not_kept_and_what_the_file_lacks_is(desk: Desk) -> None:
    lacking = desk.answer("no such candidate")
    assert isinstance(lacking, str) and desk.asker.known("no such candidate") == lacking
    absent = WarmEngine(lambda: Engine(Path("/no/such/python")))
    without = Desk(absent, desk.asker._inventory)
    sentence = without.answer(without.ids[0])
    assert isinstance(sentence, str) and sentence
    assert without.asker.known(without.ids[0]) is None, "an engine may be set up in a minute"
    without.asker.stop()
