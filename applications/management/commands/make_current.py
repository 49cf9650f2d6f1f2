"""Shows a program on the public pages."""

from django.core.management.base import BaseCommand, CommandError

from applications import actions
from applications.missing import missing
from applications.models import Program
from plp.core.workflow import TransitionError


class Command(BaseCommand):
    help = "Show a program on the public pages, in place of the one shown now."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the program, such as plp-2026")

    def handle(self, *, slug, **options):
        program = Program.objects.filter(slug=slug).first()
        if program is None:
            raise CommandError(f"There is no program “{slug}”.")
        try:
            actions.make_current(program)
        except TransitionError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"The public pages show {program} ({slug}).")
        for gap in missing(program):
            self.stdout.write(f"Missing: {gap}")
