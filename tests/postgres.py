"""A throw-away PostgreSQL: `python -m tests.postgres COMMAND` runs a command that uses it."""

import getpass
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# It holds nothing worth keeping, so nothing is forced to the disk; and only its socket is open.
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


def programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version's, or None."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in versions), key=lambda p: int(p.parent.name), default=None)


@contextmanager
def throw_away():
    """Start a PostgreSQL with an empty database, yield its address, and leave no trace of it."""
    # Its socket's name may have 107 characters, more than some TMPDIR leave room for.
    with TemporaryDirectory(prefix="plp-pg-", dir=Path("/", "tmp")) as folder:
        who = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            who = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(folder, "postgres", "postgres")

        def run(program, *args):
            command = [programs() / program, *args]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)

        data, name = f"{folder}/data", who.get("user") or getpass.getuser()
        run(
            "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            name,
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-k {folder} {HASTE}"
        run("pg_ctl", "-D", data, "-l", f"{folder}/log", "-o", options, "-w", "start")
        try:
            run("createdb", "-h", folder, "-U", name, "plp")
            yield f"postgres://{name}@/{folder}/plp"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def main(command):
    with throw_away() as address:
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": address})


if __name__ == "__main__":
    # Stopped from outside, it leaves no server behind either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main(sys.argv[1:]))
