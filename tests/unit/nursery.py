"""Processes that a test may kill, ready at once: children of one that has loaded all they need.

A program of the tests gives `bear` its `main` where it is started by a `Nursery`; each child is then a process of
its own with its own standard input and output, as if the program had been started with those words.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path


class Child:
    """One of them, with the ends of its standard input and output."""

    def __init__(self, asked: socket.socket, words: list[str]) -> None:
        theirs, ours = os.pipe()
        told, says = os.pipe()
        socket.send_fds(asked, [json.dumps(words).encode()], [theirs, says])
        os.close(theirs)
        os.close(says)
        self.stdin, self.stdout = os.fdopen(ours, "w"), os.fdopen(told)
        self._answers = asked.makefile("r")
        self.pid = int(self._answers.readline())

    def kill(self) -> None:
        """Whatever it does; it may have ended. It is waited for only below, so that nobody else has its number."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self, asked: socket.socket) -> int:
        """Its exit code, minus the number of the signal that killed it."""
        for stream in (self.stdin, self.stdout):
            stream.close()
        asked.sendall(b"wait")
        code = int(self._answers.readline())
        self._answers.close()
        return code


class Nursery:
    """The process that loads a program once."""

    def __init__(self, script: Path) -> None:
        self.asked, theirs = socket.socketpair()
        command = [sys.executable, str(script), str(script.parent.parent), str(theirs.fileno())]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        theirs.close()

    def start(self, *words: object) -> Child:
        """A child that runs the program with these words; one at a time."""
        return Child(self.asked, list(map(str, words)))

    def wait(self, child: Child) -> int:
        """The exit code of a child."""
        return child.wait(self.asked)

    def end(self) -> None:
        """No more children."""
        self.asked.close()
        assert self._process.wait() == 0


def bear(main: Callable[..., None]) -> None:
    """In the process of a `Nursery`: a child for each list of words, until nobody asks any more."""
    with socket.socket(fileno=int(sys.argv[2])) as asked:
        while True:
            words, streams, _, _ = socket.recv_fds(asked, 1 << 16, 2)
            if not words:
                return
            child = os.fork()
            if child == 0:
                asked.close()
                for number, stream in enumerate(streams):
                    os.dup2(stream, number)
                    os.close(stream)
                _run(main, json.loads(words))
            for stream in streams:
                os.close(stream)
            asked.sendall(f"{child}\n".encode())
            assert asked.recv(4) == b"wait"
            asked.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n".encode())


def _run(main: Callable[..., None], words: list[str]) -> None:
    code = 1
    try:
        main(*words)
        sys.stdout.flush()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)  # nothing of the parent's is to be ended
