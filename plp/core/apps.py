"""The ground floor as a Django app."""

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate, post_save
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "plp.core"
    verbose_name = "People and mail"

    def ready(self):
        """Read what each app registers by being imported: its kinds of mail and its due jobs."""
        autodiscover_modules("emails", "jobs")
        from plp.core.accounts import keep_address

        post_save.connect(keep_address, sender="core.User")
        post_migrate.connect(make_mail_texts, sender=self)


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
    for what, text in came.items():
        texts.filter(what=what, is_original=True).exclude(**text).update(**text)
    texts.bulk_create(
        [texts.model(what=what, **text) for what, text in came.items()], ignore_conflicts=True
    )
