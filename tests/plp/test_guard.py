"""Forms without a login: robots are seen by what they do, and people lose nothing."""

from datetime import timedelta

import pytest
import time_machine
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from plp.core import guard
from plp.core.guard import PRESS_AGAIN, GuardedForm


@pytest.fixture(autouse=True)
def seconds(settings):
    settings.FORM_SECONDS = 2


class NameForm(GuardedForm, forms.Form):
    name = forms.CharField()


def drawn(form):
    """Return the stamp of a form as it is drawn now."""
    html = str(form[guard.STAMP])
    return html.partition('value="')[2].partition('"')[0]


def sent(stamp, **typed):
    return NameForm(QueryDict(mutable=True) | {guard.STAMP: stamp, "name": "Ada"} | typed)


def sent_after(delay):
    with time_machine.travel(0, tick=False) as clock:
        stamp = drawn(NameForm())
        clock.shift(delay)
        form = sent(stamp)
        form.is_valid()
        return form


@pytest.mark.parametrize("delay", [2, 60, timedelta(days=2), timedelta(days=60)])
def test_takes_what_a_person_had_time_to_type(delay):
    form = sent_after(delay)

    assert form.is_valid()
    assert not form.is_trapped


@pytest.mark.parametrize("delay", [0, 1.9, -5])
def test_asks_to_press_once_more_what_came_too_soon(delay):
    form = sent_after(delay)

    assert form.errors == {"__all__": [PRESS_AGAIN]}
    assert 'value="Ada"' in str(form["name"])


@pytest.mark.parametrize("stamp", ["", "0:x", "1", "nan:", "\0", "🎒" * 9999, "-1:é"])
def test_asks_to_press_once_more_what_comes_from_no_page_of_ours(stamp):
    assert sent(stamp).errors == {"__all__": [PRESS_AGAIN]}


def test_asks_to_press_once_more_where_the_stamp_is_missing():
    assert NameForm({"name": "Ada"}).errors == {"__all__": [PRESS_AGAIN]}


def test_pressing_once_more_is_enough():
    with time_machine.travel(0, tick=False) as clock:
        refused = sent("forged")
        assert not refused.is_valid()
        again = drawn(refused)
        clock.shift(3)

        assert sent(again).is_valid()


def test_asks_for_no_stamp_where_it_is_turned_off(settings):
    settings.FORM_SECONDS = 0

    assert NameForm({"name": "Ada"}).is_valid()


def test_a_robot_that_fills_in_everything_is_trapped(settings):
    settings.FORM_SECONDS = 0

    form = sent("", fax="555\0")

    assert form.is_valid()
    assert form.is_trapped


def test_the_trap_is_out_of_sight_and_reach():
    template = Template("{% load crispy_forms_tags %}{% crispy form %}")

    html = template.render(Context({"form": laid_out(), "csrf_token": "a"}))

    [trap] = " ".join(html.split()).split('<div class="trap" aria-hidden="true">')[1:]
    assert 'name="fax"' in trap
    assert 'tabindex="-1"' in trap
    assert 'type="hidden" name="drawn_at"' in trap


def laid_out():
    form = NameForm()
    form.helper = FormHelper()
    form.helper.layout = Layout("name", guard.FIELDS)
    return form


def test_what_was_typed_is_told_from_what_was_not():
    post = QueryDict(
        "csrfmiddlewaretoken=a&drawn_at=b&fax=c&password=d&new_password1=e&do=send&seen=3"
        "&organization=Prairie+Schools&refs-0-name=Ada&grades=6&grades=7&empty=&notes=%3Cb%3E%0D%0A2"
    )

    assert guard.typed(post) == [
        ("Organization", "Prairie Schools"),
        ("Refs 0 name", "Ada"),
        ("Grades", "6\n7"),
        ("Notes", "<b>\r\n2"),
    ]
