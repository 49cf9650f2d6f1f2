"""Makes the next cycle's draft of a program."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from applications import actions
from applications.missing import missing
from applications.models import Program
from plp.core.workflow import TransitionError


class Command(BaseCommand):
    help = "Clone a program into a draft for another cycle: days moved, served regions left out."

    def add_arguments(self, parser):
        parser.add_argument("old_slug", help="the program to clone, such as plp-2016")
        parser.add_argument("new_slug", help="the draft's short name, such as plp-2026")
        parser.add_argument(
            "--school-year", required=True, help="the draft's first school year, such as 2026-27"
        )
        parser.add_argument(
            "--name", help="the draft's name; the same as the old one's if left out"
        )

    def handle(self, *, old_slug, new_slug, school_year, name, **options):
        program = Program.objects.filter(slug=old_slug).first()
        if program is None:
            raise CommandError(f"There is no program “{old_slug}”.")
        try:
            validate_slug(new_slug)
            draft = actions.clone_program(
                program,
                name=name or program.name,
                slug=new_slug,
                first_school_year=school_year,
            )
        except ValidationError as error:
            raise CommandError(f"“{new_slug}”: {error.message}") from None
        except TransitionError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Made {draft} ({draft.slug}), a draft that nobody sees yet.")
        for gap in missing(draft):
            self.stdout.write(f"Missing: {gap}")
