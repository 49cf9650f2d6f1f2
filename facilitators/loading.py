"""Facilitators from a CSV file: who is new, what changes of others, and every bad row named."""

import copy
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.models import Course
from facilitators.models import Facilitator
from plp.core import history
from plp.core.plans import BATCH, Plan
from plp.core.tables import LoadError, Problem, read_csv

NEEDED = ["name", "email"]
OPTIONAL = ["phone", "extension", "home_zip", "courses", "bio", "travels_up_to"]
FIELDS = [name for name in [*NEEDED, *OPTIONAL] if name != "courses"]
MOST = 10_000  # rows of a file
LONGEST_BIO = Facilitator._meta.get_field("bio").max_length


@dataclass
class PeoplePlan(Plan):
    """The difference between a file and the directory; nobody is removed."""

    courses: dict = field(default_factory=dict)  # by e-mail, of those whose courses are written
    doubles: list = field(default_factory=list)  # sentences on who may be known already
    ignored: list = field(default_factory=list)  # columns that are not read

    @transaction.atomic
    def save(self):
        for record in [*self.new, *(record for record, _ in self.changed)]:
            record.write_keys()
        changed = [record for record, _ in self.changed]
        made = Facilitator.objects.bulk_create(self.new, batch_size=BATCH)
        columns = [*FIELDS, "name_key", "email_key"]
        Facilitator.objects.bulk_update(changed, columns, batch_size=BATCH)
        self._save_courses([*made, *changed])
        history.note(made, is_new=True)
        history.note(changed)

    def _save_courses(self, people):
        through = Facilitator.courses.through
        written = [person for person in people if person.email in self.courses]
        for start in range(0, len(written), BATCH):
            keys = [person.pk for person in written[start : start + BATCH]]
            through.objects.filter(facilitator__in=keys).delete()
        through.objects.bulk_create(
            (
                through(facilitator=person, course=course)
                for person in written
                for course in self.courses[person.email]
            ),
            batch_size=BATCH,
        )


def plan_people(file: str, data: bytes) -> PeoplePlan:
    """Plan to add and change facilitators as a CSV says, known by their e-mail address.

    An empty cell leaves what is there. Raises LoadError naming every bad row.
    """
    rows, problems = read_csv(file, data, NEEDED, at_most=MOST, optional=OPTIONAL)
    plan = PeoplePlan(Facilitator, FIELDS)
    reading = _Reading(plan)
    for row in rows:
        problems += [Problem(file, row.line, reason) for reason in reading.take(row)]
    if not rows and not problems:
        problems.append(Problem(file, 1, "there is a header, but no row below it"))
    if problems:
        raise LoadError(problems)
    header = rows[0].cells
    plan.ignored = sorted(name for name in header if name and name not in [*NEEDED, *OPTIONAL])
    return plan


class _Reading:
    """Reads rows one by one into a plan, knowing who is in the directory and in the rows before."""

    def __init__(self, plan):
        self.plan = plan
        people = list(Facilitator.objects.prefetch_related("courses"))
        self.known = {person.email: person for person in people}
        self.by_code = {course.code.lower(): course for course in Course.objects.all()}
        self.lines = {}
        self.by_key = {}
        for person in people:
            self._remember(person)

    def take(self, row):
        """Plan what a row says; return what is wrong with it."""
        cells = {name: row.cells.get(name, "") for name in [*NEEDED, *OPTIONAL]}
        cells["name"] = " ".join(cells["name"].split())
        email = cells["email"].lower()
        if email and email in self.lines:
            return [f"“{email}” is already on line {self.lines[email]}"]
        self.lines[email] = row.line
        old = self.known.get(email)
        person = copy.copy(old) if old else Facilitator()
        problems = self._fill(person, cells | {"email": email})
        courses, unknown = self._courses(cells["courses"])
        problems += [f"courses: “{code[:60]}” is no course here" for code in unknown]
        if not problems:
            self._plan(person, old, courses)
        return problems

    def _fill(self, person, cells):
        """Write what is said to a person; return what is wrong with it."""
        for name in FIELDS:
            if cells[name]:
                setattr(person, name, cells[name])
        if person.name and not any(map(str.isalnum, person.name)):
            return [f"name: “{person.name[:60]}” has no letter"]
        if len(person.bio) > LONGEST_BIO:
            return [f"bio: has {len(person.bio):,} characters; at most {LONGEST_BIO:,} fit"]
        try:
            person.clean_fields()
        except ValidationError as error:
            return [
                f"{name}: {_why(name, cells[name], said)}"
                for name, messages in error.message_dict.items()
                for said in messages
            ]
        return []

    def _courses(self, text):
        codes = [code for code in re.split(r"[\s,;]+", text.lower()) if code]
        unknown = [code for code in codes if code not in self.by_code]
        found = {self.by_code[code] for code in codes if code in self.by_code}
        return sorted(found, key=lambda course: course.code), unknown

    def _plan(self, person, old, courses):
        if old is None:
            self.plan.new.append(person)
            self.plan.courses[person.email] = courses
            self._warn(person)
            return
        values = {
            name: (getattr(old, name), getattr(person, name))
            for name in FIELDS
            if getattr(old, name) != getattr(person, name)
        }
        before = sorted(old.courses.all(), key=lambda course: course.code)
        if courses and courses != before:
            values["courses"] = (_named(before), _named(courses))
            self.plan.courses[person.email] = courses
        if values:
            self.plan.changed.append((person, values))
        else:
            self.plan.same += 1

    def _warn(self, person):
        """Note who may be known already, under another address."""
        person.write_keys()
        like = {key: self.by_key[key] for key in _keys(person) if key in self.by_key}
        for other in {other.email: other for other in like.values()}.values():
            self.plan.doubles.append(f"{called(person)} may be {called(other)}.")
        self._remember(person)

    def _remember(self, person):
        for key in _keys(person):
            self.by_key.setdefault(key, person)


def called(person) -> str:
    return f"{person.name} ({person.email})"


def _keys(person):
    keys = [("name", person.name_key), ("email", person.email_key)]
    return [key for key in keys if key[1]]


def _named(courses):
    return ", ".join(course.name for course in courses)


def _why(name, text, said):
    if name == "home_zip" and re.fullmatch(r"[0-9]{3,4}", text):
        return f"“{text}” has lost its leading zero; make the column text"
    return f"{said} (“{text[:60]}”)" if text else said
