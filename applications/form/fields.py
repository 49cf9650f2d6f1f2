"""Fields of the application form: each says in words what is wrong, and with what was typed."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import (
    BaseValidator,
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.forms.utils import flatatt
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from phonenumber_field.formfields import PhoneNumberField

from applications import finding
from applications.models import Question, ZipCode
from applications.models.program import STATES
from plp.core import days
from plp.core.texts import count_words, keepable

LONGEST_LINE = 200  # characters
LONGEST_ANSWER = 10_000  # characters, also where no number of words is given
LARGEST_NUMBER = 1_000_000
SELECTED = SafeString(" selected")
YES_NO = [("Yes", "Yes"), ("No", "No")]


class TooLong(MaxLengthValidator):
    message = "Shorten this to %(limit_value)s characters: it has %(show_value)s."


class WordsAtMost(BaseValidator):
    message = "Shorten this to %(limit_value)s words: it has %(show_value)s."
    code = "words"

    def clean(self, text):
        return count_words(text)

    def compare(self, words, limit):
        return words > limit


class Line(forms.CharField):
    """A line of text."""

    def __init__(self, *, longest=LONGEST_LINE, **kwargs):
        super().__init__(**kwargs)
        self.validators.append(TooLong(longest))

    def to_python(self, value):
        """Return the text; in one line, any white space is one space: mails rely on that."""
        text = keepable(super().to_python(value))
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())


class Email(forms.EmailField):
    default_error_messages = {
        "invalid": "Write an e-mail address, such as ada@example.org.",
        "required": "Write an e-mail address.",
    }
    default_validators = [
        *forms.EmailField.default_validators,
        RegexValidator(r"^[ -~]*\Z", "Write this address without accents or other scripts."),
    ]

    def __init__(self, **kwargs):
        # Django's own limit would add a second sentence to ours, and stop typing short of it.
        super().__init__(max_length=None, **kwargs)
        self.validators.append(TooLong(254))
        self.widget.attrs.pop("maxlength", None)


class Phone(PhoneNumberField):
    """A US phone number; its own widget would show what was typed as it understood it."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        invalid = "Write a US phone number with its area code, such as (415) 555-2671."
        super().__init__(region="US", error_messages={"invalid": invalid}, **kwargs)
        self.widget.attrs |= {"autocomplete": "tel", "type": "tel"}

    def to_python(self, value):
        phone = super().to_python(value)
        if phone and phone.extension:
            raise ValidationError("Write the extension in a field of its own.")
        return phone


class Website(forms.URLField):
    default_error_messages = {"invalid": "Write a web address, such as https://example.org."}

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)
        self.validators.append(TooLong(200))
        # A browser would refuse what we complete: example.org.
        self.widget = forms.TextInput({"inputmode": "url", "autocomplete": "url"})


