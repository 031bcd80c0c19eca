"""What has no widgets under Qt 6: the engine's process, pictures, settings, what a server answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QMetaType, QUrl, QVariant
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from rock_glacier_inventory.plugin.common.settings import Settings
from rock_glacier_inventory.plugin.dock.engine_lines.engine_line import FAILED, OFF, READY
from rock_glacier_inventory.plugin.engine.warm_engine import WarmEngine
from rock_glacier_inventory.processing_provider.adapters.engine import Engine
from rock_glacier_inventory.processing_provider.capture.asking import looks, network
from rock_glacier_inventory.processing_provider.capture.asking.piece_store import CacheLimits, PieceStore
from rock_glacier_inventory.processing_provider.capture.asking.threads import Thread
from rock_glacier_inventory.processing_provider.capture.tiled.xmltree import NotXml, parsed

from .conftest import ROOT

INTERPRETER = ROOT / ".venv" / "engine" / "bin" / "python"
LIMIT_S = 60


def wait_for(what: Callable[[], Any]) -> None:
    end = time.monotonic() + LIMIT_S
    while not what():
        assert time.monotonic() < end, "it never came"
        QCoreApplication.processEvents()
        time.sleep(0.005)


@pytest.fixture
def warm(qgis_app: QCoreApplication) -> Iterator[Callable[[Path], WarmEngine]]:
    made: list[WarmEngine] = []

    def make(interpreter: Path) -> WarmEngine:
        made.append(WarmEngine(lambda: Engine(interpreter, None), warm=()))
        return made[-1]

    yield make
    for one in made:
        one.end()


def test_the_warm_engine_is_asked_and_answers(warm: Callable[[Path], WarmEngine], tmp_path: Path) -> None:
    if not INTERPRETER.exists():
        pytest.skip("the engine's environment is not here")
    engine, states, results, failures = warm(INTERPRETER), [], [], []
    engine.state_changed.connect(lambda state, _told: states.append(state))
    request = engine.ask(["create", "--output", str(tmp_path / "é 冰.gpkg"), "--title", "Qt 6"])
    request.finished.connect(results.append)
    refused = engine.ask(["create", "--output", str(tmp_path)])
    refused.failed.connect(lambda kind, sentence: failures.append((kind, sentence)))
    wait_for(lambda: results and failures)
    assert (tmp_path / "é 冰.gpkg").is_file()
    assert failures[0][0] == "output" and str(tmp_path) in failures[0][1]
    wait_for(lambda: states[-1] == READY)
    assert engine.process_id() > 0
    engine.end()
    assert (states[-1], engine.process_id()) == (OFF, 0)


def test_a_python_that_does_not_start_is_told(warm: Callable[[Path], WarmEngine], tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("no program")
    broken.chmod(0o755)
    engine, states = warm(broken), []
    engine.state_changed.connect(lambda state, told: states.append((state, told)))
    engine.start()
    wait_for(lambda: states and states[-1][0] == FAILED)
    assert str(broken) in states[-1][1] or "crashed" in states[-1][1]


def test_pictures_keep_their_pixels(qgis_app: QCoreApplication, tmp_path: Path) -> None:
    image = QImage(5, 3, QImage.Format.Format_RGB32)  # a row that has no whole number of eights
    image.fill(QColor(10, 20, 30))
    image.setPixelColor(4, 2, QColor(200, 100, 50))
    pixels = looks.pixels_of(image)
    assert pixels == bytes((10, 20, 30, 255)) * 14 + bytes((200, 100, 50, 255))
    assert looks.look(pixels) == ""
    store = PieceStore(tmp_path, tmp_path / "spare", CacheLimits())
    clear = image.convertToFormat(QImage.Format.Format_ARGB32)
    clear.setPixelColor(0, 0, QColor(0, 0, 0, 0))
    for number, kept in enumerate((image, clear)):
        store.put("0123", str(number), kept)
        again, _size = store.get("0123", str(number))
        assert looks.pixels_of(again) == looks.pixels_of(kept)
        assert again.hasAlphaChannel() is (kept is clear)


def test_xml_is_read_and_document_types_are_refused(qgis_app: QCoreApplication) -> None:
    tree = parsed('<a:x xmlns:a="u" n="1"><y>é 冰</y></a:x>'.encode())
    assert (tree.name, tree.attributes["n"], tree.words("y")) == ("x", "1", "é 冰")
    with pytest.raises(NotXml):
        parsed(b'<!DOCTYPE x [<!ENTITY e "y">]><x>&e;</x>')


def test_how_a_server_is_asked_reaches_qt(qgis_app: QCoreApplication) -> None:
    """Enums of PyQt6 are no numbers, and Qt reads an attribute as one: 0 would be another meaning."""
    attribute, control = QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl
    request = QNetworkRequest(QUrl("http://127.0.0.1/"))
    request.setAttribute(attribute, control.PreferCache)
    kept = QVariant(request.attribute(attribute))
    assert kept.convert(QMetaType(QMetaType.Type.Int.value)) and kept.value() == 2


def test_an_answer_that_does_not_come_is_a_fault(qgis_app: QCoreApplication) -> None:
    manager = QNetworkAccessManager()
    reply = manager.get(QNetworkRequest(QUrl("http://127.0.0.1:9/")))  # where nobody listens
    wait_for(reply.isFinished)
    assert reply.error() == QNetworkReply.NetworkError.ConnectionRefusedError
    assert network.status_of(reply) is None
    assert network.fault_of(reply).reason == network.CONNECTION
    reply.deleteLater()


def test_a_thread_does_its_thing(qgis_app: QCoreApplication) -> None:
    done: list[int] = []
    thread = Thread(lambda *values: done.extend(values), 1, 2)
    thread.start()
    assert thread.wait(5000) and done == [1, 2]


def test_settings_keep_their_types(qgis_app: QCoreApplication) -> None:
    settings = Settings()
    settings.context_metres, settings.models_folder = 333.0, "/é 冰"
    assert (Settings().context_metres, Settings().models_folder) == (333.0, "/é 冰")
