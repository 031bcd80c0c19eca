"""SQL, composed of words that stand in the code, names of the schema, and values that are always quoted.

Values stand in the text, because connections of GDAL take no parameters. A statement is written as one
literal with names in braces, so that it can be read; what is put there is either SQL that was made here
(`Sql`) or a value, and a value can never become SQL.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from ...inventory.schema import FEATURE_ID, GEOMETRY, Layer


class Sql(str):
    """A piece of SQL that was made by this module: it is put into a statement as it stands."""

    __slots__ = ()


PLACE = Sql("?")
"""Where a value goes in a statement that is run with many rows, by Python's SQLite."""


def name(of: str) -> Sql:
    """A name of a table or field, quoted."""
    return Sql('"' + of.replace('"', '""') + '"')


_KNOWN = {"fid": name(FEATURE_ID), "geom": name(GEOMETRY)}


def compose(statement: str, **parts: Any) -> Sql:
    """A statement with its parts put in.

    Parameters
    ----------
    statement
        SQL with names in braces: ``SELECT {fields} FROM {table} WHERE {fid} = {wanted}``. A brace that is
        meant is written twice.
    parts
        For each name: `Sql` goes in as it is, a layer as the name of its table, a list or tuple as its
        members with commas between them, and anything else as a literal. ``{fid}`` and ``{geom}`` are
        known without: the columns of feature ids and geometries.

    Raises
    ------
    KeyError
        A name has no part.
    ValueError
        A part has no name in the statement, or a value has no literal (see `literal`).
    """
    told = {key: _part(value) for key, value in parts.items()}
    unused = [key for key in told if "{" + key + "}" not in statement]
    if unused:
        raise ValueError(f"the statement has no place for {', '.join(unused)}")
    return Sql(statement.format_map({**_KNOWN, **told}))


def _part(value: Any) -> str:
    if isinstance(value, Sql):
        return value
    if isinstance(value, Layer):
        return name(value.name)
    if isinstance(value, (list, tuple)):
        return ", ".join(_part(member) for member in value)
    return literal(value)


def names(of: Iterable[str]) -> Sql:
    """Several names, with commas between them."""
    return Sql(", ".join(map(name, of)))


def joined(pieces: Iterable[Sql], between: str) -> Sql:
    """Pieces of SQL with a word such as ``AND`` between them, or nothing."""
    return Sql(f" {between} ".join(pieces))


def literal(value: Any) -> str:
    """A value as SQLite reads it: None, bool, int, float, text or bytes.

    Raises
    ------
    ValueError
        A number that is not finite, or a text with a zero character: SQL has no word for them.
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} cannot be stored")
        return _real(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"X'{bytes(value).hex()}'"
    text = str(value)
    if "\x00" in text:
        raise ValueError("a text with a zero character cannot be stored")
    return "'" + text.replace("'", "''") + "'"


def _real(value: float) -> str:
    """A finite number as a whole number times or by powers of two, which is exact.

    SQLite reads one in some thousand numbers with many digits as its neighbour (where `long double` is
    short, many more), and a value that changes on its way looks to an undo like someone else's change.
    """
    fraction, exponent = math.frexp(value)
    whole, exponent = int(math.ldexp(fraction, _MANTISSA)), exponent - _MANTISSA
    if value.is_integer() and abs(value) < 2**_MANTISSA:
        whole, exponent = int(value), 0
    sign = "*" if exponent > 0 else "/"
    steps = [min(_LARGEST_STEP, abs(exponent) - done) for done in range(0, abs(exponent), _LARGEST_STEP)]
    return "(" + "".join([f"{whole}.0", *(f" {sign} {2**step}.0" for step in steps)]) + ")"


_MANTISSA, _LARGEST_STEP = 53, 52
"""Bits of a real number; powers of two up to 2**52 have few enough digits to be read exactly."""
