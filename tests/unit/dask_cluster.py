"""A real Dask scheduler and workers, each a process of its own that a test may kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from ready_engine import WORKERS, Ready


class Cluster:
    def __init__(self, folder: Path, workers: int = 1, threads: int = 1) -> None:
        self.folder, self.file = folder, folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        while not self.file.exists() or not self.file.read_text().strip().endswith("}"):
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        self.address = json.loads(self.file.read_text())["address"]
        self.workers = [self.add_worker(threads) for _ in range(workers)]

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        program = (sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(self.file))
        environment, kind = {**os.environ, **WORKERS}, Ready if sys.platform == "linux" else subprocess.Popen
        with (self.folder / f"{what}-{len(self.processes)}.log").open("wb") as log:
            process = kind([*program, *options], stdout=log, stderr=log, env=environment, cwd=self.folder)
        self.processes.append(process)
        return process

    def add_worker(self, threads: int = 1) -> subprocess.Popen[bytes]:
        return self._start(
            "worker", "--nthreads", str(threads), "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder)
        )

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
