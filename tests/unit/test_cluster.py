"""Blocks on Dask workers: the same result, whoever dies."""

import contextlib
import gc
import json
import os
import signal
import socket
import threading
import time
import urllib.error
import urllib.request

import engine_here
import engine_process
import psutil
import pytest
from dask_cluster import Cluster
from detection_outputs import contents
from patchy import patchy_scene, save_patchy
from ready_engine import run, start
from rock_glacier_inventory.engine.cluster.connection import connected


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    """Options of a detection, and the outputs of an unbroken run."""
    folder = tmp_path_factory.mktemp("Verbund 冰")
    model, scene = save_patchy(folder), patchy_scene(folder / "scene.tif", 300, 400)
    options = ("detect", "--input", scene, "--model", model, "--minimum-area", 500, "--device", "cpu")
    return options, outputs(folder, options)[0]


def outs(folder):
    return "--output", folder / "c.gpkg", "--probability", folder / "p.tif"


def outputs(folder, options, *more, by=engine_here.run):
    done = by(*options, *more, *outs(folder))
    assert done.code == 0, done
    return contents(folder), done.result


@pytest.fixture
def cluster(tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    yield cluster
    cluster.end()


def wait_for_blocks(process, ledger, count):
    while len(list(ledger.glob("block-*.tif"))) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def test_two_runs_do_not_want_one_port_and_show_nothing_to_others():
    """Nor that of somebody else's Dask, which would be taken from it for a moment."""
    with socket.socket() as theirs, contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # then somebody else's is there
            theirs.bind(("127.0.0.1", 8787))
        clients = [stack.enter_context(connected(1, None)) for _ in range(2)]
        ports = [client.cluster.scheduler.http_server.port for client in clients]
        assert len({*ports, 8787}) == 3
        for port in ports:
            for page in ("info/main/workers.html", "json/counts.json", "metrics", "status"):
                with pytest.raises(urllib.error.HTTPError, match="404"):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=10)
    gc.collect()  # a socket that nobody closed would be told here


def test_one_worker_of_this_computer_is_killed_and_one_restarts(tmp_path, job):
    options, whole = job
    ledger = tmp_path / "ledger"
    area = ("--workers", 2, "--block-strides", 1, "--ledger", ledger)
    process = engine_process.start(*options, *area, *outs(tmp_path))
    wait_for_blocks(process, ledger, 5)
    workers = [
        child
        for child in psutil.Process(process.pid).children(recursive=True)
        if "spawn_main" in " ".join(child.cmdline())
    ]
    assert len(workers) == 2
    workers[0].kill()
    out, log = process.communicate(timeout=120)
    assert process.returncode == 0, (out[-2000:], log)
    assert contents(tmp_path) == whole
    assert sorted(os.listdir(tmp_path)) == ["c.gpkg", "ledger", "p.tif"]
    assert not any(worker.is_running() for worker in workers)


def test_workers_of_a_scheduler_join_and_die(tmp_path, job, cluster):
    options, whole = job
    ledger = tmp_path / "ledger"
    area = ("--scheduler", cluster.address, "--block-strides", 1, "--ledger", ledger)
    process = start(*options, *area, *outs(tmp_path))
    wait_for_blocks(process, ledger, 10)
    cluster.add_worker()
    wait_for_blocks(process, ledger, 20)
    cluster.workers[0].kill()
    out, log = process.communicate(timeout=120)
    assert process.returncode == 0, (out[-2000:], log)
    assert contents(tmp_path) == whole


def lose_results(process, cluster):
    """Kill the only worker when it holds results that the command, which sleeps, has not fetched."""
    from distributed import Client

    def held(dask_scheduler):
        return sum(task.state == "memory" for task in dask_scheduler.tasks.values())

    with Client(cluster.address, set_as_default=False) as client:
        process.send_signal(signal.SIGSTOP)
        while client.run_on_scheduler(held) < 2:  # two are in flight
            time.sleep(0.02)
        cluster.workers[0].kill()
        while client.ncores():
            time.sleep(0.02)
        process.send_signal(signal.SIGCONT)
    time.sleep(1)  # nobody is there to compute them again


def test_results_that_nobody_had_fetched_die_with_a_worker(tmp_path, job, cluster):
    options, whole = job
    ledger = tmp_path / "ledger"
    area = ("--scheduler", cluster.address, "--block-strides", 1, "--ledger", ledger)
    process = start(*options, *area, *outs(tmp_path))
    wait_for_blocks(process, ledger, 5)
    lose_results(process, cluster)
    cluster.add_worker()
    out, log = process.communicate(timeout=120)
    assert process.returncode == 0, (out[-2000:], log)
    assert contents(tmp_path) == whole


def test_a_stop_is_heard_while_there_is_no_worker(tmp_path, job, cluster):
    options, _ = job
    ledger = tmp_path / "ledger"
    area = ("--scheduler", cluster.address, "--block-strides", 1, "--ledger", ledger)
    process = start(*options, *area, *outs(tmp_path))
    wait_for_blocks(process, ledger, 5)
    lose_results(process, cluster)
    process.send_signal(signal.SIGTERM)
    out, log = process.communicate(timeout=30)
    assert process.returncode == 1
    assert json.loads(out.splitlines()[-1])["error"]["message"].startswith("Stopped")
    assert "Traceback" not in log


