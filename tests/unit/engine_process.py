"""Runs the real engine as QGIS does: another process, options in, JSON lines out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Finished:
    """How an engine process ended."""

    code: int
    messages: list[dict[str, Any]]
    log: str

    @property
    def result(self) -> dict[str, Any]:
        assert self.code == 0, (self.messages[-1:], self.log)
        return self.messages[-1]["result"]

    @property
    def error(self) -> str:
        assert "error" in self.messages[-1], self.messages
        return self.messages[-1]["error"]["message"]

    @property
    def warnings(self) -> list[str]:
        return [message["warning"] for message in self.messages if "warning" in message]


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT), *map(str, arguments), "--progress", "json"]


def start(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, **options.pop("environment", {})}
    return subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **options
    )


def run(*arguments: object, **options: Any) -> Finished:
    process = start(*arguments, **options)
    out, log = process.communicate(timeout=300)
    return Finished(process.returncode, [json.loads(line) for line in out.splitlines()], log)


LIMIT_S = 120


class Warm:
    """The warm engine's process; what it says is read line by line, its log to the end."""

    def __init__(self, *options, start=(str(ROOT),), python=sys.executable, limit_s=LIMIT_S):
        command = [str(python), *start, "serve", *options, "--progress", "json"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self._limit = threading.Timer(limit_s, self.process.kill)
        self._limit.start()
        self._log = []
        self._reader = threading.Thread(target=lambda: self._log.extend(self.process.stderr))
        self._reader.start()

    def __enter__(self):
        self.ready = self.line()["ready"]
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.end()

    def say(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def ask(self, number, *arguments):
        self.say(json.dumps({"id": number, "arguments": list(map(str, arguments))}))

    def line(self):
        return json.loads(self.process.stdout.readline())

    def end_of(self, number):
        """The last message of a request, and all before it."""
        before = []
        while True:
            message = self.line()
            if message.get("id") == number and ("result" in message or "error" in message):
                return message, before
            before.append(message)

    def end(self):
        """Close the input, and wait: exit code and log."""
        if not self.process.stdin.closed:
            self.process.stdin.close()
        code = self.process.wait()
        self._reader.join()
        self._limit.cancel()
        for stream in (self.process.stdout, self.process.stderr):
            stream.close()
        return code, "".join(self._log)
