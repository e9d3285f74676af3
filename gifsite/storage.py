"""The bucket of private files: django-storages' S3 backend, with writes that fit small pictures and many threads."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

TIMEOUTS_SECONDS = {"connect_timeout": 5, "read_timeout": 20}
"""A store in the same region answers within 0.1 s; a paid answer is safe in the spool, so nothing waits for longer."""

ATTEMPTS = 3
"""Writes may be repeated, for keys are written once; three pass over a single restarted front end of a store."""


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


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Say it as a local disk would, so that nobody has to know which store there is."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404"}:
            raise FileNotFoundError(str(error)) from error
        raise StoreAway(str(error)) from error
    except BotoCoreError as error:
        raise StoreAway(str(error)) from error


class StoreAway(OSError):
    """The object store did not answer, or said that it cannot. The same may succeed later."""
