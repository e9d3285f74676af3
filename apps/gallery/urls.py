from django.urls import path

from apps.gallery import file_views, views

urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("g/<slug:slug>/", views.share, name="share"),
    path("g/<slug:slug>.gif", file_views.share_file, {"extension": "gif"}, name="share_gif"),
    path("g/<slug:slug>.jpg", file_views.share_file, {"extension": "jpg"}, name="share_poster"),
    path("g/<slug:slug>.mp4", file_views.share_video, name="share_video"),
    path("g/<slug:slug>/embed/", views.embed, name="embed"),
    path("animations/<uuid:pk>/publish/", views.publish, name="animation_publish"),
    path("animations/<uuid:pk>/unpublish/", views.unpublish, name="animation_unpublish"),
]
