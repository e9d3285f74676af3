from django.urls import path

from apps.sponsors import views

urlpatterns = [
    path("sponsors/start/", views.start, name="sponsored-start"),
    path("sponsors/<uuid:pk>/visit/", views.visit, name="sponsor-visit"),
]
