"""The warm engine, as a real process that is talked to by lines."""

from __future__ import annotations

import json
import signal
import sys

import numpy as np
import pytest
from affine import Affine
from engine_process import ROOT, Warm
from mapping import ME, SOUTH, WEST, make_inventory, open_inventory, outline_of, rows_of, square
from rasters import write_raster
from rock_glacier_inventory.gestures import operations
from rock_glacier_inventory.inventory import messages
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS


@pytest.fixture
def warm():
    with Warm() as warm:
        yield warm


@pytest.fixture(scope="module")
def lasting():
    """One for all who ask what harms nobody after them: it still answers when the last of them is done."""
    with Warm() as warm:
        yield warm
        assert warm.end()[0] == 0


@pytest.fixture(scope="module")
def warmed(tmp_path_factory):
    """Warm for attributes, and started by a host whose variables would break it."""
    folder = tmp_path_factory.mktemp("host")
    for library in ("libstdc++.so.6", "libgomp.so.1"):
        (folder / library).write_bytes(b"not a library")
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform != "win32":  # the loader's are of Unix
            for name in ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "LD_LIBRARY_PATH"):
                patch.setenv(name, str(folder))
        warm = Warm("--warm", "attributes")
    with warm:
        yield warm


def test_requests_are_answered_in_order_each_with_its_number(warm):
    warm.ask(1, "environment")
    warm.ask(2, "models")
    warm.ask(3, "overview", "--input", "nicht da 冰.tif", "--output", "a.png")
    first, second, third = (warm.line() for _ in range(3))
    assert (first["id"], first["result"]["present"]) == (1, True)
    assert second["id"] == 2 and second["result"]["models"]
    assert third["id"] == 3
    assert third["error"] == {"kind": "input", "message": "There is no file nicht da 冰.tif; check the path."}
    assert warm.end()[0] == 0


def test_the_end_of_the_input_ends_it_when_all_is_done(tmp_path):
    with Warm() as warm:
        for number in range(5):
            warm.ask(number, "create", "--output", tmp_path / f"{number}.gpkg")
        warm.process.stdin.close()
        said = [json.loads(line) for line in warm.process.stdout]
        assert [message["id"] for message in said if "result" in message] == list(range(5))
        assert warm.end()[0] == 0
    assert len(list(tmp_path.glob("*.gpkg"))) == 5


@pytest.mark.parametrize(
    "line", ["nonsense", "[1]", "{}", '{"id": "x", "arguments": []}', '{"id": 1, "arguments": [2]}', "é冰"]
)
def test_a_line_that_is_no_request_is_told_and_the_next_is_answered(lasting, line):
    lasting.say(line)
    lasting.say("")
    lasting.ask(4, "environment")
    wrong, right = lasting.line(), lasting.line()
    assert wrong["error"]["kind"] == "usage" and "id" not in wrong
    assert right["id"] == 4 and "result" in right


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "required"),
        (("nonsense",), "invalid choice"),
        (("detect",), "--input"),
        (("models", "--colour=red"), "--colour=red"),
        (("--help",), "command line"),
        (("models", "--help"), "command line"),
        (("serve",), "no command for the warm engine"),
    ],
)
def test_wrong_usage_is_a_failure_and_no_end(lasting, arguments, words):
    lasting.ask(1, *arguments)
    lasting.ask(2, "environment")
    wrong, right = lasting.line(), lasting.line()
    assert wrong["error"]["kind"] == "usage" and words in wrong["error"]["message"]
    assert "result" in right


def simulate(folder, size):
    return ("simulate", "--size", size, "--seed", 1, "--output", folder)


