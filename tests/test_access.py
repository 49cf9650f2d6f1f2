"""Who gets what at every address: exactly what access.txt says."""

import hashlib
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group

from applications import links, referees
from applications.models import County, ReferenceRequest, ZipCode
from plp.core import groups, invitations
from plp.core.models import Message
from tests.access import AMOUNT, OUT, PEOPLE, Site, let_go, outcome
from tests.make import make_question

# Who may do what is decided in Python: in CI it is walked on SQLite only.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]

FILE = Path(__file__).parent / "access.txt"
SIGN_OUT = {"account_logout", "admin:logout"}
LOOKING = {"admin:applications_partner_view_as"}  # changes nothing, and is noted in the log
UNCHANGING = {ZipCode, County}  # large, and no page writes them one by one

# What is planted, and who may never read it.
ALL = set(PEOPLE)
OUTSIDE = {OUT, "stranger", "former", "member", "colleague"}
NOT_REVIEWING = {*OUTSIDE, "reviewer", "finance"}
NO_MONEY = {OUT, "stranger", "former", "colleague", "reviewer"}
SECRETS = {
    "planted-in-a-mail": ALL,
    "planted-in-a-proof": ALL,
    "planted-name-of-a-drafter": NOT_REVIEWING,
    "planted-in-the-interest-list": NOT_REVIEWING,
    "planted-organization-that-applied": {*OUTSIDE, "finance"},
    "planted-reference@example.org": NOT_REVIEWING,
    "planted-answer-that-must-not-sway": NOT_REVIEWING,
    "4,321.09": NO_MONEY,  # tests/access.py: AMOUNT
}


def table():
    """Return {address: {who: what they get}} as the file says it."""
    lines = [line.split() for line in FILE.read_text().splitlines() if line.strip()]
    rows = [words for words in lines if not words[0].startswith("#")]
    width = len(PEOPLE)
    return {
        " ".join(words[:-width]): dict(zip(PEOPLE, words[-width:], strict=True)) for words in rows
    }


@pytest.fixture
def site():
    site = Site()
    for record, name, value in [
        (Message, "secret", "planted-in-a-mail"),
        (Message, "text", "Open https://x.example.org/planted-in-a-mail/ today."),
    ]:
        record.objects.filter(pk=site.records[Message].pk).update(**{name: value})
    Authenticator.objects.create(
        user=site.people["admin"], type="totp", data={"secret": "planted-in-a-proof"}
    )
    by_name = {model.__name__: record for model, record in site.records.items()}
    change(by_name["Draft"], email="planted-name-of-a-drafter@example.org")
    change(by_name["Interest"], organization="planted-in-the-interest-list")
    application = by_name["Application"]
    change(application, organization="planted-organization-that-applied")
    application.references.create(position=1, name="R.", email="planted-reference@example.org")
    application.answers.create(
        question=make_question(reviewers_may_see=False),
        asked="Q?",
        text="planted-answer-that-must-not-sway",
    )
    return site


def change(record, **fields):
    type(record).objects.filter(pk=record.pk).update(**fields)


def test_every_address_is_in_the_table(site):
    missing = site.addresses().keys() - table().keys()
    gone = table().keys() - site.addresses().keys()

    assert not missing, "Add to access.txt, if it is meant:\n" + rows(site, missing)
    assert not gone


def rows(site, names):
    found = {name: site.addresses()[name] for name in sorted(names)}
    columns = [
        {name: outcome(client, address)[0] for name, address in found.items()}
        for client in map(site.client, PEOPLE)
    ]
    return "\n".join(line(name, [column[name] for column in columns]) for name in found)


def line(name, outcomes):
    """Return a row as the file has it."""
    cells = zip(outcomes, PEOPLE, strict=True)
    return f"{name:60} " + "".join(f"{said:{max(5, len(who)) + 1}}" for said, who in cells).rstrip()


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says_and_no_secret(site, who):
    client, said, leaks, read = site.client(who), {}, [], set()
    secrets = {text for text, kept_from in SECRETS.items() if who in kept_from}
    secrets |= {str(AMOUNT)} if who in NO_MONEY else set()
    secrets |= {links.secret(draft, p) for draft in drafts(site) for p in links.Purpose}
    secrets |= {person.password for person in site.people.values() if person}
    secrets.add(referees.secret(site.records[ReferenceRequest]))
    secrets.add(invitations.secret(site.records[type(site.invitation)]))

    for name, address in site.addresses().items():
        said[name], page = outcome(client, address)
        leaks += [(name, secret) for secret in secrets if secret.encode() in page]
        read |= {text for text in SECRETS if text.encode() in page}

    expected = {name: row[who] for name, row in table().items()}
    assert {n: (said[n], e) for n, e in expected.items() if n in said and said[n] != e} == {}
    assert leaks == []
    # What is planted stands where those who may read it do: else nothing could have leaked.
    assert who != "admin" or read == {text for text in SECRETS if who not in SECRETS[text]}


