"""Runs a command as a whole process and says how long it took and how much memory it used."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
ENGINE = [sys.executable, str(ROOT)]
SAMPLING_SECONDS = 0.02


@dataclass(frozen=True)
class Measured:
    """One finished process: wall seconds, peak memory of its own (MiB), what it printed, processor seconds.

    The last were sampled, to `SAMPLING_SECONDS`; they vary less than the first where others use the machine.
    """

    seconds: float
    peak_mib: float
    output: str
    cpu_seconds: float


def measure(command: Sequence[object], **options: object) -> Measured:
    """Run a command to its end; an error exit raises with its output."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )
    peak, cpu = 0, 0.0

    def watch() -> None:
        nonlocal peak, cpu
        try:
            child = psutil.Process(process.pid)
            while process.poll() is None:
                # rss counts file pages that are mapped and clean; what grows with a scene shows in both.
                peak = max(peak, child.memory_info().rss)
                cpu = sum(child.cpu_times()[:2])
                time.sleep(SAMPLING_SECONDS)
        except psutil.Error:
            return

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, log = process.communicate()
    watcher.join()
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{log[-3000:]}")
    return Measured(seconds, peak / 2**20, out, cpu)


def in_turn(*things: Callable[[], float], rounds: int) -> tuple[list[float], list[float]]:
    """Things measured A B C A B C ...: the median of each, and the median of the first to each other one."""
    seen = [[thing() for thing in things] for _ in range(rounds)]
    medians = [statistics.median(line[at] for line in seen) for at in range(len(things))]
    ratios = [statistics.median(line[0] / line[at] for line in seen) for at in range(1, len(things))]
    return medians, ratios


def row(what: str, reach: str, seen: str) -> None:
    """One row of the table that `make bench` prints."""
    print(f"| {what} | {reach} | {seen} |", flush=True)


def processor() -> str:
    """Name of the processor, its cores, and the units for 16-bit floats that it has."""
    facts = Path("/proc/cpuinfo")
    flags = facts.read_text() if facts.exists() else ""
    names = [line.split(":", 1)[1].strip() for line in flags.splitlines() if line.startswith("model name")]
    units = [unit for unit in ("amx_bf16", "avx512_bf16") if unit in flags]
    name = names[0] if names else "unknown processor"
    return f"{name}, {os.cpu_count()} cores, {', '.join(units) or 'no bfloat16 units'}"
