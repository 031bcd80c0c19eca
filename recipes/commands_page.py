"""The page of the documentation that lists all commands with their options, made from their requests.

Run: .venv/engine/bin/python recipes/commands_page.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from _package import ROOT, load_package

load_package()

if TYPE_CHECKING:
    from rock_glacier_inventory.inventory.requests.option import Option, Request

PAGE = ROOT / "docs" / "user" / "commands.md"
HEAD = """# Commands

All that the toolbox and the dock ask of the engine is a command, which a terminal or a script can run, too:

    PYTHON FOLDER-OF-THE-PLUGIN COMMAND --option value

PYTHON is the engine's; the command `environment` says where it is. `COMMAND --help` prints what stands here.
An option in **bold** must be given.
"""


def _value(option: Option) -> str:
    """What is written after the option."""
    if option.kind is bool:
        return ""
    return ", ".join(option.choices) or option.metavar or option.name.upper()


def _row(option: Option) -> str:
    flag = f"**`{option.flag}`**" if option.required else f"`{option.flag}`"
    help_text = option.help % {"default": option.default}
    if option.choices and not option.help:
        help_text = f"default: {option.default}"
    cells = (flag, _value(option), help_text)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(request: type[Request]) -> list[str]:
    from rock_glacier_inventory.inventory.requests.option import EVERY_COMMAND, options_of

    lines, group = ["| option | value | what it does |", "|---|---|---|"], ""
    for option in options_of(request):
        if option.hidden or option.group == EVERY_COMMAND:
            continue
        if option.group != group:
            group = option.group
            lines.append(f"| *{request.GROUPS[group]}* | | |")
        lines.append(_row(option))
    return lines


def page() -> str:
    """The page's text."""
    from rock_glacier_inventory.engine.command_line import COMMANDS
    from rock_glacier_inventory.inventory.requests import REQUESTS
    from rock_glacier_inventory.inventory.requests.option import EVERY_COMMAND, Request, options_of

    lines = [HEAD]
    for name, purpose in COMMANDS.items():
        lines += [f"## {name}", "", f"{purpose[0].upper()}{purpose[1:]}.", "", *_table(REQUESTS[name]), ""]
    common = [_row(option) for option in options_of(Request) if option.group == EVERY_COMMAND]
    lines += ["## All commands", "", "| option | value | what it does |", "|---|---|---|", *common]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
