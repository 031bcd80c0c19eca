"""End with the program that started us: a QGIS that was killed must not leave a detector running."""

from __future__ import annotations

import os
import threading
import time

import psutil

SECONDS_BETWEEN_LOOKS = 1.0


def watch_parent_process() -> None:
    """Watch the parent from a daemon thread and end this process at once when it is gone.

    Works where signals and process groups do not (Windows). Ending at once is safe: outputs are
    renamed to their final name only when complete.
    """
    try:
        parent = psutil.Process(os.getppid())
    except psutil.NoSuchProcess:
        os._exit(1)

    def watch() -> None:
        while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
