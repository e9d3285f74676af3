"""What the site has to remember about itself: trouble that operators must hear of, and how far the collector is."""

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


class CollectorRound(models.Model):
    """How far the collector is among the files of one kind, and what it found in this round."""

    prefix = models.CharField(max_length=40, primary_key=True)
    after = models.CharField(max_length=400, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    files = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    deleted_files = models.PositiveBigIntegerField(default=0)
    deleted_size = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix} ({self.files} files)"
