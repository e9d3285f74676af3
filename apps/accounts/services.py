from apps.accounts.models import User


def rename(*, user: User, display_name: str) -> None:
    """Change the name that strangers see on published pages. Empty: they see "Someone"."""
    user.display_name = " ".join(display_name.split())
    user.save(update_fields=["display_name"])
