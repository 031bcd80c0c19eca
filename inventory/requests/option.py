"""An option of a command, as its request's field tells it: name, kind, default, domain and help."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, TypeVar

_KINDS: Mapping[str, type] = {"str": str, "Path": Path, "int": int, "float": float, "bool": bool}
_LEFT_OUT = (None, "")

JSON = "json"
MANY = "also many files: a folder, a pattern, an archive, names with ; between, or the option repeated"
"""Help of an option that takes `several`."""
EVERY_COMMAND = "every command"
"""Group, without a title, of what all commands have."""


@dataclass(frozen=True)
class Option:
    """What is known of one option.

    `kind` is the type of its value, or of each where it may be `repeated`. `choices` are all values there
    are; `words` are those of which a text names some, with commas between. `least` and `most` bound a number
    where a dialog asks for it; the command itself says in a sentence what it cannot use. `alone` is what the
    option means without a value. `group` is a key of `Request.GROUPS`, empty for none. `hidden` options are for
    tests.
    An option that takes `several` may be given several times; its value is then one text of names, as
    `naming.source_names` writes it.

    `block` says how the option decides on the numbers of a block that a ledger keeps: by the facts of that
    name (see `ledger_facts`), as it stands (``True``), or not at all (``False``). None: nobody has said,
    which a test refuses where a command has a ledger.
    """

    name: str
    kind: type
    default: Any
    help: str
    required: bool = False
    repeated: bool = False
    several: bool = False
    metavar: str | None = None
    group: str = ""
    choices: Sequence[str] = ()
    words: Sequence[str] = ()
    alone: str = ""
    least: float | None = None
    most: float | None = None
    hidden: bool = False
    block: str | bool | None = None

    @property
    def flag(self) -> str:
        """As the command line spells it; a name that Python keeps for itself has an underscore behind (``as_``)."""
        return "--" + self.name.rstrip("_").replace("_", "-")

    @property
    def key(self) -> str:
        """As a parameter of an algorithm is called."""
        return self.name.rstrip("_").upper()


def option(help_text: str, default: Any = None, **domain: Any) -> Any:
    """A field of a request; `domain` holds further fields of `Option`.

    The help is the command line's; ``%(default)s`` in it is the default. A dialog's help, which is
    translated, stands on its parameter.
    """
    return field(default=default, metadata={"help": help_text, **domain})


def required(help_text: str, **domain: Any) -> Any:
    """The same of an option without a default, which may follow one that has one."""
    return field(default_factory=_left_out, metadata={"help": help_text, "required": True, **domain})


def _left_out() -> Any:
    raise TypeError("an option that is required was left out")


@dataclass(frozen=True)
class Request:
    """What is asked of one command; each field, made by `option`, is one of its options.

    `COMMAND` is the command's name, `GROUPS` the titles of its groups of options, in their order.
    """

    COMMAND: ClassVar[str]
    GROUPS: ClassVar[Mapping[str, str]] = {}

    progress: str = option(
        "text for a person (default), json for a program: one JSON object a line",
        "text",
        choices=("text", JSON),
        group=EVERY_COMMAND,
        block=False,
    )


R = TypeVar("R", bound=Request)


def options_of(request: type[Request]) -> tuple[Option, ...]:
    """The options of a command in the order of its help: those of no group, group by group, and the last."""
    if request not in _KNOWN:
        order = ["", *request.GROUPS, EVERY_COMMAND]
        found = map(_option_in, fields(request))
        _KNOWN[request] = tuple(sorted(found, key=lambda option: order.index(option.group)))
    return _KNOWN[request]


_KNOWN: dict[type[Request], tuple[Option, ...]] = {}


def _option_in(of: Field[Any]) -> Option:
    many, kind = re.match(r"(tuple\[)?(\w+)", str(of.type)).groups()  # type: ignore[union-attr]
    default = None if of.default is MISSING else of.default
    return Option(of.name, _KINDS[kind], default, repeated=bool(many), **of.metadata)


def option_of(request: type[Request], name: str) -> Option:
    """One of them. Raises `KeyError` where there is none of that name."""
    for option in options_of(request):
        if option.name == name:
            return option
    raise KeyError(name)


def to_arguments(request: Request) -> list[str]:
    """The command's name and its options, each one word; an option that is as by default is left out."""
    words = [request.COMMAND]
    for option in options_of(type(request)):
        value = getattr(request, option.name)
        if value == option.default and not option.required:
            continue
        if option.kind is bool:
            words.append(option.flag)
        else:  # one word: a value that begins with a minus (west longitudes) is no option
            words += [f"{option.flag}={one}" for one in (value if option.repeated else [value])]
    return words


def request_of(request: type[R], values: Mapping[str, Any]) -> R:
    """A request from values by name, such as a dialog's: None and empty texts are not given."""
    known = {option.name: option for option in options_of(request)}
    given = {name: value for name, value in values.items() if value not in _LEFT_OUT}
    return request(**{name: _as_kind(known[name], value) for name, value in given.items()})


def _as_kind(option: Option, value: Any) -> Any:
    return tuple(map(option.kind, value)) if option.repeated else option.kind(value)
