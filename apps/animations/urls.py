from django.urls import path

from apps.animations import views

urlpatterns = [
    path("make/", views.make, name="make"),
    path("animations/<uuid:pk>/", views.animation, name="animation"),
    path("animations/<uuid:pk>/cancel/", views.cancel, name="animation_cancel"),
    path("library/", views.library, name="library"),
    path("media/private/<str:token>", views.private_media, name="media"),
]
