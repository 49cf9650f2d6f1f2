"""Districts as people typed them: which match none that we know, and what becomes of each."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from applications.models import ApplicationDistrict, District
from plp.core import history
from plp.core.workflow import TransitionError
from workshops.models import KeptDistrictName, Teacher


class Typed(NamedTuple):
    """A name that matches no district of its state, and how often it stands where."""

    name: str
    state: str
    applications: int
    teachers: int


def typed_names() -> list[Typed]:
    """Return the names that match no district and were not kept, by state, however often typed."""
    found = {}
    for column, rows in enumerate([_named_by_applicants(), _of_teachers()]):
        for name, state, number in rows:
            known = found.setdefault((_plain(name), state), [name, state, 0, 0])
            known[2 + column] += number
    kept = {(_plain(k.name), k.state) for k in KeptDistrictName.objects.all()}
    return sorted(
        (Typed(*row) for key, row in found.items() if key not in kept),
        key=lambda typed: (typed.state, typed.name.casefold()),
    )


def _plain(name):
    return " ".join(name.split()).casefold()


def _named_by_applicants():
    rows = ApplicationDistrict.objects.filter(district=None).exclude(name="").order_by()
    return rows.values_list("name", "application__pin__region__state").annotate(Count("pk"))


def _of_teachers():
    rows = Teacher.objects.filter(district=None).exclude(district_name="").order_by()
    return rows.values_list("district_name", "state").annotate(Count("pk"))


@transaction.atomic
def match(name: str, state: str, district: District, *, by) -> int:
    """Let a typed name mean a district wherever it stands; return in how many places it did.

    Raises TransitionError where the district lies in another state, or the name stands nowhere.
    """
    if district.state != state:
        raise TransitionError(f"{district} lies in another state.")
    named = ApplicationDistrict.objects.filter(district=None, application__pin__region__state=state)
    rows = [row for row in named.select_for_update(of=["self"]) if _plain(row.name) == _plain(name)]
    for row in rows:
        row.district = district
        row.save(update_fields=["district"])
    teachers = _meant(Teacher.objects.filter(district=None, state=state), name)
    for teacher in teachers:
        teacher.district, teacher.district_name = district, ""
        teacher.save()
    if not rows and not teachers:
        raise TransitionError("Somebody has matched it already.")
    return len(rows) + len(teachers)


def _meant(teachers, name):
    locked = teachers.exclude(district_name="").select_for_update(of=["self"])
    return [teacher for teacher in locked if _plain(teacher.district_name) == _plain(name)]


@transaction.atomic
def make_district(name: str, state: str, *, by) -> District:
    """Make a district of a typed name, which then means it. Raises TransitionError likewise."""
    district = District(name=" ".join(name.split()), state=state)
    try:
        district.full_clean()
    except ValidationError as error:
        raise TransitionError(" ".join(error.messages)) from None
    with history.because("Made of a name as it was typed."):
        district.save()
    match(name, state, district, by=by)
    return district


@transaction.atomic
def keep_name(name: str, state: str, *, by) -> None:
    """Let a name stay as it was typed; twice is fine."""
    KeptDistrictName.objects.get_or_create(
        name__iexact=name, state=state, defaults={"name": name, "by": by}
    )
