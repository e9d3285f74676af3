"""When purchases were compared with what the provider says."""

from django.db import models
from django.utils import timezone


class Audit(models.Model):
    """When purchases were last compared with what the provider says, and what had to be healed."""

    provider = models.CharField(max_length=10)
    began_at = models.DateTimeField(default=timezone.now)
    findings = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["provider", "-began_at"], name="audit_by_age")]

    def __str__(self) -> str:
        return f"audit of {self.provider} at {self.began_at:%Y-%m-%d %H:%M}"
