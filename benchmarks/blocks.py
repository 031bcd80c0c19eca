"""Blocks: the same polygons five ways, and two workers against one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
from detect_against_bare_network import xception_card
from measure import ENGINE, Measured, measure, row
from scenes import large_scene

MODEL = "simulated-alpine"
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1"}


def detect(scene: Path, output: Path, *options: object, model: object = MODEL) -> list[str]:
    """The command line of a detection."""
    command = [*ENGINE, "detect", "--input", scene, "--model", model, "--output", output, *options]
    return [*map(str, command), "--progress", "json"]


def result_of(done: Measured) -> dict[str, float]:
    """What a detection said at its end."""
    result: dict[str, float] = json.loads(done.output.splitlines()[-1])["result"]
    return result


def polygons(path: Path) -> list[bytes]:
    """The candidates' outlines as they are stored."""
    with sqlite3.connect(path) as connection:
        return [line[0] for line in connection.execute("SELECT geom FROM candidates ORDER BY fid")]


def begin_and_wait(command: list[str], ledger: Path, blocks: int) -> subprocess.Popen[str]:
    """Start a detection, and come back when so many blocks are finished."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ONE_THREAD)
    while len(list(ledger.glob("block-*.tif"))) < blocks:
        assert process.poll() is None
        time.sleep(0.05)
    return process


def same_polygons(folder: Path) -> None:
    """Whole, in blocks, after kill -9, by two workers, by two of which one is killed."""
    scene, blocks = large_scene(folder, 2500, 3000), ("--block-strides", 2)
    found = {}
    for way, options in (
        ("whole", ()),
        ("blocks", (*blocks, "--ledger", folder / "in blocks")),
        ("two workers", (*blocks, "--workers", 2)),
    ):
        measure(detect(scene, folder / "c.gpkg", *options), env=ONE_THREAD)
        found[way] = polygons(folder / "c.gpkg")
    for way, options in (("kill -9", ()), ("a worker killed", ("--workers", 2))):
        ledger = folder / way
        command = detect(scene, folder / "c.gpkg", *blocks, "--ledger", ledger, *options)
        process = begin_and_wait(command, ledger, 6)
        if way == "kill -9":
            process.kill()
            process.wait()
            measure(command, env=ONE_THREAD)
        else:
            children = psutil.Process(process.pid).children(recursive=True)
            next(child for child in children if "spawn_main" in " ".join(child.cmdline())).kill()
            assert process.wait() == 0
        found[way] = polygons(folder / "c.gpkg")
    same = {way: outlines == found["whole"] for way, outlines in found.items() if way != "whole"}
    words = ", ".join(f"{way}: {'yes' if yes else 'NO'}" for way, yes in same.items())
    row(f"same scene ({len(found['whole'])} polygons), byte for byte those of the unbroken run", "the same", words)


def two_workers_against_one(folder: Path) -> None:
    """Both with one thread each; the time in which the networks are loaded is part of it.

    The process that asks traces the polygons on the same two cores: with a small network that is a good part
    of all work.
    """
    for name, card, side in (("Xception71", xception_card(folder), 3072), ("simulated-alpine", MODEL, 6144)):
        scene, seconds = large_scene(folder, side, side), []
        for workers in (1, 2):
            options = ("--block-strides", 3, "--workers", workers)
            done = measure(detect(scene, folder / "c.gpkg", *options, model=card))
            seconds.append(result_of(done)["seconds"])
        one, two = seconds
        row(
            f"Dask, 2 single-threaded workers against 1, {name}, {side} x {side}",
            ">= 1.8",
            f"**{one / two:.2f}** ({two:.0f} against {one:.0f} s)",
        )


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        for part in (same_polygons, two_workers_against_one):
            part(Path(name))


if __name__ == "__main__":
    main()
