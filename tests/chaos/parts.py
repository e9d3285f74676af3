"""Prints the commands that `manage.py up` would run, as JSON by name: a storm runs the same ones, on its own terms."""

import json
import os

import django

NO_SOCKET = -1


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "gifsite.settings"
    django.setup()
    from apps.operations.management.commands.up import Command

    class Listed(Command):
        def spawn(self, *command: str, inherited: tuple[int, ...] = ()) -> list[str]:
            return list(command)

    commands = {name: command() for name, command in Listed().starters(NO_SOCKET).items()}
    web = commands.pop("web 1")
    # A storm starts it alone, without the parent that opens the socket for all web processes.
    commands["web"] = web[: web.index("--fd")]
    print(json.dumps(commands))


if __name__ == "__main__":
    main()
