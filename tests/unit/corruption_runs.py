"""Runs commands on damaged files in the warm engine's process, and judges how they end.

What may come of a damaged file: a sentence (then nothing is written, and nothing that was there is changed),
the same result as of the whole file, or another result that is complete: where bytes of data are other ones
and no checksum guards them. Never: a fault of ours, a crash, no end, a file that is only read and is another
one afterwards, or something half-written.

    python tests/unit/corruption_runs.py --count 5000 --seed 3
    python tests/unit/corruption_runs.py --again "evaluate --input .gpkg" flips-1234
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import conftest  # noqa: F401 (loads the package under its name)

import rasterio
from corrupted_inputs import Case, Inputs
from corruptor import damaged, some_damage
from rasterio.errors import NotGeoreferencedWarning

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 60.0
"""So long a command on a small damaged file may take, also on a busy machine."""

SENTENCE, SAME, FINISHED = "sentence", "same result", "finished"
_OF_THE_RUN = ("run_id", "seconds", "tiles_per_second", "copy")


class Served:
    """The warm engine's process, made anew where it has died or does not come back."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("ab")
        self.process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._number = 0

    def run(self, arguments: list[str], limit_s: float = LIMIT_S) -> dict[str, Any] | str:
        """The last message of a command; where there was none, whether it was a crash or had no end."""
        if self.process is None:
            self._start()
        assert self.process is not None and self.process.stdin is not None
        self._number += 1
        asked = {"id": self._number, "arguments": arguments}
        with suppress(BrokenPipeError):  # it is gone, as is told below
            self.process.stdin.write(json.dumps(asked).encode() + b"\n")
            self.process.stdin.flush()
        end = time.monotonic() + limit_s
        while (line := self._line(end)) is not None:
            message = json.loads(line)
            if message.get("id") == self._number and ("result" in message or "error" in message):
                return message
        ended = self.process.poll()
        self.close()
        return "no end" if ended is None else f"crash ({ended})"

    def _start(self) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT), "serve", "--progress", "json"], stdin=pipe, stdout=pipe, stderr=self._log
        )
        self._rest = b""
        self._line(time.monotonic() + 60)  # ready

    def _line(self, end: float) -> bytes | None:
        assert self.process is not None and self.process.stdout is not None
        stream = self.process.stdout.fileno()
        while b"\n" not in self._rest:
            if not select.select([stream], [], [], max(end - time.monotonic(), 0))[0]:
                return None
            piece = os.read(stream, 65536)
            if not piece:
                self.process.wait()
                return None
            self._rest += piece
        line, self._rest = self._rest.split(b"\n", 1)
        return line

    def end(self) -> None:
        """End the process, and its log."""
        self.close()
        self._log.close()

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                with suppress(BrokenPipeError):
                    stream.close()  # type: ignore[union-attr]
            self.process = None


@dataclass
class Outcome:
    """How a command ended on a damaged file; `wrong` says what must not be."""

    case: str
    damage: str
    kind: str = ""
    told: str = ""
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f'--again "{self.case}" {self.damage}: {self.kind} {self.told} {self.wrong or ""}'


class Runs:
    """Cases on damaged files, each in a folder of its own."""

    def __init__(self, folder: Path, inputs: Inputs | None = None) -> None:
        self.folder = folder
        self.inputs = inputs or Inputs(folder / "whole inputs")
        self.served = Served(folder / "log.txt")
        self._whole: dict[str, dict[str, Any]] = {}
        self._number = 0
        self._before = _states(self.inputs.folder)

    def __enter__(self) -> Runs:
        return self

    def __exit__(self, *_: object) -> None:
        self.served.end()

    def whole(self, case: Case) -> dict[str, Any]:
        """What the command says of the whole file: it must end well."""
        if case.name not in self._whole:
            outcome, message = self._run(case, "")
            assert isinstance(message, dict) and "result" in message, (case.name, message)
            assert not outcome.wrong, (case.name, outcome.wrong)
            self._whole[case.name] = _lasting(message["result"])
        return self._whole[case.name]

    def damage(self, case: Case, damage: str) -> Outcome:
        """Run a command on a damaged file and judge."""
        whole = self.whole(case)
        outcome, message = self._run(case, damage)
        if isinstance(message, dict) and "result" in message:
            outcome.kind = SAME if _lasting(message["result"]) == whole else FINISHED
        elif isinstance(message, dict):
            outcome.kind, outcome.told = SENTENCE, message["error"]["message"]
        return outcome

    def check_untouched(self) -> list[str]:
        """What of the inputs that all runs share is no longer as it was, or was put beside them."""
        return _differences(self._before, _states(self.inputs.folder))

    def _run(self, case: Case, damage: str) -> tuple[Outcome, dict[str, Any] | str]:
        outcome = Outcome(case.name, damage)
        self._number += 1
        here = self.folder / f"run {self._number}"
        here.mkdir()
        for path in case.copied:
            (shutil.copytree if path.is_dir() else shutil.copy)(path, here / path.name)
        file = here / case.damaged
        if damage:
            file.write_bytes(damaged(file.read_bytes(), damage))
        before = _states(here)
        message = self.served.run([word.replace("{here}", str(here)) for word in case.arguments])
        outcome.wrong += _wrong_message(message)
        ended_well = isinstance(message, dict) and "result" in message
        outcome.wrong += _wrong_files(case, here, before, ended_well)
        shutil.rmtree(here)
        return outcome, message


