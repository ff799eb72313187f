"""Addresses for a telephone company, under /line/. A line's code is in each; who asks has to prove who they are."""

from django.urls import path

from pakhi.field.pages import ringing

app_name = "line"
urlpatterns = [
    path("<line>/", ringing.call, name="call"),
    path("<line>/on", ringing.step, name="step"),
    path("<line>/sound/<sound>", ringing.sound_of, name="sound"),
]
