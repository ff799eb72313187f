"""Addresses of the field's pages, under /desk/."""

from django.urls import path

from pakhi.field.pages import forms, inbox, phones

app_name = "field"
urlpatterns = [
    path("phones", phones.phones, name="phones"),
    path("phones/<device>/revoke", phones.revoke, name="revoke"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/<arrival>/", inbox.arrival, name="arrival"),
    path("forms", forms.forms, name="forms"),
    path("forms/<version>", forms.version, name="version"),
]
