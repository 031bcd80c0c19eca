"""Starts the servers that are installed here, over a folder that is filled first, and ends them when told.

    cd tests; python -m servers.serve FOLDER [--sample IMAGE] [--titiler PYTHON]

needs the Python of QGIS. When all answer, ``FOLDER/servers.json`` is there; the end of stdin, or a signal,
ends them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from .folder import SAMPLE, fill, missing
from .front import FILES, MAPSERVER, QGIS_SERVER, start_front
from .scene import LATITUDES

_PATIENCE = 60.0
"""Seconds until a server that does not answer is given up."""


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def wait_for(address: str, process: subprocess.Popen) -> None:
    """Return when it answers; raise `RuntimeError` with what it printed where it has ended or is silent."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=_PATIENCE):
                return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{process.args[0]} does not answer")


@contextlib.contextmanager
def child(command: list[str], log: Path, **environment: str) -> Iterator[subprocess.Popen]:
    """A process that is ended afterwards."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def serve(folder: Path, scenes: list[str], titiler: Path | None) -> None:
    """Start what is there, say where it is, and wait for the end."""
    with contextlib.ExitStack() as stack:
        told: dict[str, str] = {}
        behind = ("127.0.0.1", free_port())
        if shutil.which("qgis_mapserver"):
            runtime = folder / "runtime"
            runtime.mkdir(mode=0o700, exist_ok=True)
            command = ["qgis_mapserver", "-l", "2", f"{behind[0]}:{behind[1]}"]
            process = stack.enter_context(
                child(command, folder / "qgis.log", QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(runtime))
            )
            wait_for(f"http://{behind[0]}:{behind[1]}/", process)
        if titiler is not None:
            port = free_port()
            command = [str(titiler), "-m", "uvicorn", "servers.titiler_app:application", "--port", str(port)]
            environment = {"PYTHONPATH": str(Path(__file__).parents[1]), "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
            process = stack.enter_context(
                child(
                    [*command, "--log-level", "warning", "--timeout-keep-alive", "75"],
                    folder / "titiler.log",
                    **environment,
                )
            )
            told["titiler"] = f"http://127.0.0.1:{port}"
            wait_for(f"{told['titiler']}/counted", process)
            # The first answer takes it seconds, more than QGIS waits on a busy machine.
            wait_for(f"{told['titiler']}/WMTSCapabilities.xml?url={folder / scenes[0]}.tif", process)
        front = start_front(folder, behind)
        stack.callback(front.shutdown)
        base = f"http://127.0.0.1:{front.server_port}"
        told |= {"front": base, "files": base + FILES}
        if shutil.which("mapserv"):
            told["mapserver"] = base + MAPSERVER
        if shutil.which("qgis_mapserver"):
            told["qgis"] = base + QGIS_SERVER
        told["folder"] = str(folder)
        part = folder / "servers.part"
        part.write_text(json.dumps(told))
        part.replace(folder / "servers.json")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        sys.stdin.buffer.read()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=Path, help="an image with rock glaciers, served too")
    parser.add_argument("--scenes", nargs="+", choices=[*LATITUDES, SAMPLE], help="all, where left out")
    parser.add_argument("--titiler", type=Path, help="the Python that TiTiler is installed for")
    given = parser.parse_args()
    folder = given.folder.resolve()
    (folder / "servers.json").unlink(missing_ok=True)
    scenes = given.scenes or [*LATITUDES, *([SAMPLE] if given.sample else [])]
    if missing(folder, scenes):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from qgis.core import QgsApplication

        application = QgsApplication([], False)
        application.initQgis()
        fill(folder, scenes, given.sample)
        application.exitQgis()
    serve(folder, scenes, given.titiler)


if __name__ == "__main__":
    main()
