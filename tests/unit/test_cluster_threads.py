"""One worker with several threads serves two runs at once, each with its own network."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import engine_here
import numpy as np
import pytest
from dask_cluster import Cluster
from detection_outputs import contents
from patchy import patchy_scene, save_patchy
from ready_engine import run
from rock_glacier_inventory.engine.cluster.networks import KEPT, Networks, Share


def detect(folder, scene, model, *more):
    """Candidates and probabilities, byte by byte; by a process of its own where workers are to help."""
    folder.mkdir()
    done = (run if more else engine_here.run)(
        "detect",
        "--input",
        scene,
        "--model",
        model,
        "--minimum-area",
        500,
        "--device",
        "cpu",
        "--output",
        folder / "c.gpkg",
        "--probability",
        folder / "p.tif",
        *more,
    )
    assert done.code == 0, done
    return contents(folder)


def test_two_models_at_once_on_one_worker_of_four_threads(tmp_path):
    """The same bytes as when each runs alone; of the second model there are two cards of the same weights."""
    scene = patchy_scene(tmp_path / "scene.tif", 300, 400)
    models = [save_patchy(tmp_path, "one"), save_patchy(tmp_path, "other", seed=5)]
    card = json.loads(models[1].read_text("utf-8"))
    card["scaling"]["mean"] = [value * 0.8 for value in card["scaling"]["mean"]]
    models.append(tmp_path / "darker.json")
    models[2].write_text(json.dumps(card), "utf-8")
    alone = [detect(tmp_path / f"alone {i}", scene, model) for i, model in enumerate(models)]
    assert all(one != other for one, other in zip(alone, alone[1:]))
    (tmp_path / "cluster").mkdir()
    cluster = Cluster(tmp_path / "cluster", threads=4)
    try:
        with ThreadPoolExecutor(3) as both:
            options = "--scheduler", cluster.address, "--block-strides", 1
            together = [
                both.submit(detect, tmp_path / f"together {i}", scene, model, *options)
                for i, model in enumerate(models)
            ]
            assert [found.result() for found in together] == alone
    finally:
        cluster.end()


class Counted:
    """A network that says so when it is used in two threads, or after it was closed."""

    alive = 0

    def __init__(self, value=1.0, room=8):
        self.messages, self.batch_size, self.value, self.room = [], 8, value, room
        self.thread = threading.get_ident()
        self.taken = []

    def predict(self, tiles):
        assert threading.get_ident() == self.thread
        if self.batch_size > self.room:  # out of memory: it goes on with less, and says so
            self.batch_size = self.room
            self.messages.append("short of memory")
        self.taken.append(self.batch_size)
        time.sleep(0.001)
        return tiles + self.value


@pytest.fixture
def threads():
    """Threads that networks live in, now."""
    return lambda: sum(thread.name.startswith("network") for thread in threading.enumerate())


def test_no_network_is_closed_while_a_task_uses_it_and_few_stay(threads):
    networks, tiles = Networks(), np.zeros((2, 3), np.float32)
    before = threads()

    def task(number):
        kind = number % 5
        with networks.lent(kind, f"run {kind}", lambda: Counted(float(kind))) as network:
            for _ in range(3):
                assert (Share(network).predict(tiles) == kind).all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(task, range(200)))
    assert threads() - before == KEPT


def test_two_runs_at_once_have_a_network_each_and_one_after_the_other_share_it():
    networks = Networks()
    with networks.lent("m", "a", Counted) as first, networks.lent("m", "b", Counted) as second:
        assert first is not second
        with networks.lent("m", "a", Counted) as again:
            assert again is first
    with networks.lent("m", "c", Counted) as third:
        assert third in (first, second)
        third.network.messages.append("the values are strange")
    with networks.lent("m", "c", Counted) as again, networks.lent("m", "d", Counted) as other:
        assert again is third, "it is this run's message"
        assert other is not third and not other.network.messages


def test_two_runs_in_turn_do_not_load_anew():
    networks, made = Networks(), []
    for number in range(10):
        with networks.lent(number % 2, f"run {number % 2}", lambda: made.append(1) or Counted()):
            pass
    assert len(made) == 2


def test_a_task_that_was_short_of_memory_takes_small_batches_and_others_do_not():
    networks, tiles = Networks(), np.zeros((2, 3), np.float32)
    with networks.lent("m", "a", Counted) as network:
        small, usual = Share(network, 2), Share(network)
        assert (small.batch_size, usual.batch_size) == (2, 8)
        for share in (small, usual, small):
            share.predict(tiles)
        assert network.network.taken == [2, 8, 2]


def test_a_network_that_ran_out_of_memory_itself_keeps_the_batch_that_it_found():
    networks, tiles = Networks(), np.zeros((2, 3), np.float32)
    with networks.lent("m", "a", lambda: Counted(room=3)) as network:
        Share(network, 6).predict(tiles)
        assert network.network.batch_size == Share(network, 6).batch_size == 3
        assert Share(network, 2).batch_size == 2


def test_what_cannot_be_made_makes_room_and_is_tried_anew(threads):
    networks, before = Networks(), threads()

    def fails():
        raise MemoryError

    with networks.lent("kept", "a", Counted):
        pass
    with pytest.raises(MemoryError), networks.lent("m", "b", fails):
        pass
    assert threads() == before, "the idle one was let go"
    with networks.lent("m", "b", Counted) as network:
        assert network.batch_size == 8
