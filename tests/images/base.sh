#!/bin/sh
# Make a base image without a registry: debootstrap, then `docker import`. For builders that cannot
# pull; the images made on it prove the Dockerfile, not Python 3.13.
#   tests/images/base.sh NAME [DIRECTORY]     NAME is the image; DIRECTORY keeps the files
# It trusts what this machine trusts: its certificates, its package mirror. It is not published.
set -eu

name=${1:?usage: base.sh NAME [DIRECTORY]}
directory=${2:-$(mktemp -d)}
suite=${SUITE:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
root="$directory/rootfs"

for program in debootstrap docker; do
    command -v "$program" >/dev/null || {
        echo "There is no $program: apt-get install --no-install-recommends docker.io debootstrap" >&2
        exit 1
    }
done

# Where this machine itself gets its packages from, unless MIRROR says otherwise.
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" | head -n 1)}

if [ ! -e "$directory/made" ]; then
    debootstrap --variant=minbase \
        --include=ca-certificates,python3,python3-dev,python3-venv "$suite" "$root" "$mirror"
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n' > "$root/etc/pip.conf"
    touch "$directory/made"
fi
tar -C "$root" -c . | docker import - "$name"
