"""What is known of the training of the model that is to be improved: its data, and the ground whose side is settled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...inventory.errors import UserError
from ...inventory.model_cards.model_files import GROUND, run_folder
from ...models.cards.card import ModelCard
from ..telling.report import Report
from ..training.trained_on import TrainedOn, read_trained_on
from ..training_data import layout
from ..training_data.growing import Growth, facts_of, is_made_of
from ..training_data.splits.kept import NOTHING, Kept, read_kept


@dataclass(frozen=True)
class Places:
    """Folders where the earlier data may be: named by a person, those that grow, and beside the model."""

    named: Path | None
    growing: Path | None


def growth_of(card: ModelCard, places: Places, report: Report) -> Growth:
    """What new training data for a model are added to.

    Ground of the model's training of which no split is known counts as trained on: it never compares.

    Parameters
    ----------
    card
        The model.
    places
        Where its data may be.
    report
        Is warned where they are gone.

    Raises
    ------
    UserError
        A folder was named that does not hold them, or a file of them is damaged.
    """
    run = run_folder(card.path.parent, card.name) if card.path is not None else None
    record = None if run is None else read_trained_on(run)
    if run is None or record is None:
        if places.named is not None:
            raise UserError(
                f"Nothing tells how {card.name} was trained, so nobody can say whether {places.named} are its data; "
                "leave --earlier-data out."
            )
        report.warning(
            f"Nothing tells on which ground {card.name} was trained, side by side with what judged it; all of its "
            "training areas count as trained on, and it learns from the new ground alone."
        )
        return _growth(NOTHING, card, None, None)
    data = _data(record, places, run)
    if data is None:
        report.warning(
            f"The training data of {card.name} are gone ({record.data}), so it learns from the new ground alone and "
            "may forget what it knew; the sides of its ground are kept all the same (--earlier-data names a folder)."
        )
    kept_in = run / GROUND if data is None or not (data / layout.GROUND).is_file() else data / layout.GROUND
    return _growth(read_kept(kept_in) if kept_in.is_file() else NOTHING, card, record, data)


def _data(record: TrainedOn, places: Places, run: Path) -> Path | None:
    """The first folder that holds the data of a training, or what they have grown to."""
    if places.named is not None and not is_made_of(facts_of(places.named), record.made):
        raise UserError(
            f"{places.named} does not hold the data that the model was trained on (made {record.made}); name another "
            "folder with --earlier-data, or leave it out."
        )
    there = [places.named, places.growing, Path(record.data), run / "data"]
    return next((one for one in there if one is not None and is_made_of(facts_of(one), record.made)), None)


def _growth(kept: Kept, card: ModelCard, record: TrainedOn | None, data: Path | None) -> Growth:
    split = facts_of(data).get("split", {}) if data is not None else {}
    all_trained = record is None or record.folds > 0 or bool(split.get("leaks"))
    taken = max(kept.folds, int(split.get("folds", 0)))
    before = set(record.trained_before if record is not None else ()) | set(split.get(layout.TRAINED_BEFORE, ()))
    if not len(kept) and card.training_areas:
        kept = kept.with_trained(card.training_areas, taken)
        before.add(taken)
        taken += 1
    if all_trained:
        kept = kept.as_trained()
    choosing = None if all_trained or record is None else record.choosing
    if choosing is None:
        before |= set(range(taken))
    return Growth(kept, data, choosing, tuple(sorted(before)), all_trained, taken if choosing is None else 0)
