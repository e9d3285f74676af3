#!/usr/bin/env python3
"""Django's command line. Run with a bare Python it continues in the environment that `make` set up."""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gifsite.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
        if not python.exists() or Path(sys.prefix) == python.parent.parent:
            sys.exit("Django is not installed here. Run `make run` once; it sets up what is missing.")
        os.execv(python, [str(python), *sys.argv])  # noqa: S606 - the same command, in the environment beside this file
    from django.db import OperationalError, ProgrammingError
    from environs import EnvError

    try:
        execute_from_command_line(sys.argv)
    except EnvError as wrong:
        sys.exit(str(wrong))
    except (OperationalError, ProgrammingError) as error:
        if not any(words in str(error) for words in ("no such table", "does not exist")):
            raise
        sys.exit("The database has no tables yet. `python3 manage.py migrate` makes them, and so does `make run`.")


if __name__ == "__main__":
    main()
