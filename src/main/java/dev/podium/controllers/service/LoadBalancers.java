package dev.podium.controllers.service;

import dev.podium.auth.UserInfo;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.EventRecorder;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Gives Services of type LoadBalancer an address of a pool, as a cloud's controller does.
///
/// Services with a class of their own are left to whoever serves that, and an address that somebody
/// else wrote stays. Upstream: cloud-provider/controllers/service/controller.go.
public final class LoadBalancers implements Reconciler {
  private static final String FINALIZER = "service.kubernetes.io/load-balancer-cleanup";

  /// What a cloud takes to set a balancer up.
  private static final Duration SETUP = Duration.ofMillis(1200);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final ApiClient client;
  private final Clock clock;
  private final Informer services;
  private final AddressPool pool;
  private final EventRecorder events;
  private final Map<Key, Instant> begun = new HashMap<>();

  private LoadBalancers(ControlLoops loops, ApiClient client, Clock clock, AddressPool pool) {
    UserInfo controller =
        UserInfo.of(
            "system:serviceaccount:kube-system:service-controller",
            "system:serviceaccounts",
            "system:serviceaccounts:kube-system",
            "system:authenticated");
    this.client = client.as(controller, "cloud-controller-manager");
    this.clock = clock;
    this.services = loops.informer(Kinds.SERVICE);
    this.pool = pool;
    this.events = new EventRecorder(this.client, clock, "service-controller", "");
  }

  public static void register(ControlLoops loops, ApiClient client, Clock clock, AddressPool pool) {
    LoadBalancers balancers = new LoadBalancers(loops, client, clock, pool);
    // One worker: two Services must not be given the same address.
    loops
        .controller("service-lb-controller", balancers)
        .on(balancers.services, balancers::concerned);
  }

  private Stream<Key> concerned(Delta delta) {
    boolean relevant = delta.states().anyMatch(s -> wants(s) || s.finalizers().contains(FINALIZER));
    return relevant ? Stream.of(Key.of(delta.latest())) : Stream.empty();
  }

  private static boolean wants(ApiObject service) {
    return service.spec().string("type").equals("LoadBalancer")
        && service.spec().string("loadBalancerClass").isEmpty()
        && !service.isBeingDeleted();
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> found = services.find(key);
    if (found.isEmpty()) {
      begun.remove(key);
      return Outcome.DONE;
    }
    ApiObject service = found.get();
    if (wants(service)) {
      return AddressPool.addresses(service).isEmpty() && !hasHostname(service)
          ? ensure(key, service)
          : Outcome.DONE;
    }
    begun.remove(key);
    if (service.finalizers().contains(FINALIZER)) {
      delete(service);
    }
    return Outcome.DONE;
  }

  private static boolean hasHostname(ApiObject service) {
    return !service.status().object("loadBalancer").objects("ingress").isEmpty();
  }

  private Outcome ensure(Key key, ApiObject service) {
    Instant now = clock.now();
    Instant since = begun.get(key);
    if (since == null) {
      since = now;
      begun.put(key, now);
      events.normal(service, "EnsuringLoadBalancer", "Ensuring load balancer");
    }
    Duration left = Duration.between(now, since.plus(clock.pause(SETUP)));
    if (left.isPositive()) {
      return Outcome.after(left);
    }
    String wished = service.spec().string("loadBalancerIP");
    Optional<String> address = wished.isEmpty() ? pool.next() : pool.take(wished);
    if (address.isEmpty()) {
      events.warning(
          service,
          "SyncLoadBalancerFailed",
          "Error syncing load balancer: failed to ensure load balancer: "
              + (wished.isEmpty()
                  ? "no addresses left in the pool"
                  : "requested IP address " + wished + " is not available"));
      return Outcome.after(RETRY);
    }
    publish(service, address.get());
    begun.remove(key);
    events.normal(service, "EnsuredLoadBalancer", "Ensured load balancer");
    return Outcome.DONE;
  }

  private void publish(ApiObject service, String address) {
    ApiClient.unlessGone(() ->
        client.update(
            Kinds.SERVICE,
            service.namespace(),
            service.name(),
            ifSame(
                service,
                current ->
                    current.finalizers().contains(FINALIZER)
                        ? current
                        : current.editMetadata(
                            metadata -> metadata.list("finalizers").add(FINALIZER)))));
    status(
        service, JsonObject.of("ingress", List.of(JsonObject.of("ip", address, "ipMode", "VIP"))));
  }

  /// Nothing for an object that was made anew, or does not want it any longer.
  private static UnaryOperator<ApiObject> ifSame(
      ApiObject service, UnaryOperator<ApiObject> change) {
    return current ->
        current.uid().equals(service.uid()) && wants(current) == wants(service)
            ? change.apply(current)
            : current;
  }

  private void status(ApiObject service, JsonObject balancer) {
    ApiClient.unlessGone(() ->
        client.updateStatus(
            Kinds.SERVICE,
            service.namespace(),
            service.name(),
            ifSame(
                service,
                current -> current.editStatus(status -> status.set("loadBalancer", balancer)))));
  }

  private void delete(ApiObject service) {
    events.normal(service, "DeletingLoadBalancer", "Deleting load balancer");
    if (!service.status().object("loadBalancer").isEmpty()) {
      status(service, JsonObject.EMPTY);
    }
    events.normal(service, "DeletedLoadBalancer", "Deleted load balancer");
    ApiClient.unlessGone(() ->
        client.update(
            Kinds.SERVICE,
            service.namespace(),
            service.name(),
            ifSame(
                service,
                current ->
                    current.editMetadata(metadata ->
                        metadata.set(
                            "finalizers",
                            current.finalizers().stream()
                                .filter(f -> !f.equals(FINALIZER))
                                .toList())))));
  }
}
