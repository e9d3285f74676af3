from django.urls import path

from apps.api import views

urlpatterns = [
    path("api/v1/", views.api.urls),
    path("api/docs", views.docs, name="api_docs"),
    path("accounts/tokens/", views.tokens, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
]
