from django.urls import path

from apps.payments.web import practice, views
from apps.payments.web.webhook import webhook

urlpatterns = [
    path("credits/buy/", views.buy, name="buy"),
    path("credits/purchases/", views.purchases, name="purchases"),
    path("credits/purchases/<uuid:pk>/", views.purchase, name="purchase"),
    path("credits/purchases/<uuid:pk>/refund/", views.refund, name="purchase-refund"),
    path("credits/practice/<uuid:pk>/", practice.checkout, name="practice-checkout"),
    path("payments/stripe/webhook/", webhook, name="stripe-webhook"),
    # A message is not sent on to another address, so the one without the last slash takes it as well.
    path("payments/stripe/webhook", webhook),
]
