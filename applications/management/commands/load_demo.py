"""Loads fictional records, so that every screen has something to show."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from applications import demo
from applications.models import Program
from plp.core import history
from plp.core.auth import DEMO_PASSWORD
from plp.core.days import pacific_today
from plp.core.workflow import TransitionError


class Command(BaseCommand):
    help = "Clone the program into this school year and add fictional records; only with DEBUG=1."

    def add_arguments(self, parser):
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day that everything is dated by; today"
        )

    def handle(self, *, on, **options):
        if not settings.DEBUG:
            raise CommandError("Fictional records are for trying the application with DEBUG=1.")
        if demo.is_loaded():
            self.stdout.write("There are partners or applications already; all is kept as it is.")
            return
        if not Program.objects.exists():
            raise CommandError("There is no program yet: manage.py load_program comes first.")
        try:
            with history.because("Made up for trying this out."):
                program = demo.load(on or pacific_today())
        except TransitionError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Loaded fictional partners and applicants of {program}.")
        self.stdout.write(
            f"With the password {DEMO_PASSWORD}, sign in as {demo.MANAGER} for a partner's pages, "
            "as signatory@example.org to sign for it, as facilitator@example.org for those of a "
            "facilitator, "
            "or as program.staff@, reviewer@, reviewer2@, reviewer3@, finance@ or "
            "viewer@example.org for the admin."
        )
