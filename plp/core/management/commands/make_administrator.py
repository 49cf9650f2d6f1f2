"""Makes the fictional administrator for trying the application."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from plp.core.auth import DEMO_PASSWORD
from plp.core.models import User

ADDRESS = "administrator@example.org"


class Command(BaseCommand):
    help = "Make the fictional administrator, or say who it is; only where DEBUG is on."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The fictional administrator is for trying the application with DEBUG=1; "
                "in production use: manage.py createsuperuser"
            )
        user = User.objects.filter(email=ADDRESS).first() or User.objects.create_superuser(
            ADDRESS, DEMO_PASSWORD, name="Ada Ministrator"
        )
        unchanged = user.check_password(DEMO_PASSWORD)
        known = f"the password {DEMO_PASSWORD}" if unchanged else "the password you chose"
        self.stdout.write(f"Sign in as {ADDRESS} with {known}")
