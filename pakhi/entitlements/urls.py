"""Addresses of rights, claims and letters, under /desk/."""

from django.urls import path

from pakhi.entitlements.pages import asks, board, browse, claim, letters, together

app_name = "entitlements"
urlpatterns = [
    path("people/<person>/rights", asks.asks, name="asks"),
    path("people/<person>/rights/want", asks.want, name="want"),
    path("people/<person>/claims/<thread>", claim.claim, name="claim"),
    path("people/<person>/papers/<thread>", claim.paper, name="paper"),
    path("groups/<group>/claims/together", together.together_, name="together"),
    path("rights/", browse.catalogue, name="catalogue"),
    path("rights/gaps", board.board, name="gaps"),
    path("rights/schemes/<organisation>", board.schemes, name="schemes"),
    path("rights/series/<series>", browse.series, name="series"),
    path("people/<person>/letters", letters.of_person, name="letters"),
    path("letters", letters.alone, name="letters_alone"),
]
