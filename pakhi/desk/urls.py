"""Addresses of the pages that compose several rooms."""

from django.urls import path

from pakhi.desk import packet, pages, pages_studio, pages_team, pages_work

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("people", pages.people, name="people"),
    path("day", pages_work.day, name="day"),
    path("cases", pages_work.mine, name="cases"),
    path("people/<person>/packet", packet.packet, name="packet"),
    path("board", pages_team.board, name="board"),
    path("counts", pages_work.counts, name="counts"),
    path("invented", pages.invented, name="invented"),
    path("studio", pages_studio.studio, name="studio"),
    path("studio/text", pages_studio.prompt, name="prompt"),
    path("studio/voice", pages_studio.voice, name="voice"),
]
