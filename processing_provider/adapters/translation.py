"""Translated texts: one context for the whole plugin, so that a phrase is translated once."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

CONTEXT = "RockGlacierInventory"


def tr(text: str) -> str:
    """The text in the language of QGIS. Give a literal: `i18n/update.py` collects the literals."""
    return QCoreApplication.translate(CONTEXT, text)


def tr_noop(text: str) -> str:
    """A literal to be collected, which `translated` translates when it is shown: a class is older than the language."""
    return text


def translated(noted: str) -> str:
    """A text that `tr_noop` has noted, in the language of QGIS."""
    return tr(noted)
