"""Queries that are put together once and then asked with other keys.

To put a union of many parts together takes longer than to ask it. So it is compiled once a process
with stand-ins for the keys, which then make way for the real ones. All else that a query depends
on belongs into its name: the day, how many keys there are.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql import Query

MOST = 64  # queries that are kept, some 50 KB each
STAND_IN = -(10**15)  # the first one; no record has such a key


class Kept(NamedTuple):
    """What a query was compiled to."""

    query: Query
    select: list
    sql: str
    params: tuple


_kept: dict[Hashable, Kept] = {}


def rows(
    name: Hashable, keys: Sequence[int], build: Callable[[list[int]], QuerySet]
) -> Iterator[tuple]:
    """Return the rows of the query of values that `build` makes of keys, in one round trip."""
    kept = _kept.get((name, len(keys))) or _keep(name, len(keys), build)
    real = {STAND_IN - at: key for at, key in enumerate(keys)}
    with connection.cursor() as cursor:
        cursor.execute(kept.sql, [_real(real, value) for value in kept.params])
        found = cursor.fetchall()
    return _reader(kept.query, kept.select).results_iter(results=[found], tuple_expected=True)


def _keep(name, number, build):
    query = build([STAND_IN - at for at in range(number)]).query
    compiler = query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    if len(_kept) >= MOST:
        _kept.clear()
    kept = _kept[name, number] = Kept(query, compiler.select, sql, params)
    return kept


def _real(real, value):
    return real.get(value, value) if isinstance(value, int) else value


def _reader(query, select):
    """Return what makes values of Python of a row: one of its own, as each thread has its own
    connection."""
    compiler = query.get_compiler(connection=connection)
    compiler.select, compiler.col_count = select, len(select)
    return compiler
