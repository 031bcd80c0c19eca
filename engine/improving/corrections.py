"""What people have done in the inventories that a model is to learn from, and the imagery they saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ...inventory import schema
from ...inventory.errors import UserError
from ...inventory.naming.source_names import joined, names_in
from ...store.protocol import Store
from ...store.records import Wanted
from ..ground.files.vector_files import layer_names
from ..runs.inventories import open_inventory
from ..telling.report import Report
from ..training_data.given.reviewed import reviewed_ground

_OURS = "detect"


@dataclass(frozen=True)
class Corrections:
    """Of all inventories: rock glaciers, and candidates by state; `drawn` are those that no candidate was."""

    rock_glaciers: int
    drawn: int
    states: Counter[str]

    @property
    def words(self) -> str:
        """In a few words."""
        told = ((self.states[schema.REMAIN], "remained"), (self.states[schema.REFINE], "were refined"))
        more = ((self.states[schema.REMOVE], "were removed"), (self.drawn, "were drawn anew"))
        return ", ".join(f"{count} {what}" for count, what in (*told, *more) if count)


def corrections_of(inventories: str, has_targets: bool, report: Report) -> Corrections:
    """What there is to learn.

    Parameters
    ----------
    inventories
        Their files, with ``;`` between.
    has_targets
        Whether earlier data show the target, so that new ground need not.
    report
        Is told where nothing shows what the model gets wrong.

    Raises
    ------
    UserError
        An inventory cannot be read, nobody has decided in it, it keeps no reviewed ground, or nothing of it is a
        target.
    """
    glaciers, drawn, states = 0, 0, Counter[str]()
    for name in names_in(inventories):
        with closing(open_inventory(Path(name), write=False)) as store:
            one, own, found = _counts(store)
        if not one and not any(found[state] for state in (schema.REMAIN, schema.REFINE, schema.REMOVE)):
            raise UserError(
                f"Nobody has decided on a candidate in {name}, so there is nothing to learn from it; go through its "
                "candidates first."
            )
        seen = reviewed_ground(Path(name), layer_names(Path(name)))
        if not seen and found[schema.REMOVE]:
            report.warning(
                f"{name} keeps no ground that was shown while deciding (the map was too coarse, or it was done "
                "elsewhere), so that only its removed candidates are background; it teaches little."
            )
        elif not seen:
            raise UserError(
                f"{name} does not say what ground was looked at, so nothing in it is known to be background; go "
                "through its candidates in the dock, which keeps what was shown."
            )
        glaciers, drawn, states = glaciers + one, drawn + own, states + found
    corrections = Corrections(glaciers, drawn, states)
    if not glaciers and not has_targets:
        raise UserError(
            "Everything was removed in the inventories, and there are no earlier data with targets, so there is "
            "nothing to find; map a place with rock glaciers, too, or give --earlier-data."
        )
    if not states[schema.REMOVE] and not states[schema.REFINE] and not drawn:
        report.warning(
            "All that was decided on remained, so nothing shows what the model gets wrong; it learns only to be surer."
        )
    return corrections


def _counts(store: Store) -> tuple[int, int, Counter[str]]:
    """Rock glaciers, those of them that were no candidates, and candidates by state."""
    glaciers = store.count(schema.ROCK_GLACIERS)
    drawn = store.count(schema.ROCK_GLACIERS, Wanted(having={"CANDIDATE": None}))
    states: Counter[str] = Counter(
        {
            state: store.count(schema.CANDIDATES, Wanted(having={"STATE": state}))
            for state in (schema.REMAIN, schema.REFINE, schema.REMOVE)
        }
    )
    return glaciers, drawn, states


def images_of(inventories: str) -> str:
    """The images of the detections of some inventories, with ``;`` between.

    Raises
    ------
    UserError
        There is none, or one of them is no longer there.
    """
    found: dict[str, None] = {}
    for name in names_in(inventories):
        with closing(open_inventory(Path(name), write=False)) as store:
            runs = store.rows(schema.RUNS, ["SOURCE", "COMMAND", "TIME"])
        for _, source, command, time in runs:
            if command == _OURS and source:
                found |= dict.fromkeys(_there(names_in(str(source)), Path(name), str(time)))
    if not found:
        raise UserError(
            f"No detection tells on which imagery {', '.join(names_in(inventories))} was made; give it with --image."
        )
    return joined(list(found))


def _there(images: Sequence[str], inventory: Path, time: str) -> list[str]:
    """The files as they are found: by their names, or from the inventory's folder."""
    paths = []
    for image in images:
        beside = inventory.parent / image
        if not Path(image).exists() and not beside.exists():
            raise UserError(
                f"The image {image}, on which {inventory.name} was made ({time[:10]}), is gone, or was a basemap; give "
                "imagery of its ground with --image."
            )
        paths.append(image if Path(image).exists() else str(beside))
    return paths
