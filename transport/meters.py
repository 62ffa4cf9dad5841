"""What the transport counts for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge


class Meters:
    """The transport's instruments in one registry; a registry takes one set."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.sessions = Gauge("stepaudio_sessions", "Sessions open now", registry=registry)
        self.endings = Counter("stepaudio_session_endings", "Connections ended, by why", ["why"], registry=registry)
        self.refused_frames = Counter(
            "stepaudio_refused_frames", "Client frames answered with an error, by code", ["code"], registry=registry
        )
        self.requests = Counter(
            "stepaudio_requests", "HTTP requests for audio, by path and status", ["path", "status"], registry=registry
        )
        self.received_bytes = Counter("stepaudio_received_bytes", "Payload bytes from clients", registry=registry)
        self.sent_bytes = Counter("stepaudio_sent_bytes", "Payload bytes to clients", registry=registry)
