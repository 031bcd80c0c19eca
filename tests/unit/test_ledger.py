"""The ledger under real processes: killed, stopped, side by side, on a full and on a read-only disk."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time

import pytest
from detection_outputs import contents
from engine_here import run
from patchy import patchy_scene, save_patchy
from ready_engine import start

pytestmark = pytest.mark.usefixtures("kept_network")


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    """Model, scene, and the outputs of an unbroken run."""
    folder = tmp_path_factory.mktemp("Lauf 冰")
    model, scene = save_patchy(folder), patchy_scene(folder / "scene.tif", 900, 1000)
    options = ("detect", "--input", scene, "--model", model, "--minimum-area", 500, "--device", "cpu")
    whole = outputs(folder / "whole", options)
    return options, whole


def outputs(folder, options, *more):
    folder.mkdir(exist_ok=True)
    done = run(*options, "--output", folder / "c.gpkg", "--probability", folder / "p.tif", *more)
    assert done.code == 0, done
    return contents(folder), done.result


def wait_for_blocks(process, ledger, count):
    while len(list(ledger.glob("block-*.tif"))) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def test_killed_at_random_moments_it_goes_on_to_the_same_result(tmp_path, job):
    options, whole = job
    ledger, chance = tmp_path / "Buch 冰", random.Random(4)
    large = (*options, "--ledger", ledger, "--block-strides", 2)
    outs = ("--output", tmp_path / "c.gpkg", "--probability", tmp_path / "p.tif")
    for count in (2, 20):
        process = start(*large, *outs)
        wait_for_blocks(process, ledger, count)
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.communicate()
        assert not (tmp_path / "c.gpkg").exists()
    kept = len(list(ledger.glob("block-*.tif")))
    assert kept >= 20
    got, result = outputs(tmp_path, large)
    assert got == whole[0]
    assert result["blocks_from_ledger"] == kept
    assert result["blocks"] == 64
    assert [name for name in os.listdir(ledger) if name.startswith((".", "lock"))] == []


def test_a_stop_keeps_what_is_finished_and_says_so(tmp_path, job):
    options, _ = job
    ledger = tmp_path / "ledger"
    process = start(*options, "--ledger", ledger, "--block-strides", 2, "--output", tmp_path / "c.gpkg")
    wait_for_blocks(process, ledger, 3)
    process.send_signal(signal.SIGTERM)
    out, log = process.communicate(timeout=60)
    assert process.returncode == 1
    told = json.loads(out.splitlines()[-1])["error"]
    assert told["kind"] == "cancelled"
    assert "of 64 blocks, and the same settings go on from there." in told["message"]
    assert "Traceback" not in log
    assert not (ledger / "lock").exists()
    assert sorted(os.listdir(tmp_path)) == ["ledger"]


def test_two_runs_at_once_cannot_share_a_ledger(tmp_path, job):
    options, _ = job
    ledger = tmp_path / "ledger"
    large = (*options, "--ledger", ledger, "--block-strides", 1)
    first = start(*large, "--output", tmp_path / "a.gpkg")
    wait_for_blocks(first, ledger, 1)
    os.kill(first.pid, signal.SIGSTOP)
    try:
        second = run(*large, "--output", tmp_path / "b.gpkg")
        assert second.code == 1
        assert f"is in use by process {first.pid} on {socket.gethostname()}" in second.error
        assert not (tmp_path / "b.gpkg").exists()
    finally:
        first.kill()
        first.communicate()


@pytest.fixture
def locks(tmp_path):
    from rock_glacier_inventory.engine.blocks import ledger_lock

    def try_with(content, age=0.0):
        lock = tmp_path / "lock"
        lock.write_text(content if isinstance(content, str) else json.dumps(content))
        os.utime(lock, (time.time() - age,) * 2)
        with ledger_lock.locked(tmp_path):
            assert json.loads(lock.read_text())["pid"] == os.getpid()
        assert os.listdir(tmp_path) == []

    return try_with


def test_a_lock_is_held_by_the_living_only(locks):
    import psutil
    from rock_glacier_inventory.inventory.errors import UserError

    here, started = socket.gethostname(), psutil.Process().create_time()
    gone = subprocess.Popen(["true"])
    gone.wait()
    locks({"host": here, "pid": gone.pid, "started": started})
    locks({"host": here, "pid": os.getpid(), "started": started - 1000})  # the number was given anew
    locks({"host": here})
    locks({"host": "elsewhere", "pid": 1, "started": 1.0}, age=400)
    locks("", age=60)  # the power went
    for held, age in (
        ({"host": here, "pid": os.getpid(), "started": started}, 10_000),
        ({"host": "elsewhere", "pid": 1, "started": 1.0}, 100),
        ("", 0),
    ):
        with pytest.raises(UserError, match="is in use by process"):
            locks(held, age)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("ledger", "is a file"),
        ("ledger/thesis.docx", "holds other files (thesis.docx)"),
        ("ledger/ledger.json", "ledger.json is damaged"),
    ],
)
def test_what_is_no_ledger_is_refused(tmp_path, job, file, words):
    options, _ = job
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("no ledger")
    done = run(*options, "--ledger", tmp_path / "ledger", "--output", tmp_path / "c.gpkg")
    assert done.code == 1
    assert words in done.error
    assert os.listdir(tmp_path) == ["ledger"]


@pytest.fixture
def small_disk(make_small_disk):
    """A disk of 200 kB of its own."""
    return make_small_disk("small disk", "200k")


def test_a_full_disk_is_said_and_the_run_goes_on_elsewhere(small_disk, tmp_path, job):
    options, whole = job
    ledger = small_disk / "ledger"
    large = (*options, "--block-strides", 4)
    done = run(*large, "--output", tmp_path / "c.gpkg", "--ledger", ledger)
    assert done.code == 1
    assert "The disk is full" in done.error
    kept = list(ledger.glob("block-*.tif"))
    assert kept
    assert not list(ledger.glob(".*"))
    shutil.copytree(ledger, tmp_path / "moved")
    got, result = outputs(tmp_path, large, "--ledger", tmp_path / "moved")
    assert got == whole[0]
    assert result["blocks_from_ledger"] == len(kept)


def test_a_read_only_disk_is_said_before_any_work(small_disk, tmp_path, job):
    options, _ = job
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = run(*options, "--output", tmp_path / "c.gpkg", "--ledger", small_disk / "ledger")
    assert done.code == 1
    assert "cannot be written" in done.error
    assert not any("blocks" in message.get("message", "") for message in done.messages)
