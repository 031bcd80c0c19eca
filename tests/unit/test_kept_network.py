"""The warm engine keeps the last network loaded; a command of its own ends with it."""

import shutil
import sqlite3
import threading

import numpy as np
import pytest
from engine_here import run
from engine_process import Warm
from patchy import patchy_scene, save_patchy
from rock_glacier_inventory.engine.detection.kept_network import keeping, kept_or_new
from rock_glacier_inventory.inventory.errors import Cancelled


class Counted:
    """Says in which thread it lives; `made` counts."""

    batch_size, made = 1, 0

    def __init__(self):
        Counted.made += 1
        self.messages = []
        self.thread = threading.get_ident()

    def predict(self, tiles):
        assert threading.get_ident() == self.thread
        if not len(tiles):
            raise RuntimeError("out of order")
        return tiles[:, 0].astype(np.float32)


@pytest.fixture(autouse=True)
def none_made():
    Counted.made = 0


def use(of, tiles=1):
    with kept_or_new(of, Counted) as network:
        network.predict(np.zeros((tiles, 3, 2, 2)))
        return network.network


def test_a_command_of_its_own_ends_with_its_network():
    threads = threading.active_count()
    assert use("a") is not use("a")
    assert threading.active_count() == threads


def test_inside_keeping_the_last_one_stays_until_another_is_wanted():
    threads = threading.active_count()
    with keeping():
        assert use("a") is use("a")
        assert (Counted.made, threading.active_count()) == (1, threads + 1)
        other = use("b")
        assert (Counted.made, threading.active_count()) == (2, threads + 1)
        assert use("b") is other and use("a") is not other
    assert threading.active_count() == threads


def test_one_that_failed_or_had_something_to_say_is_made_anew():
    with keeping():
        first = use("a")
        with pytest.raises(RuntimeError):
            use("a", tiles=0)
        second = use("a")
        assert second is not first
        second.messages.append("CUDA ran out of memory")
        assert use("a") is second, "it was kept before it said so"
        assert use("a") is not second


def test_a_stop_is_no_fault_of_the_network():
    with keeping():
        first = use("a")
        with pytest.raises(Cancelled), kept_or_new("a", Counted):
            raise Cancelled
        assert use("a") is first


def test_the_second_detection_needs_no_weights_any_more(tmp_path):
    """A real warm engine, whose second answer cannot come but from the network that it kept."""
    card = save_patchy(tmp_path)
    scene = patchy_scene(tmp_path / "s.tif", 300, 300)
    copy = tmp_path / "away.safetensors"
    found = []
    with Warm() as warm:
        for number, options in enumerate(([], [], ["--threshold", 0.6], ["--precision", "float32"])):
            out = tmp_path / f"{number}.gpkg"
            warm.ask(number, "detect", "--input", scene, "--model", card, "--output", out, *options)
            last, _ = warm.end_of(number)
            if number == 3:  # another number format is another network
                assert "patchy.safetensors" in last["error"]["message"], last
                break
            assert "result" in last, last
            with sqlite3.connect(out) as connection:
                found.append(connection.execute("SELECT geom, PROB_MEAN FROM candidates").fetchall())
            if number == 0:
                shutil.move(card.with_suffix(".safetensors"), copy)
        assert warm.end()[0] == 0
    assert found[0] == found[1] != []
    assert found[2] != found[0]
    assert run("detect", "--input", scene, "--model", card, "--output", tmp_path / "x.gpkg").code == 1
