"""What happened and operators must hear of, until a mail has told them."""

from django.db import models


class Alarm(models.Model):
    """One kind of trouble, however often it happened. `unmailed_count` is how often since the last mail."""

    key = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    count = models.PositiveIntegerField(default=0)
    unmailed_count = models.PositiveIntegerField(default=0, db_index=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.subject} ({self.count})"
