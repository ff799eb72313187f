"""Addresses of cases and collectives, under /desk/."""

from django.urls import path

from pakhi.cbr.pages import case, thread, timeline

app_name = "cbr"
urlpatterns = [
    path("people/<person>/case/", case.case, name="case"),
    path("people/<person>/case/open", case.open_, name="open"),
    path("people/<person>/case/story", timeline.timeline, name="timeline"),
    path("people/<person>/case/new/<kind>", thread.begin, name="begin"),
    path("people/<person>/case/<thread>", thread.thread, name="thread"),
    path("people/<person>/case/<thread>/words", thread.words, name="words"),
]
