"""Prints the commands that `manage.py up` would run, as JSON by name: a storm runs the same ones, on its own terms."""

import json
import os

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "gifsite.settings"
    django.setup()
    from apps.pages.management.commands.up import Command

    class Listed(Command):
        def spawn(self, *command: str) -> list[str]:
            return list(command)

    print(json.dumps({name: command() for name, command in Listed().starters().items()}))


if __name__ == "__main__":
    main()