def drafts(site):
    return [record for model, record in site.records.items() if model.__name__ == "Draft"]


# A former member is a stranger whose row is gone; a viewer of staff may do less than a reviewer.
@pytest.mark.parametrize("who", [OUT, "stranger", "reviewer"])
def test_nothing_changes_whatever_they_send(site, who):
    client, before = site.client(who), everything()

    for name, address in site.addresses().items():
        if name not in SIGN_OUT | LOOKING:
            send(client, address, site, ANSWERS if "_step " in name else {})

    after = everything()
    assert {name for name in before if before[name] != after[name]} == set()


def send(client, address, site, answers):
    """Send what would confirm a step, delete a record, or delete what is ticked in a list."""
    keys = [record.pk for record in site.records.values()]
    ticked = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    let_go(client.post(address, ticked | answers | {"do": "yes", "seen": seen(site)}))


# What the steps of the admin ask.
ANSWERS = {
    "at": "2099-04-22T14:30",
    "conditions": "",
    "email": "somebody@people.example",
    "headcount": "31",
    "held_at": "2016-04-22T14:30",
    "how": "By phone.",
    "last_day": "2017-06-30",
    "message": "Some words.",
    "minutes": "45",
    "name": "Somebody",
    "note": "They called.",
    "notes": "They know much.",
    "outcome": "for",
    "readers": "all",
    "reason": "They called.",
    "reply_by": "2099-04-22",
    "sections": ["funding"],
    "subject": "Hello {name}",
    "body": "Some words.",
    "time_1": "2099-04-22T14:30",
    "until": "2099-04-22",
    "word": "Some words.",
}


def seen(site):
    """Return what a page that has just shown the records of steps would send of them."""
    versions = [
        admin.site._registry[model].version_of(record)
        for model, record in site.records.items()
        if hasattr(admin.site._registry.get(model), "version_of")
    ]
    return " ".join(versions)


def everything():
    """Return a digest of each table, but for those in which only the asking leaves a trace."""
    models = apps.get_models(include_auto_created=True)
    kept = [model for model in models if model._meta.app_label != "sessions"]
    return {model._meta.label: digest(model) for model in kept}


def digest(model):
    if model in UNCHANGING:
        return model._base_manager.count()
    rows = model._base_manager.order_by("pk").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def test_every_record_of_the_admin_has_a_row_in_the_table_of_groups():
    lacking = {m._meta.label_lower for m in admin.site._registry} - groups._table().TABLE.keys()

    assert lacking == set()


def test_rows_below_a_record_have_one_too_or_nobody_would_see_them():
    below = {
        inline.model
        for model_admin in admin.site._registry.values()
        for inline in model_admin.inlines
        if not inline.model._meta.auto_created
    }

    assert {model._meta.label_lower for model in below} - groups._table().TABLE.keys() == set()


@pytest.mark.parametrize("name", groups.names())
def test_a_group_has_what_the_table_says(name):
    group = Group.objects.get(name=name)

    held = group.permissions.values_list("content_type__app_label", "codename")

    assert set(held) == set(groups.permissions_of(name))


def test_the_administrator_has_all_that_others_have():
    administrator, *others = map(set, map(groups.permissions_of, groups.names()))

    assert all(other < administrator for other in others)


def test_groups_are_mended_and_those_of_staff_left_alone():
    theirs = Group.objects.create(name="Proof reader")
    viewer = Group.objects.get(name="Viewer")
    before = set(viewer.permissions.all())
    extra = Group.objects.get(name="Administrator").permissions.get(codename="delete_user")
    viewer.permissions.add(extra)
    theirs.permissions.add(extra)

    groups.sync()

    assert set(viewer.permissions.all()) == before
    assert list(theirs.permissions.all()) == [extra]


def test_what_is_sent_would_change_things_if_one_might(site):
    client, before = site.client("staff"), everything()

    for name, address in site.addresses().items():
        if "_step " in name:
            send(client, address, site, ANSWERS)

    after = everything()
    changed = {name for name in before if before[name] != after[name]}
    assert {"applications.Application", "applications.Partner", "core.Invitation"} <= changed
