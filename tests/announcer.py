"""Announces all that is ready, as a coordinator does: for tests that kill it in the middle."""

import django
from django.test import Client
from django.test.utils import setup_test_environment

ANNOUNCE = "/admin/applications/decision/announce/"


def main():
    from plp.core.models import User

    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).first())
    client.post(ANNOUNCE, {"all": "1", "last": 10**9})


if __name__ == "__main__":
    django.setup()
    setup_test_environment()
    main()
