from django.urls import path

from apps.animations.web import again, caption, create, detail, files, library, masks, media, preview, understood

urlpatterns = [
    path("make/", create.make, name="make"),
    path("make/understood/", understood.understood, name="understood"),
    path("make/preview/", preview.preview, name="preview"),
    path("make/parts/", preview.part, name="part"),
    path("make/reactions/", understood.reactions, name="reactions"),
    path("animations/<uuid:pk>/", detail.animation, name="animation"),
    path("animations/<uuid:pk>/again/", again.again, name="animation_again"),
    path("animations/<uuid:pk>/cancel/", detail.cancel, name="animation_cancel"),
    path("animations/<uuid:pk>/masks/<int:position>/", masks.mask, name="mask"),
    path("animations/<uuid:pk>/masks/<int:position>.png", masks.mask_picture, name="mask_picture"),
    path("animations/<uuid:pk>/masks/back/", masks.masks_back, name="masks_back"),
    path("animations/<uuid:pk>/files/", files.files, name="animation_files"),
    path("animations/<uuid:pk>/versions/", files.versions, name="animation_versions"),
    path("animations/<uuid:pk>/versions/<uuid:export_id>/use/", files.use, name="animation_use"),
    path("animations/<uuid:pk>/caption.png", caption.caption_picture, name="caption_picture"),
    path("library/", library.library, name="library"),
    path("media/own/<str:token>", media.own_media, name="own_media"),
    path("media/private/<str:token>", media.private_media, name="media"),
]