def test_a_stop_is_heard_at_any_moment():
    """A signal that comes as a wait ends must not make it wait for ever."""
    from rock_glacier_inventory.engine.cluster.blocks_on_cluster import BlocksOnCluster
    from rock_glacier_inventory.engine.telling.report import Report, Stop
    from rock_glacier_inventory.inventory.errors import Cancelled

    class Silent(Report):
        stop = Stop()

        def say(self, message):
            pass

    def slow(*_):  # as where other threads have the interpreter when the signal comes
        time.sleep(0.3)
        Silent.stop.ask()

    previous = signal.signal(signal.SIGALRM, slow)
    try:
        blocks = BlocksOnCluster(None, None, None, None, [])  # nobody is asked for anything before the stop is heard
        rescue = threading.Timer(10, blocks._finished.put, [None])  # ends the test where it hangs
        rescue.start()
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(Cancelled):
            blocks._next(Silent())
        rescue.cancel()
    finally:
        signal.signal(signal.SIGALRM, previous)


def test_a_stop_cancels_the_tasks(tmp_path, job, cluster):
    from distributed import Client

    options, _ = job
    ledger = tmp_path / "ledger"
    process = start(*options, "--scheduler", cluster.address, "--block-strides", 3, "--ledger", ledger, *outs(tmp_path))
    wait_for_blocks(process, ledger, 1)
    process.send_signal(signal.SIGTERM)
    out, log = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "and the same settings go on from there" in json.loads(out.splitlines()[-1])["error"]["message"]
    assert "Traceback" not in log
    with Client(cluster.address, set_as_default=False) as client:
        until = time.monotonic() + 30
        while any(client.processing().values()) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(client.processing().values())


def test_the_scheduler_is_lost_and_the_ledger_goes_on(tmp_path, job, cluster):
    options, whole = job
    ledger = tmp_path / "ledger"
    large = ("--block-strides", 1, "--ledger", ledger)
    process = start(*options, *large, "--scheduler", cluster.address, *outs(tmp_path))
    wait_for_blocks(process, ledger, 10)
    cluster.scheduler.kill()
    out, log = process.communicate(timeout=90)
    assert process.returncode == 1, log
    told = json.loads(out.splitlines()[-1])["error"]["message"]
    assert told.startswith(f"The scheduler {cluster.address} was lost;")
    kept = len(list(ledger.glob("block-*.tif")))
    got, result = outputs(tmp_path, options, *large)
    assert got == whole
    assert result["blocks_from_ledger"] == kept >= 10


def test_a_worker_out_of_memory_leaves_its_task_to_others(tmp_path, job, cluster):
    from distributed import Client

    def leave_little_memory():  # on the worker: what it has it keeps, and gets 48 MiB more at most
        import resource

        with open("/proc/self/statm") as sizes:
            now = int(sizes.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + 48 * 2**20, resource.RLIM_INFINITY))

    options, _ = job
    near = ("--scheduler", cluster.address)
    outputs(tmp_path, options, *near, "--block-strides", 20, by=run)  # all libraries are loaded there
    greedy = list(options)
    greedy[options.index("--model") + 1] = save_patchy(tmp_path, "greedy", 640)
    greedy[options.index("--input") + 1] = patchy_scene(tmp_path / "large.tif", 600, 1100)  # has a block for each
    whole, _ = outputs(tmp_path, greedy)  # and the network is converted, which takes memory, too
    cluster.add_worker()
    with Client(cluster.address, set_as_default=False) as client:
        (full,) = client.ncores()
        client.run(leave_little_memory, workers=[full])
        client.wait_for_workers(2)
        done = run(*greedy, *near, "--block-strides", 1, *outs(tmp_path))
        assert done.code == 0, done
        assert f"The worker {full} ran out of memory" in " ".join(done.warnings)
        assert full in client.ncores()  # it lives
    assert contents(tmp_path) == whole


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--workers", 0), "number of workers is 0"),
        (("--workers", -2), "number of workers is -2"),
        (("--workers", 2, "--scheduler", "tcp://127.0.0.1:1"), "not both"),
        (("--scheduler", "tcp://127.0.0.1:1"), "No Dask scheduler answers at tcp://127.0.0.1:1"),
        (("--scheduler", "nonsense"), "No Dask scheduler answers at nonsense"),
        (("--discard-ledger",), "no ledger to discard"),
    ],
)
def test_bad_options_are_one_sentence(tmp_path, job, options, words):
    started = time.monotonic()
    done = engine_here.run(*job[0], *options, *outs(tmp_path))
    assert done.code == 1, done
    assert words in done.error
    assert "Traceback" not in done.log
    assert os.listdir(tmp_path) == []
    assert time.monotonic() - started < 60
