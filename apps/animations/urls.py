from django.urls import path

from apps.animations import again_views, caption_views, file_views, mask_views, views

urlpatterns = [
    path("make/", views.make, name="make"),
    path("animations/<uuid:pk>/", views.animation, name="animation"),
    path("animations/<uuid:pk>/again/", again_views.again, name="animation_again"),
    path("animations/<uuid:pk>/cancel/", views.cancel, name="animation_cancel"),
    path("animations/<uuid:pk>/masks/<int:position>/", mask_views.mask, name="mask"),
    path("animations/<uuid:pk>/masks/<int:position>.png", mask_views.mask_picture, name="mask_picture"),
    path("animations/<uuid:pk>/masks/back/", mask_views.masks_back, name="masks_back"),
    path("animations/<uuid:pk>/files/", file_views.files, name="animation_files"),
    path("animations/<uuid:pk>/versions/", file_views.versions, name="animation_versions"),
    path("animations/<uuid:pk>/versions/<uuid:export_id>/use/", file_views.use, name="animation_use"),
    path("animations/<uuid:pk>/caption.png", caption_views.caption_picture, name="caption_picture"),
    path("library/", views.library, name="library"),
    path("media/own/<str:token>", views.own_media, name="own_media"),
    path("media/private/<str:token>", views.private_media, name="media"),
]
