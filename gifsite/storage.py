"""Where files are kept: a folder, or a bucket by django-storages' S3 backend. Both can be listed and cleaned up."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from apps.common.stored_files import StoredFile

TIMEOUTS_SECONDS = {"connect_timeout": 5, "read_timeout": 20}
"""A store in the same region answers within 0.1 s; a paid answer is safe in the spool, so nothing waits for longer."""

ATTEMPTS = 3
"""Writes may be repeated, for keys are written once; three pass over a single restarted front end of a store."""


MOST_AT_ONCE = 1000
"""Keys in one request to delete: the limit of the S3 API."""


class FolderStorage(FileSystemStorage):
    """Files below one folder, for an installation without a bucket."""

    def list_files(self, prefix: str, *, after: str = "", most: int = MOST_AT_ONCE) -> list[StoredFile]:
        """Return up to `most` files whose keys begin with `prefix`, a folder's name, and come after `after`, in key order."""
        top = Path(self.location, prefix)
        found = []
        for path in _walk(top, tuple(after.removeprefix(prefix).split("/")) if after else ()):
            with suppress(FileNotFoundError):  # deleted by somebody else meanwhile
                entry = path.stat()
                changed_at = datetime.fromtimestamp(entry.st_mtime, UTC)
                found.append(StoredFile(path.relative_to(self.location).as_posix(), entry.st_size, changed_at))
            if len(found) == most:
                break
        return found

    def save_large(self, key: str, path: Path) -> None:
        """Store a file that is too large for memory. Raises OSError."""
        with path.open("rb") as file:
            self.save(key, File(file))

    def delete_files(self, keys: Sequence[str]) -> None:
        """Delete files, and the folders that are empty then. One that is gone already is no error. Raises OSError."""
        for key in keys:
            path = Path(self.path(key))
            path.unlink(missing_ok=True)
            # A folder named by an id is never written to again once its last file went; the topmost ones stay.
            for folder in path.parents[: max(0, key.count("/") - 1)]:
                try:
                    folder.rmdir()
                except OSError:
                    break


def _walk(folder: Path, after: Sequence[str]) -> Iterator[Path]:
    """Yield the files below a folder that come after a key, in key order; `after` are the parts of that key."""
    first = after[0] if after else ""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name >= first:
                yield from _walk(Path(entry.path), after[1:] if entry.name == first else ())
        elif entry.name > first or not after:
            yield Path(entry.path)


class PictureStorage(S3Storage):  # type: ignore[misc] # the library ships no types
    """Writes an object with one PUT from the calling thread.

    The backend's own way hands every file to a pool of upload threads, which is made for gigabytes: for a frame that
    was measured to take twice the time of the request itself.
    """

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.client_config: Config = self.client_config.merge(
            Config(
                max_pool_connections=settings.FRAMES_CONCURRENCY,  # every thread may write at once
                retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
                **TIMEOUTS_SECONDS,
            )
        )

    def url(self, name: str, parameters: dict[str, str] | None = None, expire: int | None = None) -> str:
        """Return a signed address as browsers reach it.

        A proxy in front of the store passes it on under the store's own name.
        """
        signed: str = super().url(name, parameters=parameters, expire=expire)
        if settings.AWS_S3_PUBLIC_ENDPOINT_URL != settings.AWS_S3_ENDPOINT_URL:
            signed = settings.AWS_S3_PUBLIC_ENDPOINT_URL + signed.removeprefix(settings.AWS_S3_ENDPOINT_URL.rstrip("/"))
        return signed

    def _save(self, name: str, content: "ContentFile[bytes]") -> str:
        cleaned: str = clean_name(name)
        key = self._normalize_name(cleaned)
        with _as_os_error():
            self.bucket.meta.client.put_object(
                Bucket=self.bucket_name, Key=key, Body=content.read(), **self._get_write_parameters(key, content)
            )
        return cleaned

    def _open(self, name: str, mode: str = "rb") -> "ContentFile[bytes]":
        """Return the whole object at once: all of ours are read to their end."""
        key = self._normalize_name(clean_name(name))
        with _as_os_error():
            answer = self.bucket.meta.client.get_object(Bucket=self.bucket_name, Key=key)
            return ContentFile(answer["Body"].read(), name=name)

    def list_files(self, prefix: str, *, after: str = "", most: int = MOST_AT_ONCE) -> list[StoredFile]:
        """Return up to `most` files whose keys begin with `prefix` and come after `after`, in key order. Raises OSError."""
        start = {"StartAfter": self._normalize_name(after)} if after else {}
        with _as_os_error():
            answer = self.bucket.meta.client.list_objects_v2(
                Bucket=self.bucket_name, Prefix=self._normalize_name(prefix), MaxKeys=min(most, MOST_AT_ONCE), **start
            )
        return [
            StoredFile(self._key_of(item["Key"]), item["Size"], item["LastModified"])
            for item in answer.get("Contents", [])
        ]

    def save_large(self, key: str, path: Path) -> None:
        """Store a file that is too large for memory, in parts. Raises OSError."""
        with _as_os_error():
            self.bucket.meta.client.upload_file(str(path), self.bucket_name, self._normalize_name(clean_name(key)))

    def delete_files(self, keys: Sequence[str]) -> None:
        """Delete objects. One that is gone already is no error. Raises OSError."""
        names = [self._normalize_name(clean_name(key)) for key in keys]
        for start in range(0, len(names), MOST_AT_ONCE):
            with _as_os_error():
                answer = self.bucket.meta.client.delete_objects(
                    Bucket=self.bucket_name,
                    Delete={"Objects": [{"Key": name} for name in names[start : start + MOST_AT_ONCE]], "Quiet": True},
                )
            if answer.get("Errors"):
                raise StoreAway(f"{len(answer['Errors'])} objects could not be deleted: {answer['Errors'][0]}")

    def _key_of(self, name: str) -> str:
        return name.removeprefix(f"{self.location.strip('/')}/") if self.location.strip("/") else name


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Say it as a local disk would, so that nobody has to know which store there is."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404"}:
            raise FileNotFoundError(str(error)) from error
        raise StoreAway(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreAway(str(error)) from error


class StoreAway(OSError):
    """The object store did not answer, or said that it cannot. The same may succeed later."""
