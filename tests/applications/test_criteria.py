"""What reviewers score by: changed and dropped without touching what was scored."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from applications import actions
from applications.loading import load_program
from applications.missing import missing
from applications.models import Criterion
from plp.core.workflow import TransitionError
from tests.browsing import form_data, said
from tests.conftest import FIRST_PROGRAM
from tests.make import make_criterion, make_program, make_review, the_program

pytestmark = pytest.mark.django_db


def address(page, *args):
    return reverse(f"admin:applications_criterion_{page}", args=args)


def change(client, criterion, **fields):
    url = address("change", criterion.pk)
    return client.post(url, form_data(client, url) | fields)


def delete(client, criterion):
    return client.post(address("delete", criterion.pk), {"post": "yes"})


@pytest.fixture
def scored():
    """A criterion by which somebody has scored."""
    made = make_criterion(name="Reach", weight=2)
    make_review(scores={made: 3})
    return made


def test_the_first_program_has_five_with_five_steps_each():
    found = the_program().criteria.in_force()

    assert [(c.steps, len(c.labels())) for c in found] == [(5, 5)] * 5
    assert not [gap for gap in missing(the_program()) if gap.model is Criterion]


def test_loading_the_same_file_again_changes_none():
    before = list(Criterion.objects.values())

    load_program(FIRST_PROGRAM)

    assert list(Criterion.objects.values()) == before


def test_a_file_that_rewords_a_scored_one_replaces_it(tmp_path):
    old = the_program().criteria.first()
    make_review(scores={old: 5})
    for name in ["regions.csv", "region_counties.csv", "zips.csv", "program.toml"]:
        text = (FIRST_PROGRAM / name).read_text()
        (tmp_path / name).write_text(text.replace("None that they can name", "None at all"))

    load_program(tmp_path)

    old.refresh_from_db()
    assert old.retired_at
    assert old.labels()[0] == "None that they can name"
    assert old.replaced_by.labels()[0] == "None at all"


def test_a_program_without_any_is_told_so():
    assert "Reviewers have nothing to score by. Add criteria." in map(str, missing(make_program()))


def test_an_unscored_one_changes_in_place(staff):
    made = make_criterion()

    change(staff, made, name="Reach", scale="No\nYes")

    made.refresh_from_db()
    assert (made.name, made.steps, made.retired_at) == ("Reach", 2, None)


def test_a_scored_one_is_replaced_and_its_scores_keep_it(staff, scored):
    change(staff, scored, weight="5")

    scored.refresh_from_db()
    made = scored.replaced_by
    assert (made.weight, made.name, made.position) == (5, "Reach", scored.position)
    assert (scored.weight, bool(scored.retired_at)) == (2, True)
    assert scored.scores.get().value == 3
    assert made in Criterion.objects.in_force()
    assert scored not in Criterion.objects.in_force()


def test_its_place_is_no_rubric(staff, scored):
    change(staff, scored, position="999")

    scored.refresh_from_db()
    assert (scored.position, scored.retired_at) == (999, None)


def test_line_breaks_as_browsers_send_them_are_no_change(staff, scored):
    change(staff, scored, scale=scored.scale.replace("\n", "\r\n"))

    scored.refresh_from_db()
    assert scored.retired_at is None


def test_the_page_says_so_before(staff, scored):
    page = said(staff.get(address("change", scored.pk)))

    assert "1 score: what you change here" in page
    assert "Scores given so far keep the old wording" in page
    assert "keep the old" not in said(staff.get(address("change", make_criterion().pk)))


def test_no_public_page_shows_one_so_none_is_previewed(staff):
    assert "Preview…" not in said(staff.get(address("add")))


def test_deleting_a_scored_one_retires_it(staff, scored):
    assert "not asked for any more" in said(staff.get(address("delete", scored.pk)))

    delete(staff, scored)

    scored.refresh_from_db()
    assert scored.retired_at
    assert scored.scores.exists()


def test_deleting_an_unscored_one_deletes_it(staff):
    made = make_criterion()

    delete(staff, made)

    assert not Criterion.objects.filter(pk=made.pk).exists()


def test_the_list_shows_those_in_force_unless_asked(staff, scored):
    actions.drop_criterion(scored)

    def listed(**query):
        return scored in staff.get(address("changelist"), query).context_data["cl"].queryset

    assert (listed(), listed(asked="no"), listed(asked="all")) == (False, True, True)


def test_a_retired_one_is_only_read(staff, scored):
    actions.drop_criterion(scored)

    page = said(staff.get(address("change", scored.pk)))
    assert 'name="_save"' not in page
    assert "not asked for any more" in page


@pytest.mark.parametrize("post", [change, delete])
def test_who_comes_second_is_told(staff, scored, post):
    url = address("change", scored.pk)
    data = form_data(staff, url) | {"name": "Mine"}
    actions.drop_criterion(scored)

    url = url if post is change else address("delete", scored.pk)
    answer = staff.post(url, data | {"post": "yes"}, follow=True)

    assert "Someone has replaced or dropped this criterion meanwhile." in said(answer)
    assert not Criterion.objects.filter(name="Mine").exists()


def test_a_stale_copy_is_neither_saved_nor_dropped(scored):
    stale = Criterion.objects.get(pk=scored.pk)
    actions.drop_criterion(scored)

    for step in (actions.keep_criterion, actions.drop_criterion):
        with pytest.raises(TransitionError, match="meanwhile"):
            step(stale)


def test_a_clone_asks_by_those_in_force_alone(scored):
    scored.name = "Reach now"
    actions.keep_criterion(scored)
    in_force = list(the_program().criteria.in_force().values_list("name", flat=True))

    call_command("clone_program", "plp-2016", "plp-2026", school_year="2026-27", stdout=_Quiet())

    made = Criterion.objects.filter(program__slug="plp-2026")
    assert list(made.values_list("name", flat=True)) == in_force
    assert "Reach now" in in_force
    assert not made.filter(replaces__isnull=False).exists()


def test_both_sides_of_a_change_stand_in_history(staff, scored):
    change(staff, scored, name="Wider reach")

    scored.refresh_from_db()
    assert [row.history_type for row in scored.history.all()] == ["~", "+"]
    assert scored.replaced_by.history.get().history_type == "+"


class _Quiet:
    def write(self, text):
        """Print nothing."""