class Select(forms.Select):
    """Django's own, written in one go: a template for each of 53 states takes milliseconds."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = (
            (key, SELECTED if str(key) in chosen else "", label) for key, label in self.choices
        )
        return format_html(
            "<select{}>{}</select>",
            flatatt({"name": name} | self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


class State(forms.ChoiceField):
    widget = Select
    default_error_messages = {
        "invalid_choice": "Choose a state from the list.",
        "required": "Choose a state.",
    }

    def __init__(self, **kwargs):
        super().__init__(choices=[("", "Choose a state"), *STATES], **kwargs)


class Zip(forms.CharField):
    """A ZIP code that exists or, newer than our list, may exist.

    What is cleaned is its five digits; `state_of` tells the state of one we know.
    """

    def clean(self, value):
        text = super().clean(value)
        code = finding.normalize(text) if text else ""
        if code is None:
            raise ValidationError(
                f"Write the 5 digits of a ZIP code, such as 60601. You typed “{_cut(text)}”."
            )
        return code


def state_of(code: str) -> tuple[str | None, bool]:
    """Return the state or territory of a ZIP code, and whether we know the code itself.

    Of one that we do not know it is that of most of its neighbors, with the same first three
    digits; None where there are none, so that no such code exists. One query.
    """
    # A range, since SQLite finds no beginning of a text by index.
    alike = ZipCode.objects.filter(code__range=(f"{code[:3]}00", f"{code[:3]}99"))
    near = dict(alike.values_list("code", "state"))
    states = [*near.values()]
    guess = max(states, key=states.count, default=None)
    return near.get(code, guess), code in near


class Number(forms.DecimalField):
    """A number that is not negative, with or without commas."""

    default_error_messages = {"invalid": "Write a number, such as 12 or 2.5."}

    def __init__(self, *, highest=LARGEST_NUMBER, **kwargs):
        super().__init__(decimal_places=2, **kwargs)
        self.validators += [
            MinValueValidator(0, "Write 0 or a larger number."),
            MaxValueValidator(highest, "Write a number up to %(limit_value)s."),
        ]
        self.widget = forms.TextInput({"inputmode": "decimal"})

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace(",", "").replace(" ", "")
            if not value.isascii() or "_" in value or len(value) > 40:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class Day(forms.DateField):
    default_error_messages = {"invalid": "Write a day, such as 9/30/2016 or 2016-09-30."}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators.append(days.validate_day)


class PromiseBox(forms.CheckboxInput):
    """A box whose value is the mark of the words beside it."""

    def __init__(self, mark):
        super().__init__(check_test=lambda value: value == mark)
        self.mark = mark

    def format_value(self, value):
        return self.mark

    def value_from_datadict(self, data, files, name):
        return data.get(name, "")


class Promise(forms.BooleanField):
    """A box that is ticked for words: where they have changed since, the tick does not count."""

    default_error_messages = {
        "required": "Tick this, or write to us about it.",
        "changed": "These words have changed since you ticked this. Read them again, then tick.",
    }

    def __init__(self, *, words, **kwargs):
        self.mark = hashlib.sha256(words.encode()).hexdigest()[:16]
        super().__init__(widget=PromiseBox(self.mark), **kwargs)

    def to_python(self, value):
        """Return whether the box was ticked for these words."""
        if value and value != self.mark:
            raise ValidationError(self.error_messages["changed"], code="changed")
        return bool(value)


def choice(choices, **kwargs):
    """Return a field with one round button a choice."""
    wrong = {"invalid_choice": "Choose one of these.", "required": "Choose one of these."}
    return forms.ChoiceField(
        choices=choices, widget=forms.RadioSelect, error_messages=wrong, **kwargs
    )


def field_for(question: Question) -> forms.Field:
    """Return the field that asks a question of the program."""
    options = {"label": question.text, "required": question.is_required}
    options["help_text"] = " ".join(filter(None, [_condition(question), escape(question.help)]))
    kind = Question.Kind
    match question.kind:
        case kind.SHORT:
            field = Line(**options)
        case kind.LONG:
            field = Line(
                longest=LONGEST_ANSWER,
                widget=forms.Textarea({"rows": 6}),
                **options,
            )
        case kind.NUMBER:
            field = Number(**options)
        case kind.YES_NO:
            field = choice(YES_NO, **options)
        case kind.CHOICE:
            field = choice([(c, c) for c in question.choice_list()], **options)
        case kind.SEVERAL:
            wrong = {"invalid_choice": "Choose some of these."}
            field = forms.MultipleChoiceField(
                choices=[(c, c) for c in question.choice_list()],
                widget=forms.CheckboxSelectMultiple,
                error_messages=wrong,
                **options,
            )
        case kind.DATE:
            field = Day(**options)
    if question.words_at_most and question.kind in {kind.SHORT, kind.LONG}:
        _limit_words(field, question.words_at_most)
    return field


def _condition(question):
    if not question.shown_if:
        return ""
    return escape(f"Only if you answer “{question.shown_if_answer}” to “{question.shown_if.text}”.")


def _limit_words(field, most):
    field.validators.append(WordsAtMost(most))
    field.widget.attrs["data-words"] = most
    field.help_text = f"{field.help_text} {most} words at most.".strip()


def _cut(text):
    return text if len(text) <= 40 else f"{text[:40]}…"
