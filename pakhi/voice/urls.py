"""Addresses of the voice room on the staff site."""

from django.urls import path

from pakhi.voice import pages, pages_count, pages_paper

app_name = "voice"
urlpatterns = [
    path("cards/", pages.stacks, name="stacks"),
    path("cards/<slug:stack>/", pages.one_stack, name="stack"),
    path("cards/<slug:stack>/activate", pages.activate, name="activate"),
    path("cards/<slug:stack>/void", pages.void, name="void"),
    path("rounds/", pages.rounds, name="rounds"),
    path("paper/", pages_paper.sheets, name="paper"),
    path("paper/tellers", pages_paper.tellers, name="tellers"),
    path("counting/", pages_count.counting, name="counting"),
    path("counting/key", pages_count.make_key, name="key"),
    path("counting/passphrase", pages_count.passphrase, name="passphrase"),
    path("counting/sitting/<int:sitting>", pages_count.sitting, name="sitting"),
    path("words/", pages_count.words, name="words"),
]
