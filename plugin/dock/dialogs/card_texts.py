"""A model card in words."""

from __future__ import annotations

from html import escape

from ....inventory.model_cards.card_facts import TERRAIN_BANDS, CardFacts
from ....inventory.model_cards.targets import finds_rock_glaciers
from ....inventory.model_cards.trust_facts import Trust, names_of
from ....processing_provider.adapters.translation import tr
from ..texts import reason_text

_MOST_AREAS = 4


def card_html(card: CardFacts, trust: Trust | None = None) -> str:
    """All that a person should know before using a model; what the card does not tell is left out or said.

    `trust` is what an evaluation found of it on a person's own ground.
    """
    rows = [
        (tr("Finds"), _target(card)),
        (tr("Works on"), _bands(card)),
        (tr("How well"), _accuracy(card)),
        (tr("On your own ground"), "" if trust is None else _trust(trust)),
        (tr("Trained on"), card.training_data or tr("The card does not say.")),
        (tr("Where"), _areas(card)),
        (tr("Not for"), card.not_for),
        (tr("Licence"), _licence(card)),
        (tr("Cite"), card.citation),
        (tr("Made"), card.created),
        (tr("File"), str(card.path)),
    ]
    lines = [f"<b>{escape(name)}</b><br>{escape(text)}" for name, text in rows if text]
    return f"<h3>{escape(card.title)}</h3>" + "".join(f"<p>{line}</p>" for line in lines)


def _target(card: CardFacts) -> str:
    if finds_rock_glaciers(card.target):
        return card.target or tr("The card does not say.")
    told = tr("{}, no rock glaciers: what it finds is shown as that in the dock, mostly to be removed.")
    return told.format(reason_text(card.target))


def _bands(card: CardFacts) -> str:
    parts = [", ".join(band.replace("_", " ") for band in card.bands)]
    if card.resolution_m is not None:
        parts.append(tr("{:g} m on the ground").format(card.resolution_m))
    if card.needs_dem:
        computed = ", ".join(band.replace("_", " ") for band in card.bands if band in TERRAIN_BANDS)
        parts.append(tr("needs a DEM (for {})").format(computed))
    return " · ".join(part for part in parts if part)


def _accuracy(card: CardFacts) -> str:
    parts = []
    if card.iou is not None:
        parts.append(tr("IoU {:.2f}: of all ground that is predicted or true, this share is both").format(card.iou))
    if card.iou_interval is not None:
        parts.append(tr("interval {:.2f} to {:.2f}").format(*card.iou_interval))
    others = {"precision": tr("precision {:.2f}"), "recall": tr("recall {:.2f}"), "f1": tr("F1 {:.2f}")}
    known = {name: card.metrics.get(name) for name in others}
    parts += [others[name].format(value) for name, value in known.items() if isinstance(value, float)]
    if card.iou_folds:
        text = tr("{} parts that were left out in turn, from {:.2f} to {:.2f}")
        parts.append(text.format(len(card.iou_folds), min(card.iou_folds), max(card.iou_folds)))
    if card.calibration_error is not None:
        parts.append(tr("probabilities are off by {:.2f}").format(card.calibration_error))
    if card.calibration_error_folds:
        errors = card.calibration_error_folds
        parts.append(tr("by {:.2f} to {:.2f} in one part alone").format(min(errors), max(errors)))
    words = card.metrics.get("words")
    if isinstance(words, str) and words:
        parts.append(words)
    return "; ".join(parts) or tr("The card has no figures: try it on ground that you know.")


def _trust(trust: Trust) -> str:
    """Where it was good and where not, when it was evaluated last."""
    parts = []
    if trust.f1 is not None:
        parts.append(tr("F1 {:.2f} by area as found, against {}").format(trust.f1, trust.reference))
    if trust.interval:
        told = tr("interval {:.2f} to {:.2f} by {} blocks of ground")
        parts.append(told.format(*trust.interval, trust.blocks))
    if trust.corrected is not None:
        parts.append(tr("{:.0f} % of what was decided or added was corrected").format(100 * trust.corrected))
    good, poor = trust.those(good=True), trust.those(good=False)
    if good:
        parts.append(tr("good in {}").format(names_of(good, _MOST_AREAS)))
    if poor:
        parts.append(tr("poor in {}").format(names_of(poor, _MOST_AREAS)))
    return "; ".join([*parts, trust.time[:10]])


def _areas(card: CardFacts) -> str:
    """The boxes, the first ones where there are many."""
    told = [_box(*box) for box in card.areas[:_MOST_AREAS]]
    more = len(card.areas) - len(told)
    return "; ".join([*told, *([tr("and {} more").format(more)] if more else [])])


def _box(west: float, south: float, east: float, north: float) -> str:
    longitudes = f"{_degrees(west, 'E', 'W')} – {_degrees(east, 'E', 'W')}"
    return f"{longitudes}, {_degrees(south, 'N', 'S')} – {_degrees(north, 'N', 'S')}"


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.2f}° {positive if value >= 0 else negative}"


def _licence(card: CardFacts) -> str:
    parts = [card.licence or tr("The card does not say.")]
    if card.start_weights:
        parts.append(tr("started from: {}").format(card.start_weights))
    if card.imagery_terms:
        parts.append(tr("imagery: {}").format(card.imagery_terms))
    return "; ".join(parts)
