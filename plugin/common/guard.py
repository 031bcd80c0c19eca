"""Signals and slots, so that an error in a slot is told in a sentence and every wire can be cut again."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsMessageLog

from ...inventory.errors import UserError
from ...inventory.secrets import scrub
from ...processing_provider.adapters.translation import tr

LOG = "Rock glacier inventory"

Tell = Callable[[str, str], None]
"""Shows a text to the person: the text, and its level (info, warning or error)."""


def attempt(tell: Tell, action: Callable[..., Any], *values: Any) -> bool:
    """Do something; whatever goes wrong is told, the traceback of our own faults is only in the log."""
    try:
        action(*values)
    except UserError as error:
        tell(str(error), "error")
        return False
    except Exception as error:
        QgsMessageLog.logMessage(scrub(traceback.format_exc()), LOG, Qgis.MessageLevel.Critical)
        tell(
            tr("That failed by a fault of the plugin ({}); what is in the file is whole, the log has more.").format(
                type(error).__name__
            ),
            "error",
        )
        return False
    return True


class Wires:
    """Connections between signals and slots; `cut` takes all of them away.

    To be cut while the senders live: a signal of PyQt does not keep its sender, and to disconnect from one
    that is gone ends QGIS.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._made: list[tuple[Any, Callable[..., None]]] = []

    def connect(self, signal: Any, slot: Callable[..., Any]) -> None:
        """Connect a slot whose errors are told."""

        def guarded(*values: Any) -> None:
            attempt(self._tell, slot, *values)

        signal.connect(guarded)
        self._made.append((signal, guarded))

    def cut(self) -> None:
        """Disconnect all."""
        for signal, slot in self._made:
            try:
                signal.disconnect(slot)
            except (TypeError, RuntimeError):
                continue  # the sender is deleted, and its connections with it
        self._made.clear()
