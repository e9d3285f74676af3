"""What operators would be told of."""

from apps.common.models import Alarm


def alarms_raised() -> list[str]:
    """The subjects of all alarms, oldest first."""
    return list(Alarm.objects.order_by("first_at", "pk").values_list("subject", flat=True))
