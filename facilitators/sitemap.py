"""The public pages of this app that visitors find."""

from django.urls import reverse

from applications.registry import public_addresses


@public_addresses
def join(edition):
    return [reverse("facilitators:join")]
