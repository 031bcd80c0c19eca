"""Tooltips with keys: every control says what it does and which key does the same."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtWidgets import QWidget

from .keys.key_button import KeyButton
from .keys.keys import Keys


@dataclass
class _Hint:
    widget: QWidget
    text: str
    actions: tuple[str, ...]


class Hints:
    """Writes the tooltips of a panel, and writes them anew when the keys are others."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._hints: dict[int, _Hint] = {}

    def add(self, widget: QWidget, text: str, *actions: str) -> None:
        """Give a widget its tooltip, and the keys of the actions that do the same."""
        hint = _Hint(widget, text, actions)
        self._hints[id(widget)] = hint
        self._write(hint)

    def set_keys(self, keys: Keys) -> None:
        """Show other keys."""
        self._keys = keys
        for hint in self._hints.values():
            self._write(hint)

    def _write(self, hint: _Hint) -> None:
        keys = self._keys.labels(*hint.actions)
        tip = f"{hint.text} ({keys})" if keys else hint.text
        hint.widget.setToolTip(tip)
        hint.widget.setAccessibleDescription(tip)
        if isinstance(hint.widget, KeyButton):
            hint.widget.set_key(self._keys.label(hint.actions[0]) if hint.actions else "")
