"""The list of tiles of a WMTS: asked for once, kept for later runs, and asked for again before tiles are.

A run that has all tiles in the cache asks for nothing. One that has not must know that the server still has
the tiles where the kept list says: else ground would be moved.
"""

from __future__ import annotations

import threading
import time

from qgis.core import QgsProcessingException

from ....inventory.secrets import scrub
from ...adapters.translation import tr
from ..asking.faults import Fault, words
from ..asking.piece_store import CacheLimits
from . import kept
from .requests import Asker
from .sourcetext import SourceText
from .wmts import Gone, Wmts, is_capabilities, prepared, read_wmts

_FRESH = 300.0
"""Seconds for which an answer of the server counts as new."""


class NotTold(QgsProcessingException):
    """The server did not tell which tiles it has."""

    def __init__(self, title: str, fault: Fault) -> None:
        super().__init__(
            tr("The server of the layer '{}' did not tell which tiles it has: {}.").format(title, words(fault.reason))
        )
        self.fault = fault


class TileList:
    """The list of one layer's tiles, for plans and for those who ask for tiles.

    Parameters
    ----------
    text
        The layer's source.
    title
        The layer's name, for people.
    limits
        How long the list is kept.
    """

    def __init__(self, text: SourceText, title: str, limits: CacheLimits) -> None:
        self._text, self._title, self._limits = text, scrub(title), limits
        self._lock = threading.Lock()

    def planned(self) -> Wmts:
        """The list: a new one, or the kept one, or what the server says now.

        Raises
        ------
        QgsProcessingException
            Where the server does not tell, or has other tiles than the layer was made of.
        """
        known = _recent(self._text.key)
        if known is not None:
            return known
        content = kept.read(self._text.key, self._limits)
        if content is not None:
            try:
                return read_wmts(content, self._text)
            except Gone:  # kept by another version of this program
                kept.forget(self._text.key)
        asker = Asker(self._text.login)
        asker.begin()
        try:
            return self._asked(asker)
        finally:
            asker.end()

    def confirmed(self, asker: Asker, planned: Wmts) -> Wmts:
        """The list as the server has it now, before the first tile is asked for; in any thread.

        Raises
        ------
        QgsProcessingException
            Where the tiles lie elsewhere than was planned; `NotTold` where there is no answer, as may pass.
        """
        with self._lock:
            known = _recent(self._text.key) or self._asked(asker)
        if known.fingerprint != planned.fingerprint:
            raise QgsProcessingException(
                tr(
                    "The server of the layer '{}' has arranged its tiles anew since the last capture; run again."
                ).format(self._title)
            )
        return known

    def _asked(self, asker: Asker) -> Wmts:
        answer = asker.ask(_address(self._text), anew=True)
        if answer.fault is not None:
            raise NotTold(self._title, answer.fault)
        try:
            wmts = read_wmts(answer.content, self._text)
        except Gone as gone:
            kept.forget(self._text.key)
            raise QgsProcessingException(_gone(self._title, str(gone))) from None
        kept.write(self._text.key, answer.content, self._limits)
        _news[self._text.key] = (time.monotonic(), wmts)
        return wmts


_news: dict[str, tuple[float, Wmts]] = {}


def _recent(key: str) -> Wmts | None:
    """What a server has said in this process a short while ago."""
    when, wmts = _news.get(key, (0.0, None))
    return wmts if wmts is not None and time.monotonic() - when < _FRESH else None


def known_list(text: SourceText) -> Wmts | None:
    """The list where it is known without asking, however old."""
    return _news.get(text.key, (0.0, None))[1]


def _address(text: SourceText) -> str:
    """Where the capabilities are, as QGIS asks for them."""
    address = prepared(text.get("url"))
    return address if is_capabilities(address) else address + "SERVICE=WMS&REQUEST=GetCapabilities"


def _gone(title: str, what: str) -> str:
    if what == "document":
        return tr("The server of the layer '{}' answered with something else than a list of its tiles.").format(title)
    missing = {
        "layer": tr("the layer"),
        "style": tr("the style"),
        "format": tr("the image format"),
        "matrices": tr("the tile matrix set"),
    }[what]
    return tr(
        "The server of the layer '{}' has changed since the layer was added, {} is gone; add the layer anew."
    ).format(title, missing)
