"""Addresses for phones: `/openrosa/<organisation>/` is what one types into ODK Collect."""

from django.urls import path

from pakhi.field import openrosa

app_name = "openrosa"
urlpatterns = [
    path("<organisation>/submission", openrosa.submission, name="submission"),
    path("<organisation>/formList", openrosa.form_list, name="list"),
    path("<organisation>/forms/<version>.xml", openrosa.form, name="form"),
    path("<organisation>/forms/<version>/manifest", openrosa.manifest, name="manifest"),
    path("<organisation>/forms/<version>/media/<name>", openrosa.media, name="media"),
    path("<organisation>/forms/<version>/integrity/<name>", openrosa.integrity, name="integrity"),
]
