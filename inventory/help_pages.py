"""The pages of help: where they lie beside the plugin, how one is named, and which places are in it."""

from __future__ import annotations

import re
from pathlib import Path

from .environment import PLUGIN_FOLDER

HELP_FOLDER = PLUGIN_FOLDER / "docs" / "user"
CONTENTS = PLUGIN_FOLDER / "docs" / "index.md"
SCHEME = "rock-glacier-help"
"""Of addresses that QGIS gives to its own window of help; nothing is asked of the web."""

FIRST_STEPS, KEYS = "first-inventory", "dock#every-key"

_HEADING = re.compile(r"^(#{1,6}) +(.*?)(?: +#*)?$")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


def address(page: str) -> str:
    """The address of a page, or of a place in it as ``detect#choices``."""
    return f"{SCHEME}:{page}"


def page_file(page: str) -> Path:
    """The file of a page; it need not be there."""
    return HELP_FOLDER / f"{page.partition('#')[0]}.md"


def anchor_of(heading: str) -> str:
    """What stands behind the # of a link to a heading, by the rule of those who show Markdown."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of each heading of a page, in order."""
    found = (_HEADING.match(line) for line in _prose(text))
    return [(len(one[1]), re.sub(r"[*`]", "", one[2])) for one in found if one]


def links(text: str) -> list[str]:
    """What a page leads to: other pages, places, images, and addresses of the web."""
    return [link for line in _prose(text) for link in _LINK.findall(line)]


def title_of(text: str) -> str:
    """The first heading of a page."""
    return next((words for _level, words in headings(text)), "")


def pages() -> list[str]:
    """Names of all pages, in the order of the table of contents; those it does not name come last."""
    named = [Path(link).stem for link in links(CONTENTS.read_text("utf-8")) if link.startswith("user/")]
    there = sorted(path.stem for path in HELP_FOLDER.glob("*.md"))
    return [*(name for name in dict.fromkeys(named) if name in there), *(name for name in there if name not in named)]


def _prose(text: str) -> list[str]:
    """The lines of a page that are no code."""
    lines, fence = [], ""
    for line in text.splitlines():
        found = _FENCE.match(line)
        if found and (not fence or found[1] == fence):
            fence = "" if fence else found[1]
        elif not fence and not line.startswith("    "):
            lines.append(line)
    return lines
