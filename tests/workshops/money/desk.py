"""Who decides and who pays, and how both take a step in the admin."""

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.make import make_member, make_user
from tests.workshops.make_money import make_reimbursement


def signed_in(group):
    """Return a browser of somebody new in a group of the staff."""
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def step(slug, *records):
    meta = records[0]._meta
    keys = ",".join(str(record.pk) for record in records)
    return reverse(f"admin:workshops_{meta.model_name}_step", args=[slug], query={"ids": keys})


def take(client, address, **said):
    shown = client.post(address, said)
    return client.post(address, said | {"do": "1", "seen": shown.context["seen"]}, follow=True)


def make_sent(*amounts, **fields):
    """A request that was sent, with its move; approved, where a status says so."""
    request = make_reimbursement(*amounts, **({"status": "sent"} | fields))
    request.changes.create(old="draft", new="sent")
    if request.status != "sent":
        request.changes.create(old="sent", new="approved")
    return request


def make_reader(partner, email, **rights):
    return make_member(partner, user=make_user(email), **rights)
