"""Translated texts: one context for the whole plugin, so that a phrase is translated once."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

CONTEXT = "RockGlacierInventory"


def tr(text: str) -> str:
    """The text in the language of QGIS. Give a literal: `i18n/update.py` collects the literals."""
    return QCoreApplication.translate(CONTEXT, text)
