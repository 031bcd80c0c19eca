"""Why a piece of a basemap is missing: the words that the layer of gaps and the messages use."""

from __future__ import annotations

from dataclasses import dataclass

from ...adapters.translation import tr

NOT_FOUND = "not found"
REFUSED = "refused"
TOO_MANY = "too many requests"
SERVER_ERROR = "server error"
TIME_OUT = "time-out"
CONNECTION = "connection lost"
CERTIFICATE = "certificate"
NO_IMAGE = "not an image"
EMPTY = "transparent"
ONE_COLOUR = "one colour"
PLACEHOLDER = "placeholder"
HALF_LOADED = "half loaded"
NOT_DRAWN = "not drawn"
NOT_ASKED = "not asked"

WORTH_WAITING = frozenset({TOO_MANY, SERVER_ERROR, TIME_OUT, CONNECTION})
"""Faults of a server or a line in trouble, which may be over after a pause."""
ANSWERS = frozenset({EMPTY, ONE_COLOUR, PLACEHOLDER})
"""Faults of a picture that did arrive."""


@dataclass(frozen=True)
class Fault:
    """What was wrong with the last try. It never holds an address."""

    reason: str
    status: int | None = None
    retry_after: float | None = None
    """Seconds that the server asks to wait."""


def words(reason: str) -> str:
    """A reason in the language of QGIS, for messages. In files it stands in English."""
    return {
        NOT_FOUND: tr("not found (the server has nothing here)"),
        REFUSED: tr("refused (key or permission)"),
        TOO_MANY: tr("too many requests"),
        SERVER_ERROR: tr("error of the server"),
        TIME_OUT: tr("no answer in time"),
        CONNECTION: tr("connection lost"),
        CERTIFICATE: tr("the certificate of the server is not trusted"),
        NO_IMAGE: tr("the answer was no image"),
        EMPTY: tr("transparent"),
        ONE_COLOUR: tr("one single colour"),
        PLACEHOLDER: tr("a placeholder that repeats"),
        HALF_LOADED: tr("half loaded"),
        NOT_DRAWN: tr("QGIS could not draw it"),
        NOT_ASKED: tr("not asked for, because the server failed too often"),
    }[reason]
