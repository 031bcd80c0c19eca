"""The keys of the dock: which key does what, remembered in QGIS's settings."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence

from ....inventory.errors import UserError
from ....processing_provider.adapters.translation import tr
from ...common.settings import PREFIX
from ..texts import action_text
from .actions import ACTIONS, default_keys, scopes_of

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText


def pressed(event: QKeyEvent) -> str:
    """The key of an event with its modifiers, in portable text; the number pad counts as the digits."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    held = int(getattr(modifiers, "value", modifiers))  # flags of Qt 6 are no numbers
    return QKeySequence(held | event.key()).toString(_PORTABLE)


class Keys:
    """The keys of every action. No key has two meanings in one scope: what would give it two is refused."""

    def __init__(self) -> None:
        self._keys = {action: default_keys(action) for action in ACTIONS}

    @classmethod
    def load(cls) -> Keys:
        """Read them; all are the defaults where two contradict each other (a file changed by hand)."""
        keys, store = cls(), QgsSettings()
        chosen = {}
        for action in ACTIONS:
            text = store.value(f"{PREFIX}/keys/{action}", None)
            if text is not None:
                chosen[action] = _split(str(text))
        # All at once, as two keys may have been exchanged.
        keys._keys.update(chosen)
        if any(keys.conflict(action, key) for action in chosen for key in keys._keys[action]):
            keys.reset()
        return keys

    def save_over(self, before: Keys) -> None:
        """Write those that differ from what was shown before, so that what was set elsewhere meanwhile stays.

        A key that is the default is forgotten.
        """
        store = QgsSettings()
        for action, keys in self._keys.items():
            if keys == before.keys(action):
                continue
            name = f"{PREFIX}/keys/{action}"
            if keys == default_keys(action):
                store.remove(name)
            else:
                store.setValue(name, "; ".join(keys))

    def reset(self) -> None:
        """Every action has its default again."""
        self._keys = {action: default_keys(action) for action in ACTIONS}

    def copy(self) -> Keys:
        """The same keys, to be edited without touching these."""
        other = Keys()
        other._keys = dict(self._keys)
        return other

    def keys(self, action: str) -> tuple[str, ...]:
        """An action's keys in portable text."""
        return self._keys[action]

    def label(self, action: str) -> str:
        """Its first key as this machine writes it, for a button; empty where it has none."""
        return _native(self._keys[action][0]) if self._keys[action] else ""

    def labels(self, *actions: str) -> str:
        """All keys of the actions as this machine writes them, for a tooltip."""
        return tr(" or ").join(_native(key) for action in actions for key in self._keys[action])

    def also(self, action: str) -> str:
        """The keys beside the first one as this machine writes them."""
        return tr(" or ").join(_native(key) for key in self._keys[action][1:])

    def action(self, scope: str, key: str) -> str:
        """What a key (portable text) does in a scope; empty when nothing."""
        for action in ACTIONS:
            if scope in scopes_of(action) and key in self._keys[action]:
                return action
        return ""

    def conflict(self, action: str, key: str) -> str:
        """The other action that has this key in a scope of this one; empty when there is none."""
        for scope in scopes_of(action):
            for other in ACTIONS:
                if other != action and scope in scopes_of(other) and key in self._keys[other]:
                    return other
        return ""

    def set(self, action: str, keys: tuple[str, ...]) -> None:
        """Give an action its keys, in portable text.

        Raises
        ------
        UserError
            One of them already does something else in the same scope; nothing was changed.
        """
        for key in keys:
            other = self.conflict(action, key)
            if other:
                message = tr("The key {} already means “{}”; choose another one for “{}”.")
                raise UserError(message.format(_native(key), action_text(other), action_text(action)))
        self._keys[action] = tuple(keys)


def _split(text: str) -> tuple[str, ...]:
    """Keys out of the settings, spelled as Qt spells them; what Qt cannot read is dropped."""
    spelled = (QKeySequence(part, _PORTABLE).toString(_PORTABLE) for part in text.split("; "))
    return tuple(key for key in spelled if key)


def _native(key: str) -> str:
    return QKeySequence(key, _PORTABLE).toString(_NATIVE)
