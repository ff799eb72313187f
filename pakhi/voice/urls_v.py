"""Addresses of the survivors' site. None of them names an office or a card."""

from django.urls import path

from pakhi.voice import pages_tablet, pages_v

app_name = "v"
urlpatterns = [
    path("", pages_v.start, name="start"),
    path("go", pages_v.go, name="go"),
    path("p/<str:note>", pages_v.enter, name="pass"),
    path("tablet/", pages_tablet.page, name="tablet"),
    path("tablet/worker.js", pages_tablet.worker, name="tablet_worker"),
    path("tablet/list/<str:note>", pages_tablet.listing, name="tablet_list"),
    path("tablet/take", pages_tablet.take, name="tablet_take"),
    path("void", pages_v.void, name="void"),
    path("sound/<slug:language>/<slug:key>", pages_v.sound, name="sound"),
]
