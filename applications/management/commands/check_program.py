"""Lists what a program still lacks."""

from django.core.management.base import BaseCommand, CommandError

from applications.missing import missing
from applications.models import Program


class Command(BaseCommand):
    help = "List what a program still lacks; exit with 1 if it lacks anything."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the program, such as plp-2026")

    def handle(self, *, slug, **options):
        program = Program.objects.filter(slug=slug).first()
        if program is None:
            raise CommandError(f"There is no program “{slug}”.")
        gaps = missing(program)
        if gaps:
            raise CommandError("\n".join(str(gap) for gap in gaps))
        self.stdout.write(f"{program} ({slug}) lacks nothing.")
