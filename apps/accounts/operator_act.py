"""The log of what operators did to whom, and why. It only grows: the database refuses to change or delete a row."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Act(models.TextChoices):
    """What an operator did."""

    DISABLED = "disabled", "Disabled the account"
    ENABLED = "enabled", "Enabled the account"
    SIGN_INS_ENDED = "sign_ins_ended", "Ended all sign-ins and tokens"
    FACTOR_RESET = "factor_reset", "Reset two-step verification"
    GRANTED = "granted", "Gave credits"
    REFUNDED = "refunded", "Refunded a purchase"
    CLOSED = "closed", "Closed the account"
    NOTED = "noted", "Left a note"
    TAKEN_DOWN = "taken_down", "Took a page down"
    PUT_BACK = "put_back", "Put a page back"
    STOPPED = "stopped", "Stopped an animation"
    REMOVED = "removed", "Moved a GIF to the trash"


class OperatorAct(models.Model):
    """One act. `operator` is None for a command on the machine; `person` is whom it was about, by their number.

    The person is a number and no reference, because the row outlives an account that is erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=20, choices=Act)
    person = models.PositiveBigIntegerField()
    subject = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200)
    detail = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "accounts"
        indexes = [
            models.Index(fields=["-at", "-id"], name="operator_act_by_age"),
            models.Index(fields=["person", "-at"], name="operator_act_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.act} ({self.person})"
