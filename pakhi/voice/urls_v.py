"""Addresses of the survivors' site. None of them names an office or a card."""

from django.urls import path

from pakhi.voice import pages_v

app_name = "v"
urlpatterns = [
    path("", pages_v.start, name="start"),
    path("go", pages_v.go, name="go"),
    path("p/<str:note>", pages_v.enter, name="pass"),
    path("void", pages_v.void, name="void"),
    path("sound/<slug:language>/<slug:key>", pages_v.sound, name="sound"),
]
