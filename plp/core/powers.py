"""Nobody hands out more than they hold: whom one may change, and which roles one may give."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from plp.core.models import User

MAY_DO_MORE = "This person may do more than you. Ask a superuser."


def may_touch(user: User, person: User | None) -> bool:
    """Whether nobody's powers but the user's own come with a person: a new password is a way in."""
    if user.is_superuser or person is None:
        return True
    beyond = _held_by(person).exclude(pk__in=_held_by(user))
    return not (person.is_superuser or beyond.exists())


def roles_to_give(user: User):
    """Return the groups that give nothing beyond what a person has."""
    if user.is_superuser:
        return Group.objects.order_by("name")
    beyond = Permission.objects.exclude(pk__in=_held_by(user))
    return Group.objects.exclude(permissions__in=beyond).order_by("name")


def _held_by(person):
    """Permissions of a person, also of one who is not active: it takes a tick to change that."""
    return Permission.objects.filter(Q(user=person) | Q(group__user=person))


def who_may(permission: str):
    """Return everybody who works in the admin and holds a permission, by name."""
    return (
        ModelBackend()
        .with_perm(permission, is_active=True)
        .filter(is_staff=True)
        .order_by("name", "email")
    )
