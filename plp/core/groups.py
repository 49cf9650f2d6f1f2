"""The groups that the code makes, from the table that the setting GROUPS names.

Staff may make groups of their own beside them; those are left alone.
"""

from collections.abc import Iterator

from django.apps import apps as all_apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.utils.module_loading import import_module


def _table():
    return import_module(settings.GROUPS)


def names() -> list[str]:
    """Return the names of the groups that the code makes."""
    return [_table().ADMINISTRATOR, *_table().COLUMNS]


def permissions_of(name: str) -> Iterator[tuple[str, str]]:
    """Return (app, code) of each permission that a group has: ("core", "view_user")."""
    if name == _table().ADMINISTRATOR:
        yield from _everything()
        return
    column = _table().COLUMNS.index(name)
    for label, row in _table().TABLE.items():
        app, model = label.split(".")
        for action in row[column].split():
            yield app, f"{action}_{model}"


def _everything():
    """Whatever there is to do with a record that the table names."""
    for label in _table().TABLE:
        model = all_apps.get_model(label)
        own = [code for code, _ in model._meta.permissions]
        usual = [f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions]
        for code in (*usual, *own):
            yield model._meta.app_label, code


def sync(sender=None, using=DEFAULT_DB_ALIAS, apps=all_apps, **_) -> None:
    """Give each of the groups exactly what the table says, after every `migrate`.

    Only once all apps of the table have their permissions, which Django makes app by app.
    """
    if sender is not None and sender.name != _last_app():
        return
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
        permissions = apps.get_model("auth", "Permission").objects.using(using)
    except LookupError:  # migrated back to before there were any
        return
    found = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in permissions.select_related("content_type")
    }
    for name in names():
        group, _ = groups.get_or_create(name=name)
        # One is not there yet while an earlier state is migrated to.
        group.permissions.set(found[key] for key in permissions_of(name) if key in found)


def _last_app():
    return [config.name for config in all_apps.get_app_configs() if config.models_module][-1]
