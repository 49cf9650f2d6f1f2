"""The ground floor as a Django app."""

from datetime import date
from importlib import import_module

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate, post_save
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "plp.core"
    verbose_name = "People and mail"

    def ready(self):
        """Read what each app registers by being imported: mails, jobs, queues, people's data."""
        autodiscover_modules("emails", "jobs", "queues", "privacy")
        import_module("plp.core.privacy.own")
        from plp.core import groups
        from plp.core.accounts import keep_address

        post_save.connect(keep_address, sender="core.User")
        post_migrate.connect(make_mail_texts, sender=self)
        post_migrate.connect(make_retention_rules, sender=self)
        post_migrate.connect(groups.sync)
        post_migrate.connect(begin_histories, sender=self)


def make_mail_texts(using=DEFAULT_DB_ALIAS, apps=all_apps, **_):
    """Make the text of each kind of mail that has none; renew those that staff left as they came.

    Runs after every `migrate`, with the tables as they are then.
    """
    from plp.core.mails import KINDS

    try:
        texts = apps.get_model("core", "MailText").objects.using(using)
    except LookupError:  # migrated back to before there were any
        return
    came = {what: {"subject": k.subject, "body": k.body} for what, k in KINDS.items()}
    renewed = [
        what
        for what, text in came.items()
        if texts.filter(what=what, is_original=True).exclude(**text).update(**text)
    ]
    _note_renewed(renewed, apps)
    texts.bulk_create(
        [texts.model(what=what, **text) for what, text in came.items()], ignore_conflicts=True
    )


def make_retention_rules(using=DEFAULT_DB_ALIAS, apps=all_apps, **_):
    """Make a rule for each kind of record that has none, with the days it begins with."""
    from plp.core.retention import RULES

    try:
        rules = apps.get_model("core", "Retention").objects.using(using)
    except LookupError:
        return
    known = set(rules.values_list("kind", flat=True))
    rules.bulk_create(
        [
            rules.model(kind=kind, days=rule.days, from_day=date(2016, 1, 1))
            for kind, rule in RULES.items()
            if kind not in known
        ],
        ignore_conflicts=True,
    )


def _note_renewed(renewed, apps):
    from plp.core import history
    from plp.core.models import MailText

    if renewed and _is_whole(apps):
        with history.because("A new release brought this text."):
            history.note(MailText.objects.filter(what__in=renewed))


def begin_histories(apps=all_apps, **_):
    """Begin the history of records that have none; after a migration back, the next one will."""
    from plp.core import history

    if _is_whole(apps):
        history.begin()


def _is_whole(apps):
    """Whether the tables of history, and those it is of, are as this release has them."""
    from plp.core import history

    def columns(model):
        return {field.column for field in model._meta.concrete_fields}

    models = [model for kept in history.KEPT for model in (kept, kept.history.model)]
    try:
        return all(columns(apps.get_model(model._meta.label)) == columns(model) for model in models)
    except LookupError:
        return False
