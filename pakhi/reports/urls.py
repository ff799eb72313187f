"""Addresses of the reports, under /desk/reports/."""

from django.urls import path

from pakhi.reports import pages

app_name = "reports"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("offices/", pages.offices, name="offices"),
    path("offices/<str:ratee>/", pages.office, name="office"),
    path("flags/", pages.flags, name="flags"),
    path("team/", pages.team, name="team"),
    path("export/<str:report>/<str:format>", pages.export, name="export"),
]
