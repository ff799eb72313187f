"""Addresses of our own app, under /field/. The shell knows nobody; what is under api/ asks for a phone's password."""

from django.urls import path

from pakhi.field import contact
from pakhi.field.pages import app

app_name = "app"
urlpatterns = [
    path("", app.shell, name="shell"),
    path("calendar", app.calendar, name="calendar"),
    path("sw.js", app.worker, name="worker"),
    path("<disguise>.webmanifest", app.manifest, name="manifest"),
    path("api/<organisation>/enrol", contact.enrol, name="enrol"),
    path("api/<organisation>/state", contact.state, name="state"),
]
