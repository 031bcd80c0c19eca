"""The engine as a child process: messages, ends, cancel, and nothing of QGIS leaking in."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingException, QgsTask
from rock_glacier_inventory.inventory.requests.small import (
    CreateRequest,
    EnvironmentRequest,
    ModelsRequest,
    OverviewRequest,
)
from rock_glacier_inventory.processing_provider.adapters.engine import Engine
from rock_glacier_inventory.processing_provider.adapters.engine_process import LOG_TAG, run_engine

from .conftest import Feedback


def script(tmp_path: Path, text: str) -> list[str]:
    """A real child process that says what the engine might say."""
    path = tmp_path / "child.py"
    path.write_text(f"import os, sys, time, signal\n{text}\n", "utf-8")
    return [sys.executable, "-I", str(path)]


def test_the_engine_answers(qgis_app: QgsApplication, engine: Engine) -> None:
    values = run_engine(engine.prefix, EnvironmentRequest(), Feedback())
    assert values is not None
    assert "engine-" in values["environment"]


def test_messages_become_feedback(qgis_app: QgsApplication, tmp_path: Path) -> None:
    prefix = script(
        tmp_path,
        r"""
def say(text): sys.stdout.write(text); sys.stdout.flush()
say('{"progress": 0.25, "message": "Reading"}\n{"progress": 0.5, "mess')
time.sleep(0.3)
say('age": "Reading"}\n')
say('a library prints\n{"warning": "low memory"}\n')
sys.stderr.write('INFO read https://x.org/a?api_key=abc123\n')
say('{"result": {"n": 7, "name": "\\u51b0"}}')
""",
    )
    feedback = Feedback()
    assert run_engine(prefix, ModelsRequest(), feedback) == {"n": 7, "name": "冰"}
    assert feedback.fractions == [25.0, 50.0]
    assert feedback.steps == ["Reading"]
    assert feedback.warnings == ["low memory"]
    assert "a library prints" in feedback.debug
    assert any("api_key=***" in line for line in feedback.debug)


def test_a_users_error_is_the_sentence_alone(qgis_app: QgsApplication, engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        run_engine(engine.prefix, CreateRequest(output=tmp_path / "no/such/inventory.gpkg"), Feedback())
    assert "does not exist" in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert LOG_TAG not in str(caught.value)


def test_a_fault_is_a_sentence_and_its_traceback_is_in_the_log(qgis_app: QgsApplication, tmp_path: Path) -> None:
    prefix = script(
        tmp_path,
        r"""
sys.stderr.write("Traceback (most recent call last):\n  secret token=abc123\nZeroDivisionError: x\n")
print('{"error": {"kind": "fault", "message": "The engine stopped on a fault of its own."}}')
sys.exit(3)
""",
    )
    lines: list[tuple[str, str]] = []

    def keep(message: str, tag: str, level: int) -> None:
        lines.append((tag, message))

    QgsApplication.messageLog().messageReceived.connect(keep)
    try:
        with pytest.raises(QgsProcessingException) as caught:
            run_engine(prefix, ModelsRequest(), Feedback())
    finally:
        QgsApplication.messageLog().messageReceived.disconnect(keep)
    assert str(caught.value).startswith("The engine stopped on a fault of its own.")
    assert "Traceback" not in str(caught.value)
    logged = "\n".join(message for tag, message in lines if tag == LOG_TAG)
    assert "ZeroDivisionError" in logged
    assert "abc123" not in logged


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "ended from outside or crashed"),
        ("sys.exit(3)", "exit code 3"),
        ("sys.exit(2)", "did not understand its options"),
        ("pass", "exit code 0"),
    ],
)
def test_every_other_end_is_a_sentence_too(qgis_app: QgsApplication, tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        run_engine(script(tmp_path, text), ModelsRequest(), Feedback())


def test_an_interpreter_that_does_not_start(qgis_app: QgsApplication, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="could not be started"):
        run_engine([str(tmp_path / "none"), "-I", "x"], EnvironmentRequest(), Feedback())


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class _Task(QgsTask):
    """Runs the engine in the background, as the toolbox does."""

    def __init__(self, prefix: list[str], feedback: Feedback) -> None:
        super().__init__("engine")
        self.prefix, self.feedback, self.value = prefix, feedback, "not run"

    def run(self) -> bool:
        self.value = run_engine(self.prefix, ModelsRequest(), self.feedback)
        return True


def test_cancel_ends_the_child(qgis_app: QgsApplication, tmp_path: Path) -> None:
    prefix = script(
        tmp_path,
        """
print('{"progress": 0.1}', flush=True)
open(sys.argv[0] + '.pid', 'w').write(str(os.getpid()))
time.sleep(60)
""",
    )
    feedback = Feedback()
    task = _Task(prefix, feedback)
    QgsApplication.taskManager().addTask(task)
    pid_file = tmp_path / "child.py.pid"
    while not (pid_file.exists() and pid_file.read_text()):
        QgsApplication.processEvents()
        time.sleep(0.02)
    started = time.monotonic()
    feedback.cancel()
    while task.value == "not run":
        QgsApplication.processEvents()
        time.sleep(0.02)
        assert time.monotonic() - started < 10
    assert task.value is None
    assert not alive(int(pid_file.read_text()))


def test_cancel_from_another_thread_while_the_main_thread_waits(qgis_app: QgsApplication, tmp_path: Path) -> None:
    feedback = Feedback()
    threading.Timer(0.5, feedback.cancel).start()
    started = time.monotonic()
    assert run_engine(script(tmp_path, "time.sleep(60)"), ModelsRequest(), feedback) is None
    assert time.monotonic() - started < 10


def test_a_run_that_was_cancelled_before_starts_nothing(qgis_app: QgsApplication, tmp_path: Path) -> None:
    feedback = Feedback()
    feedback.cancel()
    assert run_engine(script(tmp_path, "open(sys.argv[0] + '.ran', 'w')"), ModelsRequest(), feedback) is None
    assert not (tmp_path / "child.py.ran").exists()


def test_variables_of_qgis_do_not_reach_the_engine(
    qgis_app: QgsApplication, engine: Engine, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With QGIS's own values (here: wrong ones) for every one of them, the result is right."""
    poison = tmp_path / "poison"
    poison.mkdir()
    for name in ("numpy", "rasterio", "json", "argparse"):
        (poison / f"{name}.py").write_text("raise ImportError('poisoned')", "utf-8")
    # Libraries of the right name with wrong contents, as those of another release are: Python itself
    # starts without them, numpy, rasterio and torch do not.
    for library in ("libstdc++.so.6", "libgcc_s.so.1", "libgomp.so.1"):
        (poison / library).write_bytes(b"not a library")
    for name in ("PYTHONHOME", "PYTHONPATH", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH"):
        monkeypatch.setenv(name, str(poison))
    monkeypatch.setenv("LD_LIBRARY_PATH", str(poison))
    picture = tmp_path / "overview.png"
    scene, reference = str(sample / "scene.tif"), sample / "rock_glaciers.gpkg"
    request = OverviewRequest(input=scene, reference=reference, output=picture, width=200)
    values = run_engine(engine.prefix, request, Feedback())
    assert values is not None
    assert picture.read_bytes().startswith(b"\x89PNG")
