"""Workshops from a CSV file: what it says stands in the form, to be looked at and planned."""

from datetime import timedelta

from plp.core.tables import LoadError
from workshops import series
from workshops.forms.importing import FileForm
from workshops.loading import workshops_in
from workshops.views.planning import managed, planned, show

SATURDAY = 5


@managed
def upload(request, desk):
    """Read a file and show what is in it; what is then sent is planned as any series is."""
    if "do" in request.POST:
        return planned(request, desk, "import")
    form = FileForm(request.POST or None, request.FILES or None, desk=desk)
    if request.method != "POST" or not form.is_valid():
        return show(request, desk, "import", None, form=form, example=_example(desk))
    setting = desk.at(desk.choices[form.cleaned_data["of"]])
    try:
        loaded = workshops_in(form.cleaned_data["file"].read(), setting)
    except LoadError as error:
        context = {"form": form, "wrong": error.lines(), "example": _example(desk)}
        return show(request, desk, "import", None, **context)
    slots = max(2, *(len(each.days) for each in loaded))
    return show(request, desk, "import", series.filled(setting, loaded, slots=slots))


def _example(desk):
    """Return Saturdays of the first year that can be chosen, as a file could name them."""
    years = [each.year.program_year.school_year for each in desk.choices.values()]
    if not years:
        return []
    first = years[0].first_day + timedelta(days=(SATURDAY - years[0].first_day.weekday()) % 7)
    return [first + timedelta(weeks=weeks) for weeks in (14, 19, 20)]
