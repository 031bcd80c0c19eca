"""The warm engine as QGIS uses it: the real process, asked and told by signals."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QProcess
from rock_glacier_inventory.inventory import messages
from rock_glacier_inventory.plugin.dock.engine_lines.engine_line import (
    BUSY,
    FAILED,
    MISSING,
    OFF,
    READY,
    STARTING,
    EngineLine,
)
from rock_glacier_inventory.plugin.engine.warm_engine import CRASHED, NO_ENGINE, EngineRequest, WarmEngine
from rock_glacier_inventory.processing_provider.adapters.engine import Engine
from rock_glacier_inventory.processing_provider.adapters.engine_process import LOG_TAG

from .conftest import MODEL, children

LIMIT_S = 60


def wait_for(what: Callable[[], Any]) -> None:
    """Let QGIS work until something is so."""
    end = time.monotonic() + LIMIT_S
    while not what():
        assert time.monotonic() < end, "it never came"
        QgsApplication.processEvents()
        time.sleep(0.005)


class Heard:
    """What a request said."""

    def __init__(self, request: EngineRequest) -> None:
        self.progress: list[tuple[float | None, str]] = []
        self.warnings: list[str] = []
        self.results: list[dict[str, Any]] = []
        self.failures: list[tuple[str, str]] = []
        request.progress.connect(lambda *values: self.progress.append(values))
        request.warned.connect(self.warnings.append)
        request.finished.connect(self.results.append)
        request.failed.connect(lambda *values: self.failures.append(values))

    @property
    def is_over(self) -> bool:
        return bool(self.results or self.failures)


@pytest.fixture
def warm(qgis_app: QgsApplication, engine: Engine) -> Iterator[WarmEngine]:
    warm = WarmEngine(lambda: engine, warm=())
    yield warm
    warm.end()
    assert children() == []


@pytest.fixture
def logged(qgis_app: QgsApplication) -> Iterator[list[str]]:
    lines: list[str] = []

    def keep(message: str, tag: str, _level: int) -> None:
        if tag == LOG_TAG:
            lines.append(message)

    log = QgsApplication.messageLog()
    log.messageReceived.connect(keep)
    yield lines
    log.messageReceived.disconnect(keep)


def kill(warm: WarmEngine) -> None:
    os.kill(warm.process_id(), signal.SIGKILL)


def long_run(folder: Path) -> list[str]:
    return ["simulate", "--size=4096", "--seed=1", f"--output={folder}"]


def script(tmp_path: Path, text: str) -> Engine:
    """A real process that says what an engine might say."""
    program = tmp_path / "python"
    program.write_text(f"#!{sys.executable} -I\nimport os, sys, json\n{text}\n", "utf-8")
    program.chmod(0o755)
    return Engine(program)


def test_it_starts_on_the_first_need_and_answers_in_order(warm: WarmEngine) -> None:
    states: list[str] = []
    warm.state_changed.connect(lambda state, _told: states.append(state))
    assert (warm.state, warm.process_id(), children()) == (OFF, 0, [])
    heard = [Heard(warm.ask([name])) for name in ("environment", "models", "environment")]
    assert warm.state == OFF, "asking starts nothing before the dock has gone on"
    wait_for(lambda: heard[2].is_over)
    assert [len(request.results) for request in heard] == [1, 1, 1]
    assert heard[0].results[0]["present"] is True
    wait_for(lambda: warm.state == READY)
    assert states == [STARTING, BUSY, READY]
    assert children() == [warm.process_id()]


def test_what_a_person_waits_for_goes_before_all_that_waits(warm: WarmEngine) -> None:
    done: list[str] = []
    for name, first in (("one", False), ("two", False), ("key", True)):
        request = warm.ask(["models"], first=first)
        request.finished.connect(lambda _values, name=name: done.append(name))
    wait_for(lambda: len(done) == 3)
    assert done == ["key", "one", "two"]


def test_progress_comes_while_it_runs_and_asking_never_waits(warm: WarmEngine, sample: Path, tmp_path: Path) -> None:
    warm.start()
    wait_for(lambda: warm.state == READY)
    began = time.monotonic()
    words = [f"--input={sample / 'scene.tif'}", f"--model={MODEL}", f"--output={tmp_path / 'found.gpkg'}"]
    heard = Heard(warm.ask(["detect", *words]))
    assert time.monotonic() - began < 0.5, "less than the work"
    wait_for(lambda: heard.is_over)
    assert heard.results and len(heard.progress) > 1
    assert all(0 <= share <= 1 for share, _ in heard.progress if share is not None)


def test_failures_are_told_with_kind_and_sentence(warm: WarmEngine, logged: list[str]) -> None:
    missing = Heard(warm.ask(["overview", "--input=none.tif", "--output=none.png"]))
    wrong = Heard(warm.ask(["overview", "--colour=red"]))
    wait_for(lambda: wrong.is_over)
    assert missing.failures == [("input", "There is no file none.tif; check the path.")]
    assert wrong.failures[0][0] == messages.USAGE


def test_a_stop(warm: WarmEngine, tmp_path: Path) -> None:
    runs, waits = warm.ask(long_run(tmp_path / "a")), warm.ask(long_run(tmp_path / "b"))
    heard_runs, heard_waits = Heard(runs), Heard(waits)
    wait_for(lambda: heard_runs.progress)
    warm.stop(waits)
    assert heard_waits.failures == [(messages.CANCELLED, "")]
    warm.stop(runs)
    wait_for(lambda: heard_runs.is_over)
    assert heard_runs.failures[0][0] == messages.CANCELLED
    again = Heard(warm.ask(["environment"]))
    wait_for(lambda: again.is_over)
    assert again.results, "and the same process goes on"


def test_a_crash_is_survived_and_the_request_begun_again(warm: WarmEngine, tmp_path: Path) -> None:
    scene = tmp_path / "scene"
    heard = Heard(warm.ask(["simulate", "--size=256", "--seed=1", f"--output={scene}"]))
    after = Heard(warm.ask(["environment"]))
    wait_for(lambda: heard.progress)
    first = warm.process_id()
    kill(warm)
    wait_for(lambda: after.is_over)
    assert (len(heard.results), heard.failures) == (1, [])
    assert (scene / "scene.tif").is_file()
    assert after.results
    assert warm.process_id() not in (0, first)


def test_a_request_that_crashes_twice_is_given_up_and_the_next_is_done(
    warm: WarmEngine, tmp_path: Path, logged: list[str]
) -> None:
    heard = Heard(warm.ask(long_run(tmp_path / "scene")))
    after = Heard(warm.ask(["environment"]))
    for _ in range(2):
        seen = len(heard.progress)
        wait_for(lambda seen=seen: len(heard.progress) > seen)
        kill(warm)
        wait_for(lambda: warm.state != BUSY)
    wait_for(lambda: after.is_over)
    assert [kind for kind, _ in heard.failures] == [CRASHED]
    assert "out of memory" in heard.failures[0][1]
    assert after.results


def test_one_that_crashes_while_nothing_is_asked_starts_again_when_it_is(warm: WarmEngine) -> None:
    warm.start()
    wait_for(lambda: warm.state == READY)
    kill(warm)
    wait_for(lambda: warm.state == FAILED)
    heard = Heard(warm.ask(["environment"]))
    wait_for(lambda: heard.is_over)
    assert heard.results


def test_one_that_never_gets_ready_is_given_up(qgis_app: QgsApplication, tmp_path: Path, logged: list[str]) -> None:
    engine = script(tmp_path, "sys.stderr.write('ImportError: broken, token=hush1234\\n'); sys.exit(3)")
    warm = WarmEngine(lambda: engine, warm=())
    heard = [Heard(warm.ask([name])) for name in ("environment", "models")]
    wait_for(lambda: heard[1].is_over)
    assert [request.failures[0][0] for request in heard] == [CRASHED, CRASHED]
    assert warm.state == FAILED
    assert any("ImportError: broken" in text for text in logged)
    assert not any("hush1234" in text for text in logged)
    warm.end()


def test_what_is_no_answer_is_for_the_log(qgis_app: QgsApplication, tmp_path: Path) -> None:
    engine = script(
        tmp_path,
        """
