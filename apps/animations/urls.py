from django.urls import path

from apps.animations import file_views, views

urlpatterns = [
    path("make/", views.make, name="make"),
    path("animations/<uuid:pk>/", views.animation, name="animation"),
    path("animations/<uuid:pk>/cancel/", views.cancel, name="animation_cancel"),
    path("animations/<uuid:pk>/files/", file_views.files, name="animation_files"),
    path("animations/<uuid:pk>/versions/", file_views.versions, name="animation_versions"),
    path("animations/<uuid:pk>/versions/<uuid:export_id>/use/", file_views.use, name="animation_use"),
    path("library/", views.library, name="library"),
    path("media/private/<str:token>", views.private_media, name="media"),
]
