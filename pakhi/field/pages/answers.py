"""The coded answers to a form of the organisation's own, as a file. A line in the log says who took them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse

from pakhi.field import export
from pakhi.field.access import number_of
from pakhi.field.models import Version
from pakhi.field.pages.reader import me
from pakhi.lib.clock import today
from pakhi.network.happened import exported


def answers(request: HttpRequest, version: str) -> HttpResponseBase:
    """All answers to the form of this version, in all its versions, as CSV."""
    form = Version.objects.select_related("form__organisation").get(pk=number_of(version)).form
    if form.organisation is None:
        raise Http404
    exported.send(
        sender=__name__, account=me(request), organisation=form.organisation.code, what=f"answers-{form.pk}", form="csv"
    )
    response = StreamingHttpResponse(export.lines(form), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="answers-{form.pk}-{today()}.csv"'
    return response
