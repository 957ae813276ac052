# Two images from one file:
#   --target bank     every service, worker, beat and migration; SERVICE says which one it is
#   --target gateway  nginx with the portal (built before, by `make portal`)
# Both run as a user without rights on a read-only root; /tmp and the volumes can be written.
ARG BASE=python:3.13-slim-trixie
ARG GATEWAY_BASE=debian:trixie-slim

FROM ${BASE} AS build
SHELL ["/bin/sh", "-eu", "-c"]
# mysqlclient is built from source. The compiler stays in this stage.
RUN apt-get update \
 && apt-get install -y --no-install-recommends build-essential pkg-config libmariadb-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements/base.txt requirements/mysql.txt requirements/postgres.txt requirements/cluster.txt ./
RUN python3 -m venv /opt/bank \
 && /opt/bank/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes \
      -r base.txt -r mysql.txt -r postgres.txt -r cluster.txt \
 && /opt/bank/bin/python -m pip uninstall --yes --quiet pip
WORKDIR /srv/bank
COPY manage.py ./
COPY db/grants.sql db/
COPY deploy/nginx/gateway.conf deploy/nginx/
COPY config config
COPY kernel kernel
COPY services services
# The root is read-only where it runs: what Python would write beside the modules is written here.
RUN /opt/bank/bin/python -m compileall -q config kernel services \
 && /opt/bank/bin/python -m config.run.gateway > /srv/nginx.conf

FROM ${BASE} AS bank
ARG VERSION=0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="BankingSystem" \
      org.opencontainers.image.description="Every service, worker and beat of the bank" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
SHELL ["/bin/sh", "-eu", "-c"]
RUN apt-get update \
 && apt-get install -y --no-install-recommends libmariadb3 \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 bank \
 && useradd --uid 10001 --gid bank --no-create-home --home-dir /tmp --shell /usr/sbin/nologin bank \
 && install -d -o bank -g bank -m 0700 /run/metrics /var/lib/bank/documents /var/lib/bank/statements /var/lib/bank/attachments
COPY --from=build /opt/bank /opt/bank
COPY --from=build /srv/bank /srv/bank
WORKDIR /srv/bank
ENV PATH=/opt/bank/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    BIND=0.0.0.0:8000 \
    METRICS_PORT=9000 \
    PROMETHEUS_MULTIPROC_DIR=/run/metrics \
    DOCUMENT_ROOT=/var/lib/bank/documents \
    STATEMENT_ROOT=/var/lib/bank/statements \
    ATTACHMENT_ROOT=/var/lib/bank/attachments
USER 10001:10001
EXPOSE 8000 9000
# Worker and beat have no such address; whoever starts them says how they are asked.
HEALTHCHECK --interval=10s --timeout=10s --start-period=90s --retries=6 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=8)"]
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi:application"]

FROM ${GATEWAY_BASE} AS gateway
ARG VERSION=0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="BankingSystem gateway" \
      org.opencontainers.image.description="nginx: the portal, and one port for all services" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
SHELL ["/bin/sh", "-eu", "-c"]
RUN apt-get update \
 && apt-get install -y --no-install-recommends nginx curl \
 && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled/* \
 && groupadd --gid 10001 bank \
 && useradd --uid 10001 --gid bank --no-create-home --home-dir /tmp --shell /usr/sbin/nologin bank
COPY --from=build /srv/nginx.conf /etc/nginx/gateway.conf
COPY docs/openapi.json /srv/openapi.json
COPY frontend/dist /srv/portal
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=6 \
  CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/healthz"]
CMD ["nginx", "-c", "/etc/nginx/gateway.conf", "-e", "stderr"]
