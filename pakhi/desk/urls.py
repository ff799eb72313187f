"""Addresses of the pages that compose several rooms."""

from django.urls import path

from pakhi.desk import pages

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("people", pages.people, name="people"),
    path("invented", pages.invented, name="invented"),
]