def _lasting(result: dict[str, Any]) -> dict[str, Any]:
    """What a command says without what is of the run."""
    text = json.dumps({name: value for name, value in result.items() if name not in _OF_THE_RUN})
    return json.loads(_without_run_folder(text))


def _without_run_folder(text: str) -> str:
    start = text.find("/run ")
    while start >= 0:
        end = text.find("/", start + 1)
        text = text[:start] + text[end if end > 0 else len(text) :]
        start = text.find("/run ")
    return text


def _states(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    gone = [f"{name} is gone" for name in before if name not in after]
    changed = [f"{name} was changed" for name in before if name in after and after[name] != before[name]]
    return [*gone, *changed, *(f"{name} was put there" for name in after if name not in before)]


def _wrong_message(message: dict[str, Any] | str) -> list[str]:
    if isinstance(message, str):
        return [message]
    if "result" in message:
        return []
    error = message["error"]
    if error["kind"] in ("fault", "usage"):
        return [f"{error['kind']}: {error['message']}"]
    return [] if is_sentence(error["message"]) else [f"no sentence: {error['message']}"]


def is_sentence(text: str) -> bool:
    """Whether a person is told something, and in plain words."""
    is_plain = not any(word in text for word in ("Traceback", "object at 0x", "\n"))
    return text[-1:] in (".", "?", ")") and len(text) > 20 and is_plain


def _wrong_files(case: Case, here: Path, before: dict[str, str], ended_well: bool) -> list[str]:
    """What must not have happened to the files of a run."""
    found = []
    may_change = {path.name for path in case.copied if ended_well and _is_target(case, path)}
    for told in _differences(before, _states(here)):
        name = told.rsplit(" ", 2)[0] if told.endswith("was changed") else told.rsplit(" is gone", 1)[0]
        if told.endswith("was put there"):
            name = told.removesuffix(" was put there")
            beside = ("kept/block", "r_tables/", "out/")  # as many as there is to tell
            if ended_well and (name in case.outputs or ".schema" in name or name.startswith(beside)):
                continue
            if case.writes and (name.startswith("kept/") or " candidates " in name):
                continue  # a ledger's, or a run's candidates that an inventory did not take: it says so
        elif name in may_change or (case.writes and name.startswith("kept/")):
            continue
        found.append(told)
    if ended_well:
        found += [f"{name} is not there" for name in case.outputs if not (here / name).is_file()]
        found += [problem for name in case.outputs if (problem := _unreadable(here / name))]
    return found


def _is_target(case: Case, path: Path) -> bool:
    pairs = zip(case.arguments, case.arguments[1:], strict=False)
    return ("--inventory", f"{{here}}/{path.name}") in pairs


def _unreadable(path: Path) -> str:
    """Why a finished output cannot be read; empty where it can."""
    try:
        if path.suffix == ".gpkg" and "schema" not in path.name and path.name != "inventory.gpkg":
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        elif path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
        elif path.suffix in (".tif", ".png"):
            with (
                warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning),
                rasterio.open(path) as dataset,
            ):
                dataset.read()
    except Exception as error:  # whatever it is: a finished file is to be read
        return f"{path.name} cannot be read: {error!r}"
    return ""


def by_chance(cases: list[Case], count: int, seed: int) -> list[tuple[Case, str]]:
    """So many damages, spread evenly over the cases."""
    chance = random.Random(seed)
    order = [*cases]
    found = []
    while len(found) < count:
        chance.shuffle(order)
        found += [(case, some_damage(chance)) for case in order]
    return found[:count]


def main() -> int:
    """Try many, tell what was wrong and how to see it again, and how all ended."""
    parser = argparse.ArgumentParser(description="Run every command on damaged files of every format.")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="cases whose name holds this")
    parser.add_argument("--again", nargs=2, metavar=("CASE", "DAMAGE"), help="one that was told of")
    options = parser.parse_args()
    ends: dict[str, Counter[str]] = {}
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="damaged é 冰 ") as folder, Runs(Path(folder)) as runs:
        cases = [case for case in runs.inputs.cases if options.only in case.name]
        pairs = by_chance(cases, options.count, options.seed)
        if options.again:
            pairs = [(case, options.again[1]) for case in runs.inputs.cases if case.name == options.again[0]]
        for case, damage in pairs:
            outcome = runs.damage(case, damage)
            ends.setdefault(case.name, Counter())[outcome.kind if not outcome.wrong else "WRONG"] += 1
            wrong += bool(outcome.wrong)
            if outcome.wrong or options.again:
                print(outcome, flush=True)
        print(*runs.check_untouched(), sep="\n")
        if wrong or options.again:
            print((Path(folder) / "log.txt").read_text("utf-8", "replace")[-20000:])
    width = max(map(len, ends))
    for name, counts in sorted(ends.items()):
        print(f"{name:<{width}}  " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    total = sum(ends.values(), Counter())
    print(f"{sum(total.values())} damages of {len(ends)} cases: {dict(total)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
