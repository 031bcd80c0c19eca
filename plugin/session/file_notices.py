"""What is done to an inventory before the dock works with it, and what a person should know of that."""

from __future__ import annotations

from pathlib import Path

from ...inventory.schema import ROCK_GLACIERS
from ...processing_provider.adapters.translation import tr
from ...store import twins
from ...store.opening import bring_up
from ...store.protocol import Store
from ...store.records import Mended
from ...store.twins import Twin

Notice = tuple[str, str]
"""Text and level."""


def made_ready(path: Path) -> tuple[Store, list[Notice]]:
    """Open an inventory: an older one up to date, what a copy by another tool has left out made again.

    Raises
    ------
    UserError
        Not an inventory, a newer one, or something has to be done and the file cannot be written.
    """
    store, copy, mended = bring_up(path, tr=tr)
    found: list[Notice] = []
    if copy is not None:
        text = tr("The inventory was brought up to date; {} is a copy of what it was.")
        found.append((text.format(copy.name), "info"))
    try:
        return store, found + _of_mending(path.name, mended) + _of_twins(store.contradictions())
    except BaseException:
        store.close()
        raise


def made_complete(store: Store) -> list[Notice]:
    """Make again what a copy by another tool has left out, also of one layer and while the file is open.

    Raises
    ------
    UserError
        Where something has to be made and the file cannot be written.
    """
    return _of_mending(store.path.name, store.mend())


def as_one(notices: list[Notice]) -> list[Notice]:
    """All in one, as the dock shows one message at a time."""
    if not notices:
        return []
    level = "warning" if any(level == "warning" for _, level in notices) else "info"
    return [(" ".join(text for text, _ in notices), level)]


def _of_mending(name: str, mended: Mended) -> list[Notice]:
    if mended.unwatched:
        text = tr(
            "{} lacked what notes the changes of other tools, as after a copy by ogr2ogr; it is there again, "
            "but what they changed meanwhile is not in the journal."
        ).format(name)
        if mended.stale:
            more = tr(
                "Outlines that the journal does not know: {}. Their attributes are marked as older, fill them again."
            )
            text = f"{text} {more.format(mended.stale)}"
        return [(text, "warning")]
    if mended.parts:
        text = tr("{} lacked indexes, as after a copy by another tool such as ogr2ogr; they are there again.")
        return [(text.format(name), "info")]
    return []


def _of_twins(found: list[Twin]) -> list[Notice]:
    """The first contradiction in words, and how many there are."""
    if not found:
        return []
    text = twin_text(found[0])
    if found[0].layer is ROCK_GLACIERS:
        advice = tr("Click on one of them on the map to settle it.")
        text = f"{text} {advice}"
    if len(found) > 1:
        more = tr("There are {} such contradictions in this inventory, as after two copies were merged.")
        text = f"{text} {more.format(len(found))}"
    return [(text, "warning")]


def twin_text(twin: Twin) -> str:
    """A contradiction in one sentence."""
    texts = {
        twins.SAME_IDENTIFIER: tr("{count} rock glaciers have the identifier {key}."),
        twins.SAME_CANDIDATE: tr("{count} rock glaciers came of the one candidate {key}."),
        twins.SAME_MARKER: tr("{count} primary markers have the identifier {key}."),
        twins.SAME_VALUE: tr("{count} rows of '{layer}' have the {field} {key}."),
        twins.NOT_DECIDED_SO: tr("The candidate {key} is not accepted, and a rock glacier of it is in the inventory."),
        twins.WITHOUT_ROCK_GLACIER: tr("The candidate {key} is said to remain, and no rock glacier of it is there."),
    }
    return texts[twin.kind].format(count=len(twin.fids), key=twin.key, layer=twin.layer.name, field=twin.field)
