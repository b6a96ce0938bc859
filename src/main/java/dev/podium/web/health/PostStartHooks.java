package dev.podium.web.health;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// What a real API server does after it began to listen, under the names that its health pages
/// have. Here all of it is finished together.
///
/// @param finished whether the cluster is complete
public record PostStartHooks(BooleanSupplier finished) {
  private static final List<String> NAMES =
      List.of(
          "start-apiserver-admission-initializer",
          "start-kube-apiserver-admission-initializer",
          "generic-apiserver-start-informers",
          "priority-and-fairness-config-consumer",
          "priority-and-fairness-filter",
          "storage-object-count-tracker-hook",
          "start-apiextensions-informers",
          "start-apiextensions-controllers",
          "crd-informer-synced",
          "start-system-namespaces-controller",
          "start-cluster-authentication-info-controller",
          "start-kube-apiserver-identity-lease-controller",
          "start-kube-apiserver-identity-lease-garbage-collector",
          "start-legacy-token-tracking-controller",
          "start-service-ip-repair-controllers",
          "rbac/bootstrap-roles",
          "scheduling/bootstrap-system-priority-classes",
          "priority-and-fairness-config-producer",
          "bootstrap-controller",
          "start-kubernetes-service-cidr-controller",
          "aggregator-reload-proxy-client-cert",
          "start-kube-aggregator-informers",
          "apiservice-status-available-controller",
          "apiservice-status-local-available-controller",
          "apiservice-status-remote-available-controller",
          "apiservice-registration-controller",
          "apiservice-discovery-controller",
          "kube-apiserver-autoregistration",
          "apiservice-openapi-controller",
          "apiservice-openapiv3-controller");

  List<HealthCheck> checks() {
    return Stream.concat(
            NAMES.stream().map(name -> "poststarthook/" + name),
            Stream.of("autoregister-completion"))
        .map(name -> HealthCheck.once(name, finished, "not finished"))
        .toList();
  }
}
