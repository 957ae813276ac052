"""`make manifests`: k8s/base/<service>.yaml for each row of THE TABLE, from k8s/service.yaml."""

from __future__ import annotations

import sys
from pathlib import Path
from string import Template

from config.run.console import say
from config.run.paths import ROOT
from config.services import SERVICES, Service

TEMPLATE = ROOT / "k8s" / "service.yaml"
BASE = ROOT / "k8s" / "base"
# Folders that a service shares with the worker.
SHARED = {"accounts": "documents", "transactions": "statements", "support": "attachments"}
SIGNS = "auth"


def manifest(service: Service) -> str:
    """Return the manifest of one service."""
    mounts = volumes = signing = ""
    if folder := SHARED.get(service.name):
        mounts = f"            - {{ name: {folder}, mountPath: /var/lib/bank/{folder} }}\n"
        volumes = (
            f"        - {{ name: {folder}, persistentVolumeClaim: {{ claimName: {folder} }} }}\n"
        )
    if service.name == SIGNS:
        signing = (
            "            - { name: JWKS_URL, value: '' }\n"
            "            - { name: JWT_PRIVATE_KEY_FILE,"
            " value: /run/secrets/signing/jwt_private.pem }\n"
        )
        mounts += (
            "            - { name: signing, mountPath: /run/secrets/signing, readOnly: true }\n"
        )
        volumes += (
            "        - { name: signing, secret: { secretName: bank-signing, defaultMode: 0440 } }\n"
        )
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=service.name, mounts=mounts, volumes=volumes, signing=signing
    )


def path_of(service: Service) -> Path:
    """Return where a service's manifest is."""
    return BASE / f"{service.name}.yaml"


def main() -> int:
    """Write every service's manifest."""
    for service in SERVICES:
        path_of(service).write_text(manifest(service), encoding="utf-8")
        say(str(path_of(service).relative_to(ROOT)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