print('{"ready": {}}', flush=True)
for line in sys.stdin:
    number = json.loads(line)["id"]
    print('a library prints\\n{"result": {"n": 0}, "id": 99}\\n{"warning": "low", "id": %d}' % number)
    print('{"result": {"n": 7, "name": "\\\\u51b0"}, "id": %d}' % number, flush=True)
""",
    )
    warm = WarmEngine(lambda: engine, warm=())
    heard = Heard(warm.ask(["x"]))
    wait_for(lambda: heard.is_over)
    assert (heard.results, heard.warnings) == ([{"n": 7, "name": "冰"}], ["low"])
    warm.end()


@pytest.mark.parametrize("interpreter", [None, "none/python", "broken"])
def test_without_an_engine_it_says_so(qgis_app: QgsApplication, tmp_path: Path, interpreter: str | None) -> None:
    if interpreter == "broken":
        (tmp_path / interpreter).write_text("no program")
    engine = Engine(tmp_path / interpreter if interpreter else None)
    told: list[tuple[str, str]] = []
    warm = WarmEngine(lambda: engine, warm=())
    warm.state_changed.connect(lambda *values: told.append(values))
    heard = Heard(warm.ask(["environment"]))
    assert not heard.is_over, "it is told later, when the dock has gone on"
    wait_for(lambda: heard.is_over)
    assert heard.failures[0][0] == NO_ENGINE
    state = FAILED if interpreter == "broken" else MISSING
    assert told[-1] == (state, heard.failures[0][1])
    warm.end()


def test_retiring_finishes_what_was_asked_and_leaves_no_process(warm: WarmEngine) -> None:
    heard = [Heard(warm.ask([name])) for name in ("environment", "models")]
    wait_for(lambda: warm.state == BUSY)
    warm.retire()
    wait_for(lambda: warm.state == OFF)
    assert all(request.results for request in heard)
    assert children() == []
    again = Heard(warm.ask(["environment"]))
    wait_for(lambda: again.is_over)
    assert again.results


def test_what_is_asked_while_it_ends_is_done_by_the_next(warm: WarmEngine) -> None:
    warm.start()
    wait_for(lambda: warm.state == READY)
    first = warm.process_id()
    warm.retire()
    heard = Heard(warm.ask(["environment"]))
    wait_for(lambda: heard.is_over)
    assert heard.results
    assert warm.process_id() not in (0, first)


def test_ending_leaves_no_process_whatever_it_does(qgis_app: QgsApplication, engine: Engine, tmp_path: Path) -> None:
    for state in (STARTING, READY, BUSY):
        warm = WarmEngine(lambda: engine, warm=())
        warm.start()
        if state == BUSY:
            heard = Heard(warm.ask(long_run(tmp_path / "scene")))
            wait_for(lambda heard=heard: heard.progress)
        else:
            wait_for(lambda state=state, warm=warm: warm.state == state)
        pid = warm.process_id()
        assert children() == [pid]
        warm.end()
        assert (warm.state, warm.process_id(), children()) == (OFF, 0, [])
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [], "a run that was ended has tidied up"
    warm.ask(["environment"])
    warm.end()
    QgsApplication.processEvents()
    assert children() == [], "and nothing begins after the end"


def test_ending_lets_it_tidy_up_where_no_signal_reaches_it(warm: WarmEngine, tmp_path: Path) -> None:
    """As on Windows, where Qt's `terminate` asks windows to close, and the engine has none."""
    heard = Heard(warm.ask(long_run(tmp_path / "scene")))
    wait_for(lambda: heard.progress)
    process = warm._process
    ended: list[tuple[int, object]] = []
    process.finished.connect(lambda code, status: ended.append((code, status)))
    process.terminate = lambda: None
    warm.end()
    assert ended == [(0, QProcess.ExitStatus.NormalExit)]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_another_python_is_taken_when_the_settings_name_one(
    qgis_app: QgsApplication, engine: Engine, tmp_path: Path
) -> None:
    chosen = [script(tmp_path, "print('{\"ready\": {}}', flush=True)\nsys.stdin.read()")]
    warm = WarmEngine(lambda: chosen[0], warm=())
    warm.start()
    wait_for(lambda: warm.state == READY)
    chosen[0] = engine
    heard = Heard(warm.ask(["environment"]))
    wait_for(lambda: heard.is_over)
    assert heard.results
    warm.end()


def test_the_line_tells_each_state(qgis_app: QgsApplication) -> None:
    line = EngineLine()
    tips = set()
    for state in (OFF, STARTING, READY, BUSY, FAILED, MISSING):
        line.show_state(state, "")
        tips.add(line.dot.toolTip())
        assert line.dot.accessibleName() == line.dot.toolTip() == line.toolTip()
    assert len(tips) == 6
    line.show_state(FAILED, "no such DEM")
    assert "no such DEM" in line.toolTip()
    line.show_found("RGU281527N0972426E", "4 812 m")
    assert (line.found.whole(), line.found.toolTip()) == ("4 812 m", "RGU281527N0972426E: 4 812 m")
