from django.urls import path

from apps.payments.webhook import webhook

urlpatterns = [
    path("payments/stripe/webhook/", webhook, name="stripe-webhook"),
]
