"""Traces and metrics by OpenTelemetry, when the deployment names a collector (OTEL_EXPORTER_OTLP_ENDPOINT)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opentelemetry import trace

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from .service import Service

# https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-default-port
_GRPC_PORT = 4317
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


def trace_of(traceparent: str) -> tuple[str, str]:
    """The trace and span a request belongs to: our own span, else what the caller says; empty when neither is known.

    https://www.w3.org/TR/trace-context/#traceparent-header
    """
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        return f"{context.trace_id:032x}", f"{context.span_id:016x}"
    match = _TRACEPARENT.fullmatch(traceparent)
    return (match[1], match[2]) if match else ("", "")


def _protocol(env: Mapping[str, str]) -> str:
    """The asked protocol, else the one that the collector's port is known for (4317 is gRPC's)."""
    usual = "grpc" if urlsplit(env["OTEL_EXPORTER_OTLP_ENDPOINT"]).port == _GRPC_PORT else "http/protobuf"
    return env.get("OTEL_EXPORTER_OTLP_PROTOCOL", usual)


def instrument(app: ASGIApp, service: Service, env: Mapping[str, str]) -> tuple[ASGIApp, Callable[[], None]]:
    """`app` with a span and the usual HTTP metrics for each request, and what sends the last of them at the end.

    Sampler, service name and resource come from the OTEL_* variables. Without a collector no SDK is imported.
    """
    if not env.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return app, lambda: None
    from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
    from opentelemetry.metrics import CallbackOptions, Observation
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    if _protocol(env) == "grpc":
        from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    else:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    tracers = TracerProvider()
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    meters = MeterProvider(metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())])

    def saturation(_: CallbackOptions) -> list[Observation]:
        return [Observation(100 * service.admission.in_work / service.admission.limit)]

    meters.get_meter("serving").create_observable_gauge(
        "service.concurrency.utilization", callbacks=[saturation], unit="%", description="Share of places in use."
    )
    instrumented = OpenTelemetryMiddleware(
        app,
        excluded_urls=f"{re.escape(service.config.health_path)}$",
        tracer_provider=tracers,
        meter_provider=meters,
    )

    def flush() -> None:
        tracers.shutdown()
        meters.shutdown()

    return instrumented, flush
