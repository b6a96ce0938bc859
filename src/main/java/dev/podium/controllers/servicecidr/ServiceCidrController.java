package dev.podium.controllers.servicecidr;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Says of a ServiceCIDR that it is ready, and lets it go when no Service has an address that only
/// it holds.
///
/// Upstream: pkg/controller/servicecidrs (servicecidrs_controller.go), which looks at IPAddress
/// objects where this looks at the Services themselves.
public final class ServiceCidrController implements Reconciler {
  private static final String FINALIZER = "networking.k8s.io/service-cidr-finalizer";
  private static final Duration DELETION_GRACE = Duration.ofSeconds(10);

  private final ApiClient client;
  private final Informer ranges;
  private final Informer services;
  private final Clock clock;

  private ServiceCidrController(ApiClient client, Informer ranges, Informer services, Clock clock) {
    this.client = client;
    this.ranges = ranges;
    this.services = services;
    this.clock = clock;
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock) {
    String name = "service-cidr-controller";
    Informer ranges = loops.informer(Kinds.SERVICE_CIDR);
    Informer services = loops.informer(Kinds.SERVICE);
    ServiceCidrController controller =
        new ServiceCidrController(
            client.asController(name).withFieldManager(name), ranges, services, clock);
    loops
        .controller(name, controller)
        .on(ranges, delta -> ranges.list("").stream().map(Key::of))
        .on(services, controller::leaving);
  }

  /// The ranges that wait for the addresses of a Service that is gone or has changed.
  private Stream<Key> leaving(Delta delta) {
    return ranges.list("").stream().filter(ApiObject::isBeingDeleted).map(Key::of);
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = ranges.find(key);
    if (found.isEmpty()) {
      return Outcome.DONE;
    }
    ApiObject range = found.get();
    if (range.isBeingDeleted()) {
      return release(range);
    }
    if (!range.finalizers().contains(FINALIZER)) {
      List<String> finalizers = new ArrayList<>(range.finalizers());
      finalizers.add(FINALIZER);
      setFinalizers(range.name(), finalizers);
    }
    setReady(range, "True", "", "Kubernetes Service CIDR is ready");
    return Outcome.DONE;
  }

  private Outcome release(ApiObject range) {
    if (!range.finalizers().contains(FINALIZER)) {
      return Outcome.DONE;
    }
    if (holdsAddresses(range)) {
      setReady(
          range,
          "False",
          "Terminating",
          "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a"
              + " new ServiceCIDR");
      return Outcome.DONE;
    }
    Duration left =
        Duration.between(
            clock.now(),
            Timestamps.parse(range.deletionTimestamp().orElseThrow()).plus(DELETION_GRACE));
    if (left.isPositive()) {
      return Outcome.after(left);
    }
    setFinalizers(
        range.name(), range.finalizers().stream().filter(f -> !f.equals(FINALIZER)).toList());
    return Outcome.DONE;
  }

  /// Whether some Service's address would be in no range if this one went.
  private boolean holdsAddresses(ApiObject range) {
    List<Cidr> own = cidrs(range).toList();
    List<Cidr> others =
        ranges.list("").stream()
            .filter(other -> !other.name().equals(range.name()))
            .flatMap(ServiceCidrController::cidrs)
            .toList();
    return services.list("").stream()
        .flatMap(service -> service.spec().strings("clusterIPs").stream())
        .flatMap(text -> IpAddress.parse(text).stream())
        .anyMatch(address ->
            own.stream().anyMatch(cidr -> cidr.contains(address))
                && others.stream().noneMatch(cidr -> cidr.contains(address)));
  }

  private static Stream<Cidr> cidrs(ApiObject range) {
    return range.spec().strings("cidrs").stream().flatMap(text -> Cidr.parse(text).stream());
  }

  private void setFinalizers(String name, List<String> finalizers) {
    client.update(
        Kinds.SERVICE_CIDR,
        "",
        name,
        current -> current.editMetadata(metadata -> metadata.set("finalizers", finalizers)));
  }

  private void setReady(ApiObject range, String status, String reason, String message) {
    JsonObject condition =
        JsonObject.of("type", "Ready", "status", status, "reason", reason, "message", message);
    boolean known =
        range.status().objects("conditions").stream()
            .anyMatch(old ->
                old.string("type").equals("Ready")
                    && old.string("status").equals(status)
                    && old.string("reason").equals(reason));
    if (!known) {
      JsonObject dated = condition.with("lastTransitionTime", Timestamps.format(clock.now()));
      client.applyStatus(
          Kinds.SERVICE_CIDR, "", range.name(), JsonObject.of("conditions", List.of(dated)));
    }
  }
}
