"""Loads a large sample, to see how pages do among many records."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from applications import sample
from applications.models import Application, Draft, Partner, Program
from plp.core.days import pacific_today


class Command(BaseCommand):
    help = (
        "Add thousands of fictional applications, with reviews, and partners to the current "
        "program: to an empty database only."
    )

    def add_arguments(self, parser):
        parser.add_argument("--applications", type=int, default=10_000, help="how many; 10000")
        parser.add_argument("--partners", type=int, default=500, help="how many; 500")
        parser.add_argument(
            "--workshops", type=int, default=40, help="of each partner, with who comes; 40"
        )
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day that everything is dated by; today"
        )

    def handle(self, *, applications, partners, workshops, on, **options):
        if any(model.objects.exists() for model in (Application, Draft, Partner)):
            raise CommandError("There are partners, applications or drafts already.")
        program = Program.objects.current().first()
        if program is None:
            raise CommandError("There is no program yet: manage.py load_program comes first.")
        if not 0 < applications <= sample.MOST or partners < 0:
            raise CommandError(f"Ask for 1 to {sample.MOST:,} applications and 0 partners or more.")
        sizes = {"applications": applications, "partners": partners, "workshops": workshops}
        sample.load(program, on or pacific_today(), **sizes)
        self.stdout.write(f"Loaded {applications:,} applications and {partners:,} partners.")
