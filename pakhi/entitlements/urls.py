"""Addresses of rights, claims and letters, under /desk/."""

from django.urls import path

from pakhi.entitlements.pages import letters

app_name = "entitlements"
urlpatterns = [
    path("people/<person>/letters", letters.of_person, name="letters"),
    path("letters", letters.alone, name="letters_alone"),
]
