package dev.podium.network.services;

import dev.podium.network.Server;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Key;

/// What a load balancer asks a node about a Service with `externalTrafficPolicy: Local`.
///
/// Upstream: pkg/proxy/healthcheck/service_health.go.
record HealthCheck(Key service, Balancer balancer) {
  Server on(String node) {
    long local = balancer.localTo(node).size();
    JsonObject body =
        JsonObject.of(
            "service",
            JsonObject.of("namespace", service.namespace(), "name", service.name()),
            "localEndpoints",
            local,
            "serviceProxyHealthy",
            true);
    Headers headers =
        Headers.of(
            "Content-Type",
            "application/json",
            "X-Content-Type-Options",
            "nosniff",
            "X-Load-Balancing-Endpoint-Weight",
            Long.toString(local));
    return new HttpServer(
        (_, _) -> HttpResponse.of(local > 0 ? 200 : 503, headers, Json.bytes(body)));
  }
}
