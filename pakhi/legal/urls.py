"""Addresses of police and court, under /desk/."""

from django.urls import path

from pakhi.legal.pages import court, hearings, joint_away, joint_home, judgments, petitions, step

app_name = "legal"
urlpatterns = [
    path("people/<person>/court/new/<kind>", step.add, name="add"),
    path("people/<person>/court/<thread>", court.court, name="court"),
    path("people/<person>/court/<thread>/next", step.step, name="step"),
    path("people/<person>/court/<thread>/share", joint_home.offer, name="offer"),
    path("people/<person>/court/<thread>/shared/<shared>", joint_home.home, name="shared_home"),
    path("shared", joint_away.shared, name="shared"),
    path("shared/<joint>", joint_away.joint, name="joint"),
    path("shared/<joint>/answer", joint_away.answer, name="joint_answer"),
    path("shared/<joint>/paper/<paper>", joint_away.open_, name="joint_open"),
    path("hearings", hearings.hearings, name="hearings"),
    path("judgments", judgments.judgments, name="judgments"),
    path("petitions/<organisation>", petitions.petitions, name="petitions"),
]
