"""What runs the bank says the same as the table of services: compose, Kubernetes, the gateway."""

from __future__ import annotations

import functools
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection
from kubernetes_validate import utils as kubernetes

from config.run.deployment import make_secrets
from config.run.gateway import container_settings
from config.run.manifests import manifest, path_of
from config.run.mariadb import SETTINGS
from config.services import ALL, BY_NAME, SERVICES

# Files are the same on every database and in every service: once is enough.
pytestmark = pytest.mark.skipif(
    settings.SERVICE != "all" or connection.vendor != "sqlite",
    reason="speaks of files; runs as SERVICE=all on SQLite",
)
ROOT = Path(__file__).resolve().parents[2]
OVERLAYS = ("dev", "prod")
OURS = {*BY_NAME, "worker", "beat", "gateway", "migrate", "grants"}
QUEUES = ",".join(service.queue for service in SERVICES)
# Kinds of operators' own, which no schema of Kubernetes knows.
FOREIGN = {"InnoDBCluster"}
KUSTOMIZE = ["kustomize", "build"] if shutil.which("kustomize") else ["kubectl", "kustomize"]
needs_kustomize = pytest.mark.skipif(
    shutil.which(KUSTOMIZE[0]) is None, reason="neither kustomize nor kubectl is installed"
)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Every object of an overlay, with secrets made for this test."""
    copy = tmp_path_factory.mktemp("cluster") / "k8s"
    shutil.copytree(ROOT / "k8s", copy, ignore=shutil.ignore_patterns("secrets"))
    make_secrets(directory=copy / "overlays" / "dev" / "secrets")

    @functools.cache
    def built(overlay):
        done = subprocess.run(
            [*KUSTOMIZE, str(copy / "overlays" / overlay)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [found for found in yaml.safe_load_all(done.stdout) if found]

    return built


def of_kind(objects, *kinds):
    return {found["metadata"]["name"]: found for found in objects if found["kind"] in kinds}


def workloads(objects):
    return of_kind(objects, "Deployment", "StatefulSet", "Job")


def pod(workload):
    return workload["spec"]["template"]["spec"]


class TestCompose:
    def test_every_service_of_the_table_is_a_container_behind_the_gateway(self, compose):
        services = compose["services"]
        assert set(services) >= OURS
        for name in BY_NAME:
            assert services[name]["environment"]["SERVICE"] == name
        assert set(services["gateway"]["depends_on"]) == set(BY_NAME)
        assert [host.split(":")[0] for host in services["gateway"]["extra_hosts"]] == list(BY_NAME)

    def test_each_service_keeps_the_address_that_the_gateway_knows(self, compose):
        known = dict(host.split(":", 1) for host in compose["services"]["gateway"]["extra_hosts"])
        for name in BY_NAME:
            address = compose["services"][name]["networks"]["bank"]["ipv4_address"]
            assert address == known[name]

    def test_each_service_gets_its_own_database_user_and_only_auth_can_sign(self, compose):
        for name in BY_NAME:
            service = compose["services"][name]
            urls = {secret for secret in service["secrets"] if secret.startswith("database_url_")}
            assert urls == {f"database_url_{name}"}
            assert ("jwt_private.pem" in service["secrets"]) == (name == "auth")

    def test_the_worker_takes_every_queue_of_the_table(self, compose):
        command = compose["services"]["worker"]["command"]
        assert command[command.index("-Q") + 1] == QUEUES

    def test_secrets_are_files_that_the_target_makes(self, compose, tmp_path):
        made = {path.name for path in make_secrets(directory=tmp_path / "secrets")}
        assert set(compose["secrets"]) <= made
        for name, secret in compose["secrets"].items():
            assert secret["file"] == f"${{SECRETS:-./secrets}}/{name}"

    def test_ours_run_without_root_rights_on_a_root_that_is_read_only(self, compose):
        for name in OURS:
            service = compose["services"][name]
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name

    def test_the_database_and_redis_have_no_way_out_and_one_port_is_open(self, compose):
        assert compose["networks"]["data"]["internal"]
        for name in ("database", "redis"):
            assert compose["services"][name]["networks"] == ["data"]
        assert [name for name, one in compose["services"].items() if "ports" in one] == ["gateway"]

    def test_the_database_has_the_settings_that_money_needs(self, compose):
        given = _options(compose["services"]["database"]["command"])
        assert _needed() <= given

    @pytest.mark.skipif(
        shutil.which("docker-compose") is None, reason="docker-compose is not installed"
    )
    @pytest.mark.parametrize("profile", ["light", "full"])
    def test_docker_compose_reads_the_file(self, profile):
        command = ["docker-compose", "--profile", profile, "config", "--quiet"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


class TestTheGateway:
    def test_the_container_knows_every_service_by_its_name(self):
        written = container_settings()
        for service in SERVICES:
            assert f"server {service.name}:8000 " in written
            for prefix in service.prefixes:
                assert f"api/v1/{prefix}" in written

    def test_no_metrics_go_through_it(self):
        assert ":9000" not in container_settings()


@needs_kustomize
class TestTheCluster:
    def test_the_written_manifests_are_what_the_table_makes(self):
        for service in SERVICES:
            written = path_of(service).read_text(encoding="utf-8")
            assert written == manifest(service), "run `make manifests`"

    @pytest.mark.parametrize("overlay", OVERLAYS)
    def test_every_object_passes_the_newest_schema(self, cluster, overlay):
        version = kubernetes.latest_version()
        for found in cluster(overlay):
            if found["kind"] not in FOREIGN:
                kubernetes.validate(found, version, strict=True)

    @pytest.mark.parametrize("overlay", OVERLAYS)
    def test_every_service_has_all_that_belongs_to_it(self, cluster, overlay):
        objects = cluster(overlay)
        scaled = {*BY_NAME, "worker", "gateway"}
        assert set(workloads(objects)) >= OURS
        assert set(of_kind(objects, "Service")) >= {*BY_NAME, "gateway"}
        assert set(of_kind(objects, "ServiceAccount")) >= OURS
        assert set(of_kind(objects, "HorizontalPodAutoscaler")) == scaled
        assert set(of_kind(objects, "PodDisruptionBudget")) == {*scaled, "beat"}

    @pytest.mark.parametrize("overlay", OVERLAYS)
    def test_each_service_runs_as_itself_with_its_own_database_user(self, cluster, overlay):
        deployments = of_kind(cluster(overlay), "Deployment")
        for name in BY_NAME:
            environment = {
                one["name"]: one.get("value")
                for one in pod(deployments[name])["containers"][0]["env"]
            }
            assert environment["SERVICE"] == name
            secrets = _secrets(deployments[name])
            assert [one for one in secrets if one.startswith("bank-database-")] != []
            assert all(
                one.startswith(f"bank-database-{name}")
                for one in secrets
                if one.startswith("bank-database-")
            )
            assert any(one.startswith("bank-signing") for one in secrets) == (name == "auth")

    @pytest.mark.parametrize("overlay", OVERLAYS)
    def test_every_pod_is_restricted(self, cluster, overlay):
        for name, workload in workloads(cluster(overlay)).items():
            spec = pod(workload)
            assert spec["automountServiceAccountToken"] is False, name
            assert spec["securityContext"]["runAsNonRoot"], name
            assert spec["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault", name
            for container in spec["containers"]:
                context = container["securityContext"]
                assert context["allowPrivilegeEscalation"] is False, name
                assert context["readOnlyRootFilesystem"], name
                assert context["capabilities"] == {"drop": ["ALL"]}, name
                assert set(container["resources"]) == {"requests", "limits"}, name

    @pytest.mark.parametrize("overlay", OVERLAYS)
    def test_liveness_and_start_ask_nothing_of_the_database(self, cluster, overlay):
        deployments = of_kind(cluster(overlay), "Deployment")
        for name in BY_NAME:
            container = pod(deployments[name])["containers"][0]
            assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
            assert container["startupProbe"]["httpGet"]["path"] == "/healthz"
            assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"

    @pytest.mark.parametrize("overlay", OVERLAYS)
    def test_a_pod_has_time_for_the_requests_that_it_holds(self, cluster, overlay):
        deployments = of_kind(cluster(overlay), "Deployment")
        for name in BY_NAME:
            spec = pod(deployments[name])
            leaving = spec["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
            assert leaving + 30 < spec["terminationGracePeriodSeconds"]

    @pytest.mark.parametrize("overlay", OVERLAYS)
    def test_settings_are_immutable_and_named_by_their_content(self, cluster, overlay):
        objects = cluster(overlay)
        for kind in ("ConfigMap", "Secret"):
            for name, found in of_kind(objects, kind).items():
                assert found["immutable"], name
        config = next(iter(of_kind(objects, "ConfigMap")))
        assert config != "bank-config"
        used = yaml.safe_dump(list(workloads(objects).values()))
        assert f"name: {config}" in used

    @pytest.mark.parametrize("overlay", OVERLAYS)
    def test_nothing_is_reached_but_by_an_arrow(self, cluster, overlay):
        policies = of_kind(cluster(overlay), "NetworkPolicy")
        shut = policies["default-deny"]["spec"]
        assert shut == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
        doors = [
            source["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
            for policy in policies.values()
            for rule in policy["spec"].get("ingress", [])
            for source in rule["from"]
            if "namespaceSelector" in source
        ]
        assert set(doors) <= {"ingress-nginx", "monitoring", "mysql-operator"}

    def test_the_worker_takes_every_queue_of_the_table(self, cluster):
        container = pod(of_kind(cluster("prod"), "Deployment")["worker"])["containers"][0]
        assert container["command"][container["command"].index("-Q") + 1] == QUEUES

    def test_the_database_of_the_dev_cluster_has_the_settings_that_money_needs(self, cluster):
        server = pod(of_kind(cluster("dev"), "StatefulSet")["database"])["containers"][0]
        assert _needed() <= _options(server["args"])

    def test_every_service_and_all_get_a_password_from_the_grants(self, cluster):
        container = pod(of_kind(cluster("prod"), "Job")["grants"])["containers"][0]
        given = {one["name"] for one in container["env"]}
        assert {f"DB_PASSWORD_{name.upper()}_FILE" for name in (*BY_NAME, ALL)} <= given


def _secrets(workload):
    return [one["secret"]["secretName"] for one in pod(workload)["volumes"] if "secret" in one]


def _options(command):
    return {option.removeprefix("--").removeprefix("loose-") for option in command}


def _needed():
    """What config/run/mariadb.py sets; only there, nothing reads a binary log."""
    return {
        f"{key.removeprefix('loose-')}={value}"
        for key, value in SETTINGS.items()
        if key != "skip-log-bin"
    }
