"""A program from a folder: `program.toml` and the CSVs of its places."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import (
    BooleanField,
    DateField,
    Field,
    ModelChoiceField,
    ModelForm,
    modelform_factory,
)
from django.forms.models import ModelMultipleChoiceField

from applications.actions.criteria import keep_criterion
from applications.actions.onboarding import keep_onboarding_item
from applications.loading.places import plan_counties, plan_regions, plan_zips
from applications.loading.shape import misshapen
from applications.loading.tables import PROGRAM_COLUMNS, TABLES
from applications.models import (
    Course,
    Criterion,
    OnboardingItem,
    Pin,
    Program,
    Region,
    SchoolYear,
)
from applications.models.program import STATE_NAMES
from applications.registry import uses_of
from plp.core import history, pages
from plp.core.days import pacific_today
from plp.core.tables import LoadError, Problem, decode

FILE = "program.toml"
IN_USE = (
    "payments are figured by these terms, so they stay as they are; add a row with a later from_day"
)


@dataclass
class Loaded:
    """What a load did, or with `dry_run` would have done."""

    program: Program
    lines: list[str]


def load_program(folder: Path, *, dry_run: bool = False) -> Loaded:
    """Load a program and its places from a folder, all or nothing.

    Loading the same files again changes nothing. Records that the files do not name stay as they
    are, except that counties and ZIP codes are replaced as a whole. The first program becomes the
    current one.

    Raises LoadError naming every problem; nothing has been changed then.
    """
    with transaction.atomic(), history.because("Loaded from files."):
        places, slugs = _load_places(folder)
        loader = _Loader(decode(FILE, _read(folder, FILE)))
        program = loader.load()
        lines = [*places, *loader.lines, _add_pins(program, slugs)]
        if dry_run:
            transaction.set_rollback(True)
    return Loaded(program, lines)


def _read(folder, name):
    try:
        if (folder / name).is_fifo():
            raise LoadError([Problem(name, 1, "cannot be read: it is a pipe, not a file")])
        return (folder / name).read_bytes()
    except OSError as error:
        raise LoadError([Problem(name, 1, f"cannot be read: {error.strerror}")]) from None


def _load_places(folder) -> tuple[list[str], list[str]]:
    """Load regions, counties and ZIP codes; return what was done and the regions' slugs.

    Raises LoadError with the problems of all three files together.
    """
    problems, plans = [], []

    def plan(make, name, **options):
        try:
            plans.append(make(name, _read(folder, name), **options))
        except LoadError as error:
            problems.extend(error.problems)

    plan(plan_regions, "regions.csv")
    if not problems:
        plan(plan_counties, "region_counties.csv", new_regions=plans[0].new)
    plan(plan_zips, "zips.csv")
    if problems:
        raise LoadError(problems)
    for each in plans:
        each.save()
    return [str(each) for each in plans], plans[0].keys


def _add_pins(program, slugs):
    """Seek a partner in every region of the file that has neither a pin nor a partner."""
    unserved = Region.objects.unserved().filter(slug__in=slugs)
    sought = unserved.exclude(pins__program=program)
    pins = Pin.objects.bulk_create(Pin(program=program, region=region) for region in sought)
    if pins:
        history.note(pins, is_new=True)
        pages.changed()
    return f"{Pin._meta.verbose_name_plural}: {len(pins)} new"


class _Loader:
    """Loads one `program.toml`, gathering every problem before it gives up."""

    def __init__(self, text):
        self.text = text
        self.problems = []
        self.lines = []
        self.freed = set()  # events that some state has left
        self.program = None
        try:
            self.data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) if found else text.count("\n") + 1
            raise LoadError([Problem(FILE, line, f"not valid TOML: {error}")]) from None

    def load(self):
        self._refuse_misshapen()
        self.program = self._save_program()
        for table in TABLES:
            if self.program or table.shared:
                self._load_table(table)
        if self.problems:
            raise LoadError(self.problems)
        if not Program.objects.current().exists():
            self.program.is_current = True
            self.program.save()
        return self.program

    def _refuse_misshapen(self):
        """Raise LoadError where something is no table, row or value: forms could not say so."""
        for problem in misshapen(self.data, ["program", *(table.name for table in TABLES)]):
            self._problem(*problem)
        if self.problems:
            raise LoadError(self.problems)

    def _save_program(self):
        row = self.data.get("program")
        if row is None:
            self._problem("program", 0, None, "the table [program] is missing")
            return None
        instance = Program.objects.filter(slug=str(row.get("slug"))).first()
        form_class = modelform_factory(Program, fields=PROGRAM_COLUMNS)
        return self._save("program", 0, row, form_class, instance or Program())

    def _load_table(self, table):
        rows = self.data.get(table.name, [])
        form_class = self._form_class(table)
        if table.name == "event":
            self._let_go(table, rows)
        done, counts = {}, {"new": 0, "changed": 0, "same": 0}
        for index, row in enumerate(rows):
            key = tuple(str(row.get(column, "")) for column in table.key)
            if key in done:
                reason = f"“{' '.join(key).strip()}” is already on line {done[key]}"
                self._problem(table.name, index, None, reason)
                continue
            done[key] = self._line(table.name, index, None)
            instance = self._existing(table, row) or self._blank(table)
            if isinstance(instance, OnboardingItem) and instance.replaces_id:
                row = row | {"from_day": instance.from_day}  # a later version began later
            state = "changed" if instance.pk else "new"
            record = self._save(table.name, index, row, form_class, instance)
            if record and table.name == "event":
                self._attend(index, record, row.get("states", []))
            counts[state if record and record.was_changed else "same"] += 1
        self.lines.append(
            f"{table.name}: {counts['new']} new, {counts['changed']} changed, "
            f"{counts['same']} as they were"
        )

    def _mine(self, model):
        """The records of a model that this file may refer to."""
        if model in {SchoolYear, Course}:
            return model.objects.all()
        return model.objects.filter(program=self.program)

    def _form_class(self, table) -> type[ModelForm]:
        columns = [c for c in [*table.key, *table.columns] if c != "states"]
        fields: dict[str, Field] = {}
        for column, (model, key) in table.refers.items():
            many = column == "courses"
            field = ModelMultipleChoiceField if many else ModelChoiceField
            model_field = table.model._meta.get_field(column)
            fields[column] = field(
                self._mine(model),
                to_field_name=key,
                required=not (many or model_field.blank),
                error_messages={
                    "invalid_choice": "“%(value)s” is not in this file."
                    if many
                    else f"There is no such {model._meta.verbose_name} above it in this file."
                },
            )
        made = modelform_factory(table.model, fields=columns)
        return type(f"{table.model.__name__}Row", (made,), fields)

    def _existing(self, table, row):
        found = table.model.objects.all()
        if table.model is Criterion:
            found = found.in_force()
        if table.model is OnboardingItem:
            found = found.filter(replaced_by__isnull=True)
        if not table.shared:
            path = "program_year__program" if "program_year" in table.key else "program"
            found = found.filter(**{path: self.program})
        for column in table.key:
            lookup = column
            if column in table.refers:
                lookup = f"{column}__{table.refers[column][1]}"
            value = row.get(column)
            try:
                found = found.filter(**({lookup: value} if value else {f"{column}__isnull": True}))
            except (TypeError, ValueError, OverflowError, ValidationError):
                return None  # the form says what is wrong with it
        return found.first()

    def _blank(self, table):
        fields = {field.name for field in table.model._meta.fields}
        return table.model(program=self.program) if "program" in fields else table.model()

    def _save(self, name, index, row, form_class, instance):
        """Save one row through its form; note its problems and return None where it has any."""
        allowed = [*form_class.base_fields, *(["states"] if name == "event" else [])]
        for column in row.keys() - set(allowed):
            reason = f"“{column}” is not known here; known are {', '.join(allowed)}"
            self._problem(name, index, column, reason)
        defaults = {
            column: field.initial
            for column, field in form_class.base_fields.items()
            if field.initial is not None
        }
        data = {k: _as_typed(v) for k, v in (defaults | row).items()}
        form = form_class(data, instance=instance, initial=self._keys(form_class, instance))
        for column, reason in _mistyped(form, row):
            self._problem(name, index, column, f"{column}: {reason}")
        if not form.is_valid():
            for column, errors in form.errors.items():
                for reason in errors:
                    label = "" if column == "__all__" else f"{column}: "
                    self._problem(name, index, column, label + reason)
            return None
        if name == "funding_terms" and instance.pk and form.has_changed() and uses_of(instance):
            self._problem(name, index, None, IN_USE)
            return None
        try:
            with transaction.atomic():
                record = _kept(form) if form.has_changed() or not instance.pk else instance
        except IntegrityError:
            reason = "another row already has what may be there only once"
            self._problem(name, index, None, reason)
            return None
        record.was_changed = form.has_changed()
        return record

    def _keys(self, form_class, instance):
        """What a saved record refers to, by key as the file names it."""
        keys = {}
        for column, field in form_class.base_fields.items():
            key = getattr(field, "to_field_name", None)
            if not key or not instance.pk:
                continue
            value = getattr(instance, column)
            if isinstance(field, ModelMultipleChoiceField):
                keys[column] = list(value.values_list(key, flat=True))
            else:
                keys[column] = value and getattr(value, key)
        return keys

    def _let_go(self, table, rows):
        """Free the states that sessions no longer name, so that others can have them."""
        for row in rows:
            if event := self._existing(table, row):
                left = event.attending.exclude(state__in=row.get("states", []))
                if left.delete()[0]:
                    self.freed.add(event.pk)

    def _attend(self, index, event, states):
        """Make the states that attend an event those of the file."""
        unknown = [state for state in states if state not in STATE_NAMES]
        twice = {state for state in states if states.count(state) > 1}
        objections = [
            *(f"“{state}” is not a state" for state in unknown),
            *(f"{state} is there twice" for state in sorted(twice)),
            *event.objections(states),
        ]
        for reason in objections:
            self._problem("event", index, "states", reason)
        if objections:
            return
        attending = set(event.attending.values_list("state", flat=True))
        added = [state for state in states if state not in attending]
        for state in added:
            event.attending.create(state=state)
        event.was_changed |= bool(added) or event.pk in self.freed

    def _problem(self, name, index, column, reason):
        self.problems.append(Problem(FILE, self._line(name, index, column), reason))

    def _line(self, name, index, column):
        """Return the line of a table's row, or of a column in it."""
        heading = re.compile(rf"^\s*\[\[?\s*{re.escape(name)}\s*\]?\]")
        nth, line_of_row = -1, 1
        for number, line in enumerate(self.text.splitlines(), start=1):
            if heading.match(line):
                nth += 1
                line_of_row = number if nth == index else line_of_row
            elif nth == index and column and re.match(rf"\s*{re.escape(column)}\s*=", line):
                return number
        return line_of_row


def _kept(form):
    """Save a row; what people have scored or done by the rule of its own that keeps that."""
    if isinstance(form.instance, Criterion):
        return keep_criterion(form.save(commit=False))
    if isinstance(form.instance, OnboardingItem):
        return keep_onboarding_item(form.save(commit=False), on=pacific_today())
    return form.save()


def _as_typed(value):
    """Return a value of the file as a form would receive it."""
    if isinstance(value, list):
        return [_as_typed(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _mistyped(form, row):
    """Find values that a form would understand as something else than the file says."""
    for column, field in form.fields.items():
        value = row.get(column)
        if value is None or column in form.errors:
            continue
        if isinstance(field, BooleanField) and not isinstance(value, bool):
            yield column, "write true or false, without quotes"
        if isinstance(field, DateField) and not isinstance(value, date):
            yield column, "write a day such as 2016-01-31, without quotes"
