"""What the dock is given to show, and how numbers are written there."""

from __future__ import annotations

from dataclasses import dataclass

from ....inventory import schema
from ....processing_provider.adapters.translation import tr

_THIN = "\u202f"  # narrow, and no line breaks there
_HARD = "\u00a0"
SMALL_AREA_M2 = 10_000.0
"""Below this an area is written in square metres."""


@dataclass(frozen=True)
class Facts:
    """One candidate or rock glacier. What is not known is None, or empty."""

    title: str
    probability: float | None = None
    highest: float | None = None
    area: float | None = None
    elevation: float | None = None
    slope: float | None = None
    aspect: float | None = None
    glacier_share: float | None = None
    model: str = ""
    image: str = ""
    state: str = ""
    """Of a candidate: one of the schema's states; empty for a rock glacier."""
    reason: str = ""
    expected_reason: str = ""
    """Of an undecided candidate that was found as another landform: why it is to be removed."""
    comment: str = ""
    climate: tuple[tuple[str, float, str], ...] = ()
    """Radiation, temperatures, precipitation as far as they are known: name of the field, value, unit."""
    zone: str = ""
    """The permafrost zone, one of the schema's; empty where it is not known."""
    index: float | None = None
    """The permafrost zonation index."""
    spread: float | None = None
    """How far several networks disagree on the probability."""


@dataclass(frozen=True)
class ReviewFacts:
    """One primary marker of a sample, without anybody else's decision."""

    title: str
    position: int
    total: int
    decision: str = ""
    comment: str = ""
    area: float | None = None
    elevation: float | None = None
    slope: float | None = None
    aspect: float | None = None


@dataclass(frozen=True)
class WindowFacts:
    """One window of a ground sample, with what this reviewer has found in it; None where it was not searched yet."""

    title: str
    position: int
    total: int
    missed: int | None = None
    comment: str = ""


@dataclass(frozen=True)
class QueueProgress:
    """How far the work is; `minutes_left` is None while the pace is not known."""

    done: int
    total: int
    minutes_left: float | None = None


@dataclass(frozen=True)
class Warning:
    """Something to know that stops nobody; `action` ('clip', 'mend') is offered under `label`."""

    text: str
    action: str = ""
    label: str = ""


def number(value: float) -> str:
    """A whole number with thin spaces between the thousands."""
    return f"{value:,.0f}".replace(",", _THIN)


def area_text(area: float) -> str:
    """An area in m² as km², a small one as m²."""
    if area < SMALL_AREA_M2:
        return number(area) + _HARD + "m²"
    return f"{area / 1e6:.3f}{_HARD}km²"


def aspect_text(aspect: float) -> str:
    """The compass sector (of eight) that a direction in degrees falls into."""
    sectors = (tr("N"), tr("NE"), tr("E"), tr("SE"), tr("S"), tr("SW"), tr("W"), tr("NW"))
    return sectors[round(aspect / 45.0) % 8]


def percent_text(share: float) -> str:
    """A share in whole percent, which says 0 and 100 only when it is so."""
    whole = round(100.0 * share)
    if (whole == 0 and share > 0.0) or (whole == 100 and share < 1.0):
        whole = min(max(whole, 1), 99)
    return f"{whole}{_HARD}%"


def left_text(minutes: float) -> str:
    """The time that is left, as roughly as it is known."""
    if minutes < 1.0:
        return tr("less than a minute left at your pace")
    if minutes < 90.0:
        return tr("about {} min left at your pace").format(round(minutes))
    hours = minutes / 60.0
    rounded = f"{hours:.1f}" if hours < 10.0 else number(hours)
    return tr("about {} h left at your pace").format(rounded)


def progress_text(progress: QueueProgress) -> str:
    """For example: 312 of 1 204, 26 %, about 41 min left at your pace."""
    if progress.total <= 0:
        return tr("nothing to do")
    parts = [
        tr("{} of {}").format(number(progress.done), number(progress.total)),
        percent_text(progress.done / progress.total),
    ]
    if progress.minutes_left is not None and progress.done < progress.total:
        parts.append(left_text(progress.minutes_left))
    return ", ".join(parts)


def ground_text(facts: Facts | ReviewFacts) -> str:
    """Area, elevation, slope and aspect in one line that can break between, not within them."""
    parts = []
    if facts.area is not None:
        parts.append(area_text(facts.area))
    if facts.elevation is not None:
        parts.append(number(facts.elevation) + _HARD + "m")
    if facts.slope is not None:
        parts.append(tr("slope {}°").format(f"{facts.slope:.0f}").replace(" ", _HARD))
    if facts.aspect is not None:
        parts.append(tr("faces {}").format(aspect_text(facts.aspect)).replace(" ", _HARD))
    return f"{_HARD}· ".join(parts)


def missed_text(missed: int | None) -> str:
    """What one reviewer found in a window."""
    if missed is None:
        return tr("not searched yet")
    return tr("{} missing").format(number(missed)) if missed else tr("none missing")


def climate_text(facts: Facts) -> str:
    """Radiation, climate and permafrost in one line that can break between, not within them."""
    parts = [f"{name} {_signed(value)} {unit}" for name, value, unit in facts.climate]
    if facts.zone:
        parts.append(_zone_text(facts.zone))
    if facts.index is not None:
        parts.append(f"PZI {facts.index:.2f}")
    return f"{_HARD}· ".join(part.replace(" ", _HARD) for part in parts)


def _zone_text(zone: str) -> str:
    """A zone in words; as it is written where another tool wrote something else."""
    words = {
        schema.CONTINUOUS: tr("continuous permafrost"),
        schema.DISCONTINUOUS: tr("discontinuous permafrost"),
        schema.SPORADIC: tr("sporadic permafrost"),
        schema.ISOLATED: tr("isolated permafrost"),
        schema.NO_PERMAFROST: tr("no permafrost"),
    }
    return words.get(zone, zone)


def _signed(value: float) -> str:
    """A tenth of a degree tells something, a tenth of a millimetre or kilowatt-hour does not."""
    text = number(value) if abs(value) >= 100.0 else f"{value:.1f}"
    return text.replace("-", "−")


def network_text(facts: Facts) -> str:
    """What the network said of a candidate; empty when nothing is known."""
    if facts.probability is None:
        return ""
    value = f"{facts.probability:.2f}" if facts.spread is None else f"{facts.probability:.2f} ± {facts.spread:.2f}"
    text = tr("p = {}").format(value).replace(" ", _HARD)
    if facts.highest is None:
        return text
    return f"{text}, " + tr("at most {}").format(f"{facts.highest:.2f}").replace(" ", _HARD)
