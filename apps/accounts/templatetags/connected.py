from django import template
from django.conf import settings

from apps.accounts.social_account import account_label, provider_name

register = template.Library()
register.filter(provider_name)
register.filter(account_label)


@register.simple_tag
def offers_providers() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS)
