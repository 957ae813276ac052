#!/bin/sh
# The first start makes the database, its user and runs /docker-entrypoint-initdb.d, as the official
# images do, with the arguments of the container: the database takes its character set from them.
set -eu
data=/var/lib/mysql
socket=/tmp/mysqld.sock
if [ ! -e "$data/made" ]; then
    mariadb-install-db --no-defaults --user=root --datadir="$data" \
        --auth-root-authentication-method=normal --skip-test-db >/dev/null
    mariadbd --no-defaults --user=root --datadir="$data" --skip-networking --socket="$socket" "$@" &
    server=$!
    until mariadb-admin --socket="$socket" ping --silent 2>/dev/null; do sleep 0.2; done
    root=$(cat "$MYSQL_ROOT_PASSWORD_FILE")
    secret=$(cat "$MYSQL_PASSWORD_FILE")
    mariadb --socket="$socket" <<SQL
CREATE DATABASE IF NOT EXISTS $MYSQL_DATABASE;
CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$secret';
GRANT ALL ON $MYSQL_DATABASE.* TO '$MYSQL_USER'@'%';
CREATE USER 'root'@'%' IDENTIFIED BY '$root';
GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
SQL
    for file in /docker-entrypoint-initdb.d/*.sql; do
        if [ -e "$file" ]; then mariadb --socket="$socket" < "$file"; fi
    done
    mariadb-admin --socket="$socket" shutdown
    wait "$server"
    touch "$data/made"
fi
exec mariadbd --no-defaults --user=root --datadir="$data" --socket="$socket" "$@"
