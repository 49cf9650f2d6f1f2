"""Workshops from a CSV file: what it says stands in the form, to be looked at and planned."""

from plp.core.tables import LoadError
from workshops import series
from workshops.forms.importing import FileForm
from workshops.loading import workshops_in
from workshops.views.planning import managed, planned, show


@managed
def upload(request, desk):
    """Read a file and show what is in it; what is then sent is planned as any series is."""
    if "do" in request.POST:
        return planned(request, desk, "import")
    form = FileForm(request.POST or None, request.FILES or None, desk=desk)
    if request.method != "POST" or not form.is_valid():
        return show(request, desk, "import", None, form=form)
    setting = desk.at(desk.choices[form.cleaned_data["of"]])
    try:
        loaded = workshops_in(form.cleaned_data["file"].read(), setting)
    except LoadError as error:
        return show(request, desk, "import", None, form=form, wrong=error.lines())
    slots = max(2, *(len(each.days) for each in loaded))
    return show(request, desk, "import", series.filled(setting, loaded, slots=slots))
