"""Values as SQL text come back as they were, to the last bit."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rock_glacier_inventory.inventory.schema import CANDIDATES
from rock_glacier_inventory.store.geopackage.sql import Sql, compose, joined, literal, name, names

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def asked(sql):
    with closing(sqlite3.connect(":memory:")) as connection:
        return connection.execute(f"SELECT {sql}").fetchone()


@given(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), TEXTS, st.binary()))
@example('it\'s; DROP TABLE "journal" -- é 冰')
@example("")
def test_a_value_comes_back(value):
    assert asked(literal(value)) == (value,)


@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
@example(998172.569149338)  # SQLite itself reads these digits as the next smaller number
@example(0.1)
@example(-97.24269)
@example(1e-300)
@example(1.7976931348623157e308)
@example(2.2250738585072014e-308)
@example(1e22)
@example(0.0)
@example(28.0)
def test_a_real_number_comes_back_to_the_last_bit(value):
    (told,) = asked(literal(value))
    assert isinstance(told, float)
    assert told == value


def test_booleans_are_numbers_and_other_bytes_are_bytes():
    told = compose("{values}", values=[True, False, bytearray(b"a\x00"), memoryview(b"b")])
    assert asked(told) == (1, 0, b"a\x00", b"b")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "a\x00b"])
def test_what_sql_has_no_word_for_is_refused(value):
    with pytest.raises(ValueError, match="cannot be stored"):
        literal(value)


@given(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), TEXTS, st.binary()), TEXTS.filter(bool))
@example("{table}", "a b")
@example('x"; DROP TABLE "t', 'x"; DROP TABLE "t')
def test_a_value_put_into_a_statement_stays_a_value(value, table):
    with closing(sqlite3.connect(":memory:")) as connection:
        fields = [name(f"a {table}"), name("b")]
        connection.execute(compose("CREATE TABLE {table} ({fields})", table=name(table), fields=fields))
        connection.execute(
            compose(
                "INSERT INTO {table} ({fields}) VALUES ({values})",
                table=name(table),
                fields=names([f"a {table}", "b"]),
                values=[value, "'"],
            )
        )
        where = joined([compose("b = {b}", b="'"), compose("{field} IS {a}", field=fields[0], a=value)], "AND")
        found = connection.execute(
            compose("SELECT {field} FROM {table} WHERE {where}", field=fields[0], table=name(table), where=where)
        ).fetchall()
    assert found == [(value,)]


def test_a_statement_says_what_is_missing_or_has_no_place():
    with pytest.raises(KeyError):
        compose("SELECT {a}")
    with pytest.raises(ValueError, match="no place for b"):
        compose("SELECT {a}", a=1, b=2)
    assert compose("SELECT '{{}}', {few}", few=(1, Sql("x"), None)) == "SELECT '{}', 1, x, NULL"


def test_what_every_statement_knows():
    assert compose("SELECT {fid}, {geom} FROM {table}", table=CANDIDATES) == 'SELECT "fid", "geom" FROM "candidates"'
    assert compose("SELECT {fid}", fid=7) == "SELECT 7"
