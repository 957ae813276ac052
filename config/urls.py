"""Each running service under /api/v1, health beside them, and in the embedded mode the portal."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from kernel.observability.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]
for _service in settings.RUNNING:
    urlpatterns.append(path("api/v1/", include(f"{_service.package}.api.urls")))
    if find_spec(f"{_service.package}.api.root_urls"):
        urlpatterns.append(path("", include(f"{_service.package}.api.root_urls")))
if settings.EMBEDDED:
    urlpatterns.append(path("", include("config.site.urls")))

handler400 = "kernel.http.errors.answer_400"
handler404 = "kernel.http.errors.answer_404"
handler500 = "kernel.http.errors.answer_500"
