"""Known vulnerabilities in the lock, where the advisory service can be reached; says so where it cannot."""

import subprocess
import sys

UNREACHABLE = (
    "ConnectionError",
    "Max retries",
    "Failed to resolve",
    "ServiceError",
    "connection",
    "403",
    "404",
    "502",
    "503",
)


def main() -> int:
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "--no-deps",
        "-r",
        "requirements/run.txt",
        "--progress-spinner",
        "off",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    skipped = run.stdout.count("could not be audited")
    print("\n".join(line for line in run.stdout.splitlines() if "could not be audited" not in line))
    if skipped:
        print(
            f"{skipped} packages are unknown to the advisory service that is reached from here: they were not audited."
        )
    if run.returncode and "Found" not in run.stderr and any(mark in run.stderr for mark in UNREACHABLE):
        print("The advisory service cannot be reached from here; the lock was not audited.")
        return 0
    print(run.stderr, end="", file=sys.stderr)
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
