# One image for every process; docker-compose.yml says which one a container is.
FROM python:3.13-slim AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements/run.txt requirements/run.txt
RUN /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/run.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=0 DATA_DIR=/data PORT=8000
# As `manage.py up` has it: pictures that are let go of go back to the system.
ENV MALLOC_MMAP_THRESHOLD_=1048576
RUN useradd --create-home --uid 10001 gifsite && mkdir /data && chown gifsite /data
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# Static files need no secret and no database; the values live for this command only.
RUN SECRET_KEY=$(python -c 'import secrets; print(secrets.token_hex(32))') EMAIL_URL=console: DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 && rm -rf /tmp/build
USER gifsite
# Compiled for this machine's processor, as the user that runs it; on another processor the pixels worker does it as it starts.
RUN python -m apps.imaging.warm
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["python", "-m", "apps.common.web_server", "--host", "0.0.0.0"]
