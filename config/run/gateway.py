"""nginx in front of the services: one port, routed by path, as the table of services says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from string import Template

from config.run.console import Problem
from config.run.mariadb import SEARCH
from config.run.network import HOST, answers
from config.run.paths import PORTAL, ROOT
from config.run.process import Spec
from config.services import SERVICES, Service

TEMPLATE = ROOT / "deploy" / "nginx" / "gateway.conf"
MISSING = (
    "There is no nginx on the PATH. Install it, for example with "
    "`apt-get install --no-install-recommends nginx-light`."
)
# Any service can show the documentation's page; the schema that it shows is the whole bank's.
DOCUMENTATION = ("api/docs", "static")
SCHEMA = ROOT / "docs" / "openapi.json"


class Gateway:
    """An nginx of one's own: its files, its port, nothing of the system's."""

    def __init__(self, *, directory: Path, port: int, ports: Mapping[str, int], log: Path) -> None:
        """Describe the gateway; `ports` says where each service listens."""
        self.directory = directory
        self.port = port
        self.ports = ports
        self.log = log

    @property
    def url(self) -> str:
        """Return the one address of the bank."""
        return f"http://localhost:{self.port}"

    def spec(self) -> Spec:
        """Return what to start."""
        self.directory.mkdir(parents=True, exist_ok=True)
        settings = self.directory / "nginx.conf"
        settings.write_text(self._settings(), encoding="utf-8")
        command = [find_nginx(), "-p", str(self.directory), "-c", str(settings), "-e", "stderr"]
        return Spec(name="gateway", command=command, log=self.log)

    def ready(self) -> bool:
        """Tell whether it answers."""
        return answers(f"http://{HOST}:{self.port}/healthz")

    def _settings(self) -> str:
        return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
            # As root, workers would become `nobody`, who cannot read the checkout.
            user="user root;" if os.geteuid() == 0 else "",
            directory=self.directory,
            listen=f"{HOST}:{self.port}",
            portal=PORTAL,
            schema=SCHEMA,
            upstreams="".join(_upstream(name, port) for name, port in self.ports.items()),
            locations="".join(_location(service) for service in SERVICES) + _documentation(),
        )


def find_nginx() -> str:
    """Return nginx's path.

    Raises:
        Problem: it is not installed.

    """
    found = shutil.which("nginx", path=SEARCH)
    if not found:
        raise Problem(MISSING)
    return found


def _upstream(name: str, port: int) -> str:
    # gunicorn keeps a silent connection for 75 s; nginx lets go of it first.
    return (
        f"    upstream {name} {{\n"
        f"        server {HOST}:{port} max_fails=0;\n"
        "        keepalive 8;\n"
        "        keepalive_timeout 60s;\n"
        "    }\n"
    )


def _location(service: Service) -> str:
    """Return where a service's paths go. Approvals are asked of each service by its name."""
    prefixes = (*service.prefixes, f"approvals/{service.name}")
    paths = [f"api/v1/{prefix}" for prefix in prefixes] + list(service.root_paths)
    return _route(paths, service.name)


def _documentation() -> str:
    return _route(list(DOCUMENTATION), SERVICES[0].name)


def _route(paths: list[str], upstream: str) -> str:
    # Names of the table hold no character that a pattern reads otherwise, but for the dot.
    pattern = "|".join(path.replace(".", r"\.") for path in paths)
    return (
        f"        location ~ ^/({pattern})(/|$) {{\n"
        f"            proxy_pass http://{upstream};\n"
        "        }\n"
    )
