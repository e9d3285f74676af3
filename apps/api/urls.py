from django.urls import path

from apps.api import endpoints, reference, web  # noqa: F401 - endpoints: registers every operation
from apps.api.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/docs", reference.docs, name="api_docs"),
    path("accounts/tokens/", web.tokens, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", web.token_revoke, name="token_revoke"),
]
