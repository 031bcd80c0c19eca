"""Starting the servers for a suite or a table, and captures in a process of their own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import Qgis

from .folder import fill_for_mapserver
from .front import MAPSERVER, start_front
from .sources import Servers

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
TITILER = ROOT / ".venv" / "servers" / "bin" / "python"
_PATIENCE = 180.0
"""Seconds to write the scenes and to start, on a slow machine."""


def folder_of(sample: Path | None) -> Path:
    """Where the scenes are kept from one run to the next: another one where they are made otherwise.

    Each QGIS has its own: they run side by side, and each makes what is missing and says where its servers are.
    """
    digest = hashlib.sha256(f"{gdal.VersionInfo()} {Qgis.QGIS_VERSION}".encode())
    for path in (TESTS / "servers" / "scene.py", TESTS / "servers" / "folder.py", sample):
        digest.update(path.read_bytes() if path else b"")
    return ROOT / "build" / "servers" / digest.hexdigest()[:12]


@contextmanager
def started(scenes: Sequence[str], sample: Path | None = None) -> Iterator[Path]:
    """The servers that are installed, over some scenes: the file that says where they are."""
    folder = folder_of(sample)
    command = [sys.executable, "-m", "servers.serve", str(folder), "--scenes", *scenes]
    if sample is not None:
        command += ["--sample", str(sample)]
    if TITILER.exists():
        command += ["--titiler", str(TITILER)]
    told = folder / "servers.json"
    told.unlink(missing_ok=True)
    process = subprocess.Popen(command, cwd=TESTS, stdin=subprocess.PIPE)
    try:
        end = time.monotonic() + _PATIENCE
        while not told.exists():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The servers did not start; see the logs in {folder}.")
            time.sleep(0.05)
        yield told
    finally:
        process.stdin.close()
        process.wait(30)


@contextmanager
def mapserver_alone(folder: Path, sample: Path) -> Iterator[Servers]:
    """MapServer over one image, from a thread of this process: who looks at one kind needs no other server."""
    fill_for_mapserver(folder, sample)
    front = start_front(folder, ("127.0.0.1", 0))
    base = f"http://127.0.0.1:{front.server_port}"
    try:
        yield Servers({"front": base, "mapserver": base + MAPSERVER, "folder": str(folder)}, folder)
    finally:
        front.shutdown()
        front.server_close()


def measured(servers: Path, output: Path, *options: str) -> list[dict[str, Any]]:
    """What `measure` tells in a process of its own; line by line in a file of the folder, too."""
    command = [sys.executable, "-m", "servers.measure", str(servers), "--output", str(output.resolve()), *options]
    output.mkdir(parents=True, exist_ok=True)
    told = output / ("again.jsonl" if "--again" in options else "measured.jsonl")
    with told.open("w") as file:
        done = subprocess.run(command, cwd=TESTS, stdout=file)
    lines = told.read_text().splitlines()
    if done.returncode:
        raise RuntimeError(f"Measuring ended with {done.returncode} after:\n" + "\n".join(lines[-3:]))
    return [json.loads(line) for line in lines if line.startswith("{")]
