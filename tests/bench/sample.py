"""Fills the database with the large sample: prints the link of one draft.

Run by tests/bench/__main__.py with the environment of the database to fill.
"""

import sys

import django


def main(*arguments):
    from django.core.management import call_command
    from django.db import connection

    from applications import links
    from applications.demo_answers import answers, fill
    from applications.form.whole import Context
    from applications.models import Draft, Pin
    from plp.core import pages

    call_command("load_sample", *arguments, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL would have done by itself after some minutes
    pin = Pin.objects.select_related("program", "region").first()
    context = Context.of(pin.program, pages.edition(), pin=pin.pk)
    draft = Draft.objects.create(program=pin.program, pin=pin, email="bench@sample.example")
    fill(draft, answers(context, organization="Sample Office", domain="sample.example"))
    print("/" + links.address(draft).split("/", 3)[3])


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
