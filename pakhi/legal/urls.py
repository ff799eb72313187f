"""Addresses of police and court, under /desk/."""

from django.urls import path

from pakhi.legal.pages import court, hearings, judgments, petitions, step

app_name = "legal"
urlpatterns = [
    path("people/<person>/court/new/<kind>", step.add, name="add"),
    path("people/<person>/court/<thread>", court.court, name="court"),
    path("people/<person>/court/<thread>/next", step.step, name="step"),
    path("hearings", hearings.hearings, name="hearings"),
    path("judgments", judgments.judgments, name="judgments"),
    path("petitions/<organisation>", petitions.petitions, name="petitions"),
]
