"""Loads a program and its places from a folder of files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from applications.loading import load_program
from applications.models import Program
from plp.core.tables import LoadError


class Command(BaseCommand):
    help = "Load a program and its places from a folder: all or nothing, safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="holds program.toml and the CSVs")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, change nothing"
        )
        parser.add_argument(
            "--first", action="store_true", help="do nothing if there is a program already"
        )

    def handle(self, *, folder, dry_run, first, **options):
        if first and Program.objects.exists():
            self.stdout.write("There is a program already; it is kept as it is.")
            return
        try:
            loaded = load_program(folder, dry_run=dry_run)
        except LoadError as error:
            reasons = "\n".join(error.lines())
            raise CommandError(f"Nothing was changed.\n{reasons}") from None
        except IntegrityError:
            raise CommandError(
                "Nothing was changed: someone else is loading or editing the same. Try again."
            ) from None
        for line in loaded.lines:
            self.stdout.write(line)
        done = "Would load" if dry_run else "Loaded"
        self.stdout.write(f"{done} {loaded.program} ({loaded.program.slug}).")
