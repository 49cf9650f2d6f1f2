"""Finding and blanking what names a person in any text of any record."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from phonenumber_field.modelfields import PhoneNumberField

from plp.core.privacy.registry import ERASED, StandIn

DIGITS_OF_A_NUMBER = 10


class Words:
    """What names a person: the address, full names, phone numbers."""

    def __init__(self, email: str, names: Iterable[str] = (), numbers: Iterable[str] = ()):
        self.email = email
        whole = [re.escape(email), *map(_of_name, full_names(names)), *_of_numbers(numbers)]
        # Simple enough for both databases; where a word must end, Python says.
        self.roughly = "|".join(f"({p})" for p in {*whole, *map(_as_in_json, whole)})
        at_edge = r"(?<![\w.+-])({})(?![\w-]|\.\w)"
        self._address = re.compile(at_edge.format(re.escape(email)), re.IGNORECASE)
        self._others = re.compile(
            rf"(?<!\w)({'|'.join(whole[1:])})(?!\w)" if whole[1:] else r"(?!)", re.IGNORECASE
        )

    def blank(self, text: str, address: str = ERASED) -> str:
        """Return a text without them."""
        return self._others.sub(ERASED, self._address.sub(address, text))


def full_names(names: Iterable[str]) -> list[str]:
    """Return the names that name one person: of one word alone, too many are called so."""
    return sorted({" ".join(name.split()) for name in names if len(name.split()) > 1})


def _of_name(name):
    return r"\s+".join(map(re.escape, name.split()))


def _of_numbers(numbers):
    """Return a pattern for each phone number, however its digits are parted."""
    for number in numbers:
        digits = re.sub(r"\D", "", number)[-DIGITS_OF_A_NUMBER:]
        if len(digits) == DIGITS_OF_A_NUMBER:
            yield r"(\+?1)?[-. (]*" + r"[-. ()]*".join(digits)


def _as_in_json(pattern):
    """Return a pattern for the same text within JSON as SQLite keeps it, letters escaped."""
    return "".join(c if c.isascii() else re.escape(json.dumps(c)[1:-1]) for c in pattern)


class Found(NamedTuple):
    """A record that names a person, and what its columns say without."""

    model: type[models.Model]
    key: object
    blanked: dict[str, object]


def find(words: Words, stand_in: StandIn) -> Iterator[Found]:
    """Yield every record that names a person, in one query a model."""
    for model in apps.get_models():
        columns = _columns(model)
        if not columns or model is Session:
            continue
        texts = {f"text_of_{name}": Cast(name, models.TextField()) for name in columns}
        named = reduce(or_, (Q(**{f"{name}__iregex": words.roughly}) for name in texts))
        rows = model._base_manager.alias(**texts).filter(named).values("pk", *columns)
        for row in rows:
            key = row.pop("pk")
            new = {n: _blank(columns[n], value, words, stand_in) for n, value in row.items()}
            if changed := {n: value for n, value in new.items() if value != row[n]}:
                yield Found(model, key, changed)


def sweep(words: Words, stand_in: StandIn) -> None:
    """Blank what names a person, past `save()`: no history is written of it."""
    for found in [*find(words, stand_in)]:
        found.model._base_manager.filter(pk=found.key).update(**found.blanked)


def _columns(model):
    """Return the columns in which people write, by name."""
    if not model._meta.managed or model._meta.proxy:
        return {}
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not (field.primary_key or field.choices)
    }


def _blank(field, value, words, stand_in):
    if isinstance(field, PhoneNumberField):
        return "" if value and words.blank(str(value)) != str(value) else value
    if isinstance(field, models.JSONField):
        return _in_json(value, words)
    if not value:
        return value
    address = stand_in.email if isinstance(field, models.EmailField) else ERASED
    return words.blank(value, address)[: field.max_length]


def _in_json(value, words):
    if isinstance(value, str):
        return words.blank(value)
    if isinstance(value, list):
        return [_in_json(item, words) for item in value]
    if isinstance(value, dict):
        return {words.blank(key): _in_json(item, words) for key, item in value.items()}
    return value
