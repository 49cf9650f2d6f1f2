"""Forms of the admin that say what is wrong beside its field, and overwrite nothing unseen."""

import hashlib
import json
from datetime import UTC, datetime

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorList
from django.utils import timezone

from plp.core.days import moment_in_words

MARK = "as_shown"
LONGEST_SHOWN = 1000  # characters of a value that is quoted beside its field


class _Mark(forms.HiddenInput):
    """What the form shows now; new each time it is drawn, so that saving again is enough."""

    def format_value(self, value):
        return self.drawn()

    def id_for_label(self, id_):
        return ""  # nobody sees it, so no label may point to it


class _MarkField(forms.CharField):
    def has_changed(self, initial, data):
        return False


class WatchedForm(forms.ModelForm):
    """A form that says which values it showed, and refuses to overwrite later ones unseen.

    A field is in conflict where the record has another value than was shown, and what was sent
    differs from it. The person sees that value beside the field; to save again replaces it.
    """

    as_shown = _MarkField(required=False, widget=_Mark)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[MARK].widget.drawn = self._mark

    def clean(self):
        cleaned = super().clean()
        shown = _read(self.data.get(self.add_prefix(MARK), ""))
        for name in self.changed_data if shown and self.instance.pk else []:
            if shown["values"].get(name, "") not in {"", self._digest(name)}:
                self.add_error(name, self._objection(name, shown["at"]))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        for error in self.errors.pop(NON_FIELD_ERRORS, ErrorList()).as_data():
            self.add_error(*self._beside(error))

    def _beside(self, error):
        """Return the field that an error of a constraint is about, if one is, and what to say.

        A constraint names the field as its `violation_error_code`.
        """
        if error.code in self.fields:
            return error.code, error
        if error.code == "unique_together":
            named = [name for name in error.params["unique_check"] if name in self.fields]
            label = self.fields[named[-1]].label.lower() if named else ""
            if named:
                return named[-1], f"There is one with this {label} already. Choose another."
        return None, error

    def _mark(self):
        if not self.instance.pk:
            return ""
        values = {name: self._digest(name) for name in self.fields if name != MARK}
        return json.dumps({"at": timezone.now().timestamp(), "values": values})

    def _initial(self, name):
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        return sorted(map(str, value)) if isinstance(value, list | tuple | set) else value

    def _digest(self, name):
        return hashlib.sha256(repr(self._initial(name)).encode()).hexdigest()[:12]

    def _objection(self, name, at):
        return (
            f"Someone has changed this since you opened it{_by(self.instance, at)}. "
            f"It says now: {self._in_words(name)}. Save again to replace that with what is here."
        )

    def _in_words(self, name):
        value, choices = self._initial(name), getattr(self.fields[name], "choices", None)
        if choices:
            chosen = value if isinstance(value, list) else [str(value)]
            labels = [str(label) for key, label in choices if str(key) in chosen]
            return f"“{', '.join(labels)}”" if labels else "nothing"
        text = "" if value is None else str(value)
        return f"“{text[:LONGEST_SHOWN]}{'…' * (len(text) > LONGEST_SHOWN)}”" if text else "nothing"


def _read(text):
    """Return what a mark says, or nothing where it says nothing that could be compared."""
    try:
        mark = json.loads(text)
        at = datetime.fromtimestamp(mark["at"], UTC)
        texts = {name: value for name, value in mark["values"].items() if isinstance(value, str)}
        return {"at": at, "values": texts}
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        OSError,
        RecursionError,
    ):
        return None


def _by(record, since):
    """Say who saved a record last after a moment, and when, where the admin knows."""
    content_type = ContentType.objects.get_for_model(record)
    saved = LogEntry.objects.filter(
        content_type=content_type, object_id=record.pk, action_time__gte=since
    )
    last = saved.select_related("user").order_by("-action_time").first()
    return f" ({last.user}, {moment_in_words(last.action_time)})" if last else ""


class Watched:
    """An admin, or rows below one, whose form is a `WatchedForm`."""

    form = WatchedForm

    def get_fieldsets(self, request, obj=None):
        """Add the mark where somebody edits a record that is there."""
        fieldsets = super().get_fieldsets(request, obj)
        shown = MARK in flatten_fieldsets(fieldsets)
        if obj is None or shown or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (None, {"fields": [MARK]})]

    def get_object(self, request, object_id, from_field=None):
        """Read a record that is about to be saved only once nobody else is saving it.

        It is locked first and read afterwards, so that what is compared is what was saved last.
        """
        if request.method == "POST" and from_field is None:
            record = super().get_object(request, object_id)
            if record is not None:
                rows = self.model._base_manager.filter(pk=record.pk)
                list(rows.select_for_update(no_key=True).values_list("pk"))
        return super().get_object(request, object_id, from_field)
