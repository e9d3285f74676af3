from django import template

from apps.accounts.models import User
from apps.api.models import ApiToken

register = template.Library()


@register.inclusion_tag("api/tokens_end.html")
def tokens_end(user: User) -> dict[str, int]:
    """Say, to whoever has API tokens, that what this page does ends them. Nothing for everybody else."""
    return {"count": ApiToken.objects.filter(user=user).count() if user.is_authenticated else 0}


@register.simple_tag
def token_count(user: User) -> int:
    return ApiToken.objects.filter(user=user).count()
