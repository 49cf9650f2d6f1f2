"""The commands that clone a program, check it and make it current."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from applications.models import Program
from tests.make import the_program

pytestmark = pytest.mark.django_db


def run(capsys, *arguments, **options):
    call_command(*arguments, **options)
    return capsys.readouterr().out


def test_clones_and_says_what_is_missing(capsys):
    said = run(capsys, "clone_program", "plp-2016", "plp-2026", school_year="2026-27")

    assert said == (
        "Made Professional Learning Partner Program (plp-2026), a draft that nobody sees yet.\n"
        "Missing: No terms are published. Give a version of the terms its day.\n"
    )


def test_gives_the_clone_a_name(capsys):
    run(capsys, "clone_program", "plp-2016", "next", school_year="2026-27", name="Next cycle")

    assert Program.objects.get(slug="next").name == "Next cycle"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["clone_program", "plp-2015", "x", "--school-year=2026-27"], "no program “plp-2015”"),
        (["clone_program", "plp-2016", "plp-2016", "--school-year=2026-27"], "already"),
        (["clone_program", "plp-2016", "plp 26", "--school-year=2026-27"], "“plp 26”: Enter"),
        (["clone_program", "plp-2016", "plp-2026", "--school-year=26"], "not a school year"),
        (["make_current", "plp-2015"], "no program “plp-2015”"),
        (["check_program", "plp-2015"], "no program “plp-2015”"),
    ],
)
def test_refuses_in_one_sentence_and_makes_nothing(arguments, reason):
    with pytest.raises(CommandError, match=reason):
        call_command(*arguments)

    assert list(Program.objects.all()) == [the_program()]


def test_refuses_to_clone_into_the_same_draft_twice(capsys):
    run(capsys, "clone_program", "plp-2016", "plp-2026", school_year="2026-27")

    with pytest.raises(CommandError, match="There is a program “plp-2026” already"):
        call_command("clone_program", "plp-2016", "plp-2026", school_year="2026-27")


def test_makes_current_and_again(capsys):
    run(capsys, "clone_program", "plp-2016", "plp-2026", school_year="2026-27", name="Next")
    draft = Program.objects.get(slug="plp-2026")
    draft.terms.update(published_on=date(2026, 1, 4))

    first = run(capsys, "make_current", "plp-2026")
    second = run(capsys, "make_current", "plp-2026")

    assert first == second == "The public pages show Next (plp-2026).\n"
    assert list(Program.objects.current()) == [draft]


def test_refuses_to_make_a_program_current_without_terms(capsys):
    run(capsys, "clone_program", "plp-2016", "plp-2026", school_year="2026-27")

    with pytest.raises(CommandError, match="No terms are published"):
        call_command("make_current", "plp-2026")

    assert list(Program.objects.current()) == [the_program()]


def test_check_is_content_with_the_first_program(capsys):
    said = run(capsys, "check_program", "plp-2016")

    assert said == "Professional Learning Partner Program (plp-2016) lacks nothing.\n"


def test_check_fails_with_what_is_missing():
    the_program().rounds.all().delete()

    with pytest.raises(CommandError) as error:
        call_command("check_program", "plp-2016")

    assert str(error.value) == "There is no application period. Add one."
    assert error.value.returncode == 1
