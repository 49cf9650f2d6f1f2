"""What the admins of every app share, and that knows none of them."""

from django import forms
from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from plp.core import queues
from plp.core.money import MoneyField, dollars

# What may follow the name of a filter in an address, as Django's own filters write it.
ASKED_OF_A_FILTER = {"id", "exact", "isnull", "gte", "lt", "in"}


class AsksOnlyItsFilters:
    """Lets the address of a list ask only for what its filters offer.

    Django lets it ask for anything of the record's own columns, so that the number of rows would
    tell a column that nobody may read, letter by letter.
    """

    def lookup_allowed(self, lookup, value, request):
        if lookup.split("__")[0] not in {field.name for field in self.opts.get_fields()}:
            return True  # no column: a filter of our own, or nothing that there is
        filters = [self.date_hierarchy, *map(_named, self.get_list_filter(request))]
        return any(_asks(lookup, name) for name in filters if name)


def _named(item):
    """Return what a filter is called in an address."""
    name = item[0] if isinstance(item, tuple | list) else item
    return name if isinstance(name, str) else name.parameter_name


def _asks(lookup, name):
    rest = lookup.removeprefix(name)
    is_of_it = lookup == name or lookup.startswith(f"{name}__")
    return is_of_it and set(filter(None, rest.split("__"))) <= ASKED_OF_A_FILTER


def step_page(request, model_admin, template, title, **context):
    """Return a page of the admin beside Django's own, with what they all show."""
    own = {"opts": model_admin.opts, "title": title}
    shared = model_admin.admin_site.each_context(request)
    return TemplateResponse(request, f"admin/{template}.html", {**shared, **own, **context})


def paged(request):
    """Return what else the address of a page of rows asks for, as "program=1&", or nothing."""
    query = request.GET.copy()
    query.pop("p", None)
    return f"{query.urlencode()}&" if query else ""


class NoBulkDelete:
    """An admin of records that are deleted one by one, if at all: each must be looked at."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class ReadOnly:
    """An admin of records that are only read here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class InDollars:
    """An admin in which amounts that are only read are as people write them: $4,000."""

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        amounts = {f.name: in_dollars(f) for f in self.opts.fields if isinstance(f, MoneyField)}
        return [
            (title, said | {"fields": [amounts.get(name, name) for name in said["fields"]]})
            for title, said in fieldsets
        ]


def in_dollars(field):
    """Return what shows an amount in the admin, under the name and the help of its field."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def shown(record):
        return dollars(getattr(record, field.name))

    shown.__name__ = field.name
    return shown


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    template = "admin/_read_only_inline.html"
    extra = 0
    can_delete = False


class MovesInline(ReadOnlyInline):
    """The moves that a status has made, in the words of the record above."""

    fields = ["at", "became", "by", "note"]
    readonly_fields = fields
    verbose_name_plural = "what happened so far"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    @admin.display
    def became(self, change):
        return self.parent_model.Status(change.new).label


class Rows(admin.TabularInline):
    """Rows that are edited below a record: each field says by itself what it is, and of which."""

    template = "admin/_rows.html"

    def get_formset(self, request, obj=None, **kwargs):
        class Said(super().get_formset(request, obj, **kwargs)):
            def add_fields(self, form, index):
                super().add_fields(form, index)
                of = str(form.instance) if form.instance.pk else "new"
                for field in form.fields.values():
                    widget = getattr(field.widget, "widget", field.widget)
                    widget.attrs["aria-label"] = f"{capfirst(field.label or '')}, {of}"

        return Said


def check_boxes():
    """Return boxes to tick, drawn in columns: nobody has to hold a key to choose a second one."""
    return forms.CheckboxSelectMultiple(attrs={"class": "many"})


class TicksMany:
    """Where a record has many of another, each is a box to tick."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = check_boxes()
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class QueueFilter(admin.SimpleListFilter):
    """By queue of the first page: its list and its count there are narrowed by one function."""

    title = "queue"
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return [(queue.slug, queue.name) for queue in queues.of_model(model_admin.model)]

    def queryset(self, request, queryset):
        queue = queues.QUEUES.get(self.value())
        return queue.narrow(queryset) if queue in queues.of_model(queryset.model) else queryset


class Select:
    """A filter of many choices: a select with a button, not a link for each."""

    template = "admin/select_filter.html"

    def __init__(self, field, request, *args, **kwargs):
        super().__init__(field, request, *args, **kwargs)
        if self.lookup_val == [""]:  # “All”, sent by the form
            self.lookup_val, self.used_parameters = None, {}
        mine = {*self.expected_parameters(), "p"}
        sent = request.GET.lists()
        self.kept = [(key, value) for key, values in sent if key not in mine for value in values]

    @property
    def options(self):
        """Return (value, label, whether it is chosen) of each choice."""
        chosen = (self.lookup_val or [""])[-1]
        return [(key, label, str(key) == chosen) for key, label in self.named()]

    def named(self):
        return self.lookup_choices


class SelectFilter(Select, admin.RelatedFieldListFilter):
    """By a record of which there are many."""


class StateFilter(Select, admin.AllValuesFieldListFilter):
    """By state, offering only those that some record is in."""

    def __init__(self, field, *args, **kwargs):
        super().__init__(field, *args, **kwargs)
        self.names = dict(field.flatchoices)

    def named(self):
        codes = [code for code in self.lookup_choices if code]
        return sorted(((code, self.names.get(code, code)) for code in codes), key=lambda c: c[1])


def list_link(model, text, **filters):
    """Return a link to the list of a model, filtered."""
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist", query=filters)
    return format_html('<a href="{}">{}</a>', address, text)


def counted(number, model):
    """Return "1 county" or "67 counties"."""
    meta = model._meta
    return f"{number:,} {meta.verbose_name if number == 1 else meta.verbose_name_plural}"
