"""Serves the application on this machine, for trying it."""

from whitenoise.runserver_nostatic.management.commands.runserver import Command as Runserver


class Command(Runserver):
    help = "Serve on this machine only, and say which addresses to open."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(skip_checks=True)

    def on_bind(self, server_port):
        self.stdout.write(
            f"\n  http://localhost:{server_port}/        the public pages"
            f"\n  http://localhost:{server_port}/admin/  the admin, for staff"
            "\n\nCtrl-C stops it."
        )
