"""The command `detect` over an image that still arrives, as a real process."""

import json
import signal
import sqlite3

import pytest
import rasterio
from arriving_image import Arriving
from engine_here import run
from patchy import patchy_image, save_patchy
from ready_engine import start


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    return save_patchy(tmp_path_factory.mktemp("Modelle 冰"))


@pytest.fixture
def arriving(tmp_path):
    return Arriving(tmp_path / "Ansicht 冰", patchy_image(500, 420))


def outlines(path):
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT geom, PROB_MEAN, AREA FROM candidates ORDER BY fid").fetchall()


def detect(arriving, card, *options):
    return ("detect", "--input", arriving.path, "--arrival", arriving.log, "--model", card, *options)


def test_candidates_and_probability_are_those_of_the_complete_image(tmp_path, arriving, card):
    options = ("--minimum-area", 2000)
    whole = ("detect", "--input", arriving.as_tif(tmp_path / "a.tif"), "--model", card, *options)
    assert run(*whole, "--output", tmp_path / "a.gpkg", "--probability", tmp_path / "p.tif").code == 0
    # Only now does it begin to arrive, so the engine waits for its very first row. What arrives is searched with the
    # tiles of the training also where larger ones serve for files: there are candidates sooner.
    larger = card.with_name("larger.json")
    larger.write_text(json.dumps({**json.loads(card.read_text("utf-8")), "detection_tile": 192}), "utf-8")
    process = start(
        *detect(arriving, larger, *options), "--output", tmp_path / "b.gpkg", "--probability", tmp_path / "q.tif"
    )
    assert any("Waiting for the basemap" in line for line in process.stdout)
    writer = arriving.process(61, 0.05)
    process.communicate(timeout=120)
    assert (process.returncode, writer.wait()) == (0, 0)
    assert outlines(tmp_path / "a.gpkg") == outlines(tmp_path / "b.gpkg") != []
    with rasterio.open(tmp_path / "p.tif") as one, rasterio.open(tmp_path / "q.tif") as other:
        assert (one.read() == other.read()).all()


@pytest.mark.parametrize("how", ["stop", "kill", "failed", "stopped", "gone"])
def test_whatever_ends_it_while_it_waits_no_output_is_left(tmp_path, arriving, card, how):
    arriving.add(150)
    out, probability = tmp_path / "b.gpkg", tmp_path / "q.tif"
    process = start(*detect(arriving, card), "--output", out, "--probability", probability)
    assert any("Waiting for the basemap" in line for line in process.stdout)
    if how in ("stop", "kill"):
        process.send_signal(signal.SIGTERM if how == "stop" else signal.SIGKILL)
    elif how == "gone":
        arriving.log.unlink()
    else:
        arriving.say("failed The server of tiles is gone; try later.\n" if how == "failed" else "stopped\n")
    rest, log = process.communicate(timeout=60)
    assert process.returncode == (-signal.SIGKILL if how == "kill" else 1)
    assert not out.exists() and not probability.exists()
    assert "Traceback" not in log
    wanted = {"stop": "cancelled", "failed": "of tiles is gone", "stopped": "cancelled", "gone": "is gone"}
    assert wanted.get(how, "") in rest
    if how in ("failed", "gone"):
        assert '"kind": "capture"' in rest


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--ledger", "Buch"), "leave out the ledger"),
        (("--workers", 2), "leave out the ledger"),
        (("--scheduler", "tcp://127.0.0.1:1"), "leave out the ledger"),
        (("--arrival", "nicht da 冰.log"), "nicht da 冰.log"),
        (("--as-found",), "only into an inventory"),
    ],
)
def test_what_does_not_go_together_is_said_before_any_work(tmp_path, arriving, card, options, words):
    options = [tmp_path / word if word == "Buch" else word for word in options]
    done = run(*detect(arriving, card), "--output", tmp_path / "c.gpkg", *options)
    assert done.code == 1
    assert words in done.error
    assert not (tmp_path / "c.gpkg").exists() and not (tmp_path / "Buch").exists()
