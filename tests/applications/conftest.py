"""Who works in the admin: somebody who may do everything, and somebody who may do little."""

import pytest
from django.contrib.auth.models import Permission

from tests.make import make_user


@pytest.fixture
def person(client):
    """Return a function that signs somebody in who has a few permissions."""

    def sign_in(*codenames):
        user = make_user(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return sign_in
