"""What a capture tells people: how far it is, how long it takes, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem

from ..adapters.translation import tr
from .asking.faults import NOT_ASKED, words
from .asking.fetching import Fetched, Got


def progress_text(fetched: Fetched, done: int, total: int, seconds: float) -> str:
    """How far the fetching is."""
    text = tr("{:,} of {:,} tiles").format(done, total)
    if gaps := len(fetched.gaps):
        text += tr(", {:,} without a picture").format(gaps)
    new = done - fetched.from_cache
    if new > 20 and done < total:
        text += tr(", {} left").format(duration(seconds / new * (total - done)))
    return text


def nothing_captured(fetched: Fetched, title: str) -> str:
    """Why there is no picture at all."""
    reason = Counter(got.fault.reason for got in fetched.gaps if got.fault).most_common(1)[0][0]
    if reason == NOT_ASKED:
        reason = fetched.gave_up or reason
    return tr("Nothing of '{}' could be captured: {}.").format(title, words(reason))


def no_room(folder: Path, error: OSError) -> str:
    """Why a temporary file could not be written."""
    return tr("The temporary folder {} takes no more ({}); free some space.").format(folder, error.strerror)


def summary_of(gaps: Sequence[Got]) -> str:
    """The reasons of gaps and how often each."""
    counts = Counter(got.fault.reason for got in gaps if got.fault)
    return "; ".join(f"{words(reason)}: {count:,}" for reason, count in counts.most_common())


def duration(seconds: float) -> str:
    """About how long, in words."""
    if seconds < 90:
        return tr("about {:.0f} s").format(max(1, seconds))
    if seconds < 5400:
        return tr("about {:.0f} min").format(seconds / 60)
    return tr("about {:.1f} h").format(seconds / 3600)


def crs_name(crs: QgsCoordinateReferenceSystem) -> str:
    """Its code, or its projection where it has none."""
    return crs.authid() or crs.description() or tr("a conformal conic projection made for this extent")