def test_a_stop_ends_what_runs_and_what_waits_and_nothing_else(warm, tmp_path):
    warm.ask(1, *simulate(tmp_path / "long", 4096))
    warm.ask(2, *simulate(tmp_path / "never", 4096))
    warm.ask(3, "environment")
    assert "progress" in warm.line()
    warm.say(messages.encode_asked(messages.StopRequest(2)))
    warm.say(messages.encode_asked(messages.StopRequest(99)))
    warm.say(messages.encode_asked(messages.StopRequest(1)))
    last, _ = warm.end_of(1)
    assert last["error"]["kind"] == "cancelled"
    waited, before = warm.end_of(2)
    assert waited["error"]["kind"] == "cancelled" and before == [], "it was never begun"
    assert "result" in warm.end_of(3)[0]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    warm.say(messages.encode_asked(messages.StopRequest(3)))  # too late: nothing happens
    warm.ask(4, "environment")
    assert "result" in warm.line()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_a_signal_stops_what_runs_and_ends_it_in_order(tmp_path):
    with Warm() as warm:
        warm.ask(1, *simulate(tmp_path / "long", 4096))
        warm.ask(2, "environment")
        assert "progress" in warm.line()
        warm.process.send_signal(signal.SIGTERM)
        assert warm.end_of(1)[0]["error"]["kind"] == "cancelled"
        assert warm.end_of(2)[0]["error"]["kind"] == "cancelled"
        # The input is still open: the thread that reads it must not keep the process.
        assert warm.process.wait(timeout=30) == 0
        assert "Fatal" not in warm.end()[1]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_a_signal_ends_it_while_nothing_runs(warm):
    warm.process.send_signal(signal.SIGTERM)
    assert warm.process.wait(timeout=30) == 0
    assert "Traceback" not in warm.end()[1]


def test_a_fault_and_what_libraries_print_break_nothing(tmp_path):
    """A real fault: an interpreter whose rasterio prints, in Python and below it, and then breaks."""
    code = (
        "import os, sys, runpy, rasterio\n"
        "def broken(*_, **__):\n"
        "    print('{\"result\": {}}'); os.write(1, b'from below\\n')\n"
        "    raise ZeroDivisionError('broken build, token=hush1234')\n"
        "rasterio.open = broken; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    (tmp_path / "x.tif").touch()
    with Warm(start=("-c", code, str(ROOT))) as warm:
        overview = ("overview", "--input", tmp_path / "x.tif", "--output", tmp_path / "api_key=hush1234.png")
        warm.ask(1, *overview)
        warm.ask(2, "environment")
        warm.ask(3, *overview)
        for number in (1, 3):
            last, before = warm.end_of(number)
            assert last["error"]["kind"] == "fault" and "ZeroDivisionError" in last["error"]["message"]
            assert all(message.get("id") == number or "result" in message for message in before)
        code, log = warm.end()
    assert code == 0
    assert "ZeroDivisionError: broken build" in log
    assert "from below" in log and '{"result": {}}' in log
    assert "hush1234" not in log


def test_it_ends_quietly_when_nobody_reads_any_more(tmp_path):
    with Warm() as warm:
        warm.process.stdout.close()
        for number in range(3):
            warm.ask(number, "environment")
        assert warm.process.wait(timeout=30) == 0
        assert "Exception ignored" not in warm.end()[1]


@pytest.mark.skipif(sys.platform == "win32", reason="the loader's variables are of Unix")
def test_variables_of_the_host_do_not_leak_in(warmed):
    assert warmed.ready["warm"] == ["attributes"]


def test_attributes_of_a_new_outline(tmp_path, warmed):
    """The dock's own case: warm, and a rock glacier that has just been drawn."""
    slope = np.tile(5000 - np.arange(120, dtype=np.float32)[:, None] * 15, (1, 1, 120))
    cell = 1 / 3600
    dem = write_raster(
        tmp_path / "dem é.tif",
        slope,
        crs="EPSG:4326",
        nodata=-32767,
        transform=Affine(cell, 0, WEST, 0, -cell, SOUTH + 120 * cell),
    )
    path = make_inventory(tmp_path / "inventory 冰.gpkg")
    inventory = open_inventory(path)
    assert warmed.ready["warm"] == ["attributes"]
    assert warmed.ready["process"] == warmed.process.pid
    for number in range(2):
        outline = outline_of(square(WEST + 0.01 + number * 0.01, SOUTH + 0.01, 0.005))
        fid = operations.retrieve(inventory, outline, ME)
        warmed.ask(number, "attributes", "--inventory", path, "--dem", dem, "--layer", "rock_glaciers")
        last, _ = warmed.end_of(number)
        assert "result" in last, last
        row = rows_of(path, ROCK_GLACIERS)[fid]
        assert 3500 < row["ELE_MEAN"] < 5000 and 20 < row["SLO_MEAN"] < 30
        assert inventory.changed_elsewhere()
    inventory.close()
