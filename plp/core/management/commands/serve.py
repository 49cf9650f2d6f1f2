"""Serves the application on this machine, for trying it, and sends its mail."""

import atexit
from threading import Event, Thread

from whitenoise.runserver_nostatic.management.commands.runserver import Command as Runserver

from plp.core.worker import work

PATIENCE = 5  # seconds for a mail that is being sent when the server stops


class Command(Runserver):
    help = "Serve on this machine only, send mail beside, and say which addresses to open."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(skip_checks=True)

    def on_bind(self, server_port):
        """Called once it answers, in the process that serves: the reloader's own never does."""
        start_worker()
        self.stdout.write(
            f"\n  http://localhost:{server_port}/        the public pages"
            f"\n  http://localhost:{server_port}/admin/  the admin, for staff"
            "\n\nMails leave this machine for nobody: read them in the admin, under Mails."
            "\nCtrl-C stops it."
        )


def start_worker():
    """Work in a thread that ends with this process, also when the code is loaded again."""
    stop = Event()
    worker = Thread(target=work, args=[stop], daemon=True)
    worker.start()

    def end():
        stop.set()
        worker.join(PATIENCE)

    atexit.register(end)
