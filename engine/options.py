"""A command's options on the command line, made from the record of its request."""

from __future__ import annotations

import argparse
from typing import Any

from ..inventory.requests.option import R, Request, options_of


def add_options(parser: argparse.ArgumentParser, request: type[Request]) -> None:
    """Add the options of a request, group by group."""
    groups: dict[str, argparse._ActionsContainer] = {}
    for option in options_of(request):
        if option.group not in groups:
            title = request.GROUPS.get(option.group)
            groups[option.group] = parser if title is None else parser.add_argument_group(title)
        default = [] if option.repeated else option.default
        settings: dict[str, Any] = {"default": default, "required": option.required}
        if option.kind is bool:
            settings["action"] = "store_true"
        else:
            action = "append" if option.repeated else "store"
            choices = option.choices or None
            settings |= {"action": action, "type": option.kind, "choices": choices, "metavar": option.metavar}
        words = argparse.SUPPRESS if option.hidden else option.help or None
        groups[option.group].add_argument(option.flag, help=words, **settings)


def request_in(options: argparse.Namespace, request: type[R]) -> R:
    """The request that a command line made."""
    values = {option.name: getattr(options, option.name) for option in options_of(request)}
    lists: dict[str, Any] = {name: tuple(each) for name, each in values.items() if isinstance(each, list)}
    return request(**{**values, **lists})
