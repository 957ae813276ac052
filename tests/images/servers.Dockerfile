# Stand-ins for the official MySQL and Redis images where nothing can be pulled: Debian's MariaDB and
# Redis, taking the same settings as those images do (what docker-compose.yml uses of them).
ARG BASE=debian:trixie-slim

FROM ${BASE} AS database
RUN apt-get update \
 && apt-get install -y --no-install-recommends mariadb-server-core mariadb-client \
 && rm -rf /var/lib/apt/lists/*
COPY database.sh /usr/local/bin/docker-entrypoint.sh
VOLUME /var/lib/mysql
ENTRYPOINT ["/bin/sh", "/usr/local/bin/docker-entrypoint.sh"]

FROM ${BASE} AS redis
RUN apt-get update \
 && apt-get install -y --no-install-recommends redis-server redis-tools python3 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /data
# The mail catcher of the journeys is another command of this image.
COPY mail.py /srv/mail.py
CMD ["redis-server"]
