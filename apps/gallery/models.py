import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.animations.models import Animation, Export, ExportState


class Visibility(models.TextChoices):
    PUBLIC = "public", "In the gallery"
    UNLISTED = "unlisted", "Anyone with the link"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def live(self) -> "PublicationQuerySet":
        return self.filter(revoked_at=None)

    def on_the_wall(self) -> "PublicationQuerySet":
        return self.live().filter(visibility=Visibility.PUBLIC)


class Publication(models.Model):
    """The public face of one export. Its files are copies under public keys, removed when it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    animation = models.ForeignKey(Animation, on_delete=models.CASCADE, related_name="publications")
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="publications")
    video = models.ForeignKey(Export, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    slug = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=70)
    alt_text = models.CharField(max_length=300, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility)
    published_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # An operator took it down: until one puts it back, the animation gets no page at all.
    taken_down_at = models.DateTimeField(null=True, blank=True)
    takedown_reason = models.CharField(max_length=200, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="page_taken_down_is_down", condition=Q(taken_down_at=None) | Q(revoked_at__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["animation"], condition=Q(revoked_at=None), name="one_live_publication_per_animation"
            ),
            models.CheckConstraint(
                name="publication_visibility_is_known", condition=Q(visibility__in=Visibility.values)
            ),
        ]
        indexes = [
            models.Index(fields=["animation"], name="publication_taken_down", condition=Q(taken_down_at__isnull=False)),
            models.Index(
                fields=["-published_at", "-id"],
                name="publication_wall",
                condition=Q(revoked_at=None, visibility="public"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_listed(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def has_video(self) -> bool:
        """Return whether the page can show the same as an MP4, which has a tenth of the bytes."""
        return self.video is not None and self.video.state == ExportState.READY

    @property
    def gif_key(self) -> str:
        return f"public/{self.slug}.gif"

    @property
    def poster_key(self) -> str:
        return f"public/{self.slug}.jpg"
