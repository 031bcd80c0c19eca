"""Engine processes that have loaded their libraries when they start: for tests that stop and kill many of them.

Each is a process of its own, a child of the test's, that runs the engine's `main` on the words of its command line;
only what an interpreter does before that was done once, by the process that it is forked from. That each command runs
when it is started as QGIS starts it is seen in `test_main_job` and others. Schedulers and workers of Dask are forked
alike, from one that has loaded libraries and nothing of ours: a worker has that from whoever asks it.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import traceback
from functools import cache
from pathlib import Path
from typing import Any

from engine_process import Finished

ROOT = Path(__file__).resolve().parent.parent.parent
_ONE_AT_A_TIME = threading.Lock()
"""Asked by two threads at once, one would take the other's answer."""

_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: a process whose parent has ended becomes a child of ours, and can be waited for."""


WORKERS = {"OMP_NUM_THREADS": "1", "DASK_LOGGING__DISTRIBUTED": "error"}
"""The environment of schedulers and workers; their libraries read it when they are loaded."""


class Ready(subprocess.Popen):
    """A `Popen` that is forked from the process that is ready: for an engine, or for ``-m`` and a module's `main`."""

    def _execute_child(self, args: Any, executable: Any, preexec_fn: Any, close_fds: Any, *more: Any) -> None:
        _, cwd, env = more[:3]
        pipes = more[6:12]
        theirs = [own if own != -1 else number for number, own in enumerate((pipes[0], pipes[3], pipes[5]))]
        module = args[2] if args[1] == "-m" else ""
        told = {"module": module, "words": args[3 if module else 2 :], "cwd": str(cwd or os.getcwd())}
        kind = "dask" if module else "training" if args[2] in ("train", "improve") else "engine"
        self.pid = _fork(kind, {**told, "environment": env}, theirs)
        self._child_created = True
        self._close_pipe_fds(*pipes)


def start(*arguments: object) -> subprocess.Popen[str]:
    """As `engine_process.start`: a command, its messages on standard output."""
    words = [sys.executable, str(ROOT), *map(str, arguments), "--progress", "json"]
    kind = Ready if sys.platform == "linux" else subprocess.Popen
    return kind(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))


def run(*arguments: object) -> Finished:
    """As `engine_process.run`: a command to its end."""
    process = start(*arguments)
    out, log = process.communicate(timeout=300)
    return Finished(process.returncode, [json.loads(line) for line in out.splitlines()], log)


@cache
def _server(kind: str) -> socket.socket:
    """The process that is ready, one of each kind, for the rest of this one; it ends when we do."""
    ours, theirs = socket.socketpair()
    words = [sys.executable, __file__, str(theirs.fileno()), kind]
    process = subprocess.Popen(words, pass_fds=[theirs.fileno()])
    theirs.close()

    @atexit.register
    def end() -> None:
        ours.close()
        process.wait()

    assert ours.recv(8) == b"ready"
    return ours


def _fork(kind: str, asked: dict[str, Any], streams: list[int]) -> int:
    """The number of a new child of ours."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    with _ONE_AT_A_TIME:
        server = _server(kind)
        assert prctl(_SUBREAPER, 1, 0, 0, 0) == 0
        try:
            socket.send_fds(server, [json.dumps({**asked, "parent": os.getpid()}).encode()], streams)
            return int(server.recv(32))  # told when it is ours
        finally:
            prctl(_SUBREAPER, 0, 0, 0, 0)


def _serve(asked: socket.socket) -> None:
    """Fork an engine for each list of words, until nobody asks any more."""
    asked.sendall(b"ready")
    while True:
        told, streams, _, _ = socket.recv_fds(asked, 1 << 20, 3)
        if not told:
            return
        between = os.fork()
        if between == 0:
            if os.fork() == 0:
                _become(json.loads(told), streams, asked)
            os._exit(0)
        os.waitpid(between, 0)
        for stream in streams:
            os.close(stream)


def _become(told: dict[str, Any], streams: list[int], asked: socket.socket) -> None:
    code = 70
    try:
        while os.getppid() != told["parent"]:
            os.sched_yield()
        asked.sendall(str(os.getpid()).encode())
        asked.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (until the end)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
        os.chdir(told["cwd"])
        os.environ.clear()
        os.environ.update(told["environment"])
        sys.argv = [told["module"] or "rock_glacier_inventory", *told["words"]]
        code = (importlib.import_module(told["module"]) if told["module"] else _command_line()).main()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # nothing of the parent's is to be ended


def _command_line() -> Any:
    from rock_glacier_inventory.engine import command_line

    return command_line


def _load() -> None:
    """All that detections and attributes import, but PyTorch; nothing is opened, and no thread begun."""
    sys.path.insert(0, str(ROOT / ".venv" / "src"))
    if importlib.util.find_spec("distributed"):
        importlib.import_module("distributed")  # by detections on workers
    _command_line()
    from rock_glacier_inventory.engine import parent  # noqa: F401
    from rock_glacier_inventory.engine.attributes import solar_attributes  # noqa: F401
    from rock_glacier_inventory.engine.commands import attributes, detection, importing, small  # noqa: F401
    from rock_glacier_inventory.engine.ground import vectors  # noqa: F401
    from rock_glacier_inventory.engine.intake import inventory_file  # noqa: F401
    from rock_glacier_inventory.engine.jobs import detection_run  # noqa: F401
    from rock_glacier_inventory.models.prediction.backends import openvino_is_there

    if openvino_is_there():
        from rock_glacier_inventory.models.prediction import openvino_prediction

        openvino_prediction.openvino_name()


def _load_for_training() -> None:
    """What trainings import, PyTorch with it; nothing is computed, and no thread begun."""
    sys.path.insert(0, str(ROOT / ".venv" / "src"))
    _command_line()
    from rock_glacier_inventory.engine import parent  # noqa: F401
    from rock_glacier_inventory.engine.commands import training  # noqa: F401
    from rock_glacier_inventory.engine.improving import comparing, job  # noqa: F401
    from rock_glacier_inventory.engine.training import job as training_job  # noqa: F401


def _load_for_dask() -> None:
    """What a scheduler and workers import, and nothing of ours."""
    os.environ.update(WORKERS)
    for name in ("scheduler", "worker"):
        importlib.import_module(f"distributed.cli.dask_{name}")
    for name in ("rasterio.features", "rasterio.warp", "rasterio.vrt", "shapely", "pyogrio", "pyproj", "openvino"):
        if importlib.util.find_spec(name.partition(".")[0]):
            importlib.import_module(name)


_LOADED = {"engine": _load, "training": _load_for_training, "dask": _load_for_dask}

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _LOADED[sys.argv[2]]()
    with socket.socket(fileno=int(sys.argv[1])) as end:
        _serve(end)
