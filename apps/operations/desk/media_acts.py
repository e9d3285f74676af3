"""What operators do to pages and GIFs."""

from apps.accounts.operator_act import Act
from apps.animations.models import Animation
from apps.animations.rendering.end import NotCancellable, cancel_animation
from apps.animations.retention.trash import delete_animations
from apps.gallery.models import Publication
from apps.gallery.takedown import NotDown, put_back, take_down
from apps.operations.desk.order import Order, Refused, about


def take_page_down(order: Order, publication: Publication) -> str:
    """Take a public page down; its owner is mailed the reason and cannot publish that GIF again."""
    if publication.taken_down_at is not None:
        raise Refused("This page is down already.")
    take_down(publication=publication, reason=order.reason, now=order.now)
    with about(order.person):
        order.write_down(Act.TAKEN_DOWN, subject=publication.slug)
    return "The page is down, and its owner was emailed the reason."


def put_page_back(order: Order, publication: Publication) -> str:
    """Put a page back that an operator took down, at its old address."""
    try:
        put_back(publication=publication)
    except NotDown:
        raise Refused("There's nothing to put back: the GIF is in the trash, or has another page.") from None
    with about(order.person):
        order.write_down(Act.PUT_BACK, subject=publication.slug)
    return "The page is back at its old address."


def stop_animation(order: Order, animation: Animation) -> str:
    """Stop an animation that is stuck or abusive: delivered frames stay, the rest is refunded."""
    try:
        released = cancel_animation(animation_id=animation.pk, now=order.now)
    except NotCancellable:
        raise Refused("It isn't running anymore.") from None
    with about(order.person):
        order.write_down(Act.STOPPED, subject=str(animation.pk), detail=f"{released} credits refunded")
    return f"Stopped. {released} credits refunded."


def remove_gif(order: Order, animation: Animation) -> str:
    """Move a GIF to its owner's trash, its page with it; it is erased after 30 days."""
    if not delete_animations(owner=order.person, animation_ids=[animation.pk], now=order.now):
        raise Refused("It's in the trash already.")
    with about(order.person):
        order.write_down(Act.REMOVED, subject=str(animation.pk))
    return "Moved to the trash. Its page is down."
