package dev.podium.runtime;

import dev.podium.admission.AdmissionChain;
import dev.podium.admission.AdmissionStep;
import dev.podium.auth.UserInfo;
import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.Cidr;
import dev.podium.object.GeneratedNames;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Yaml;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.FieldOwnership;
import dev.podium.registry.ObjectIdentity;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceService;
import dev.podium.resources.BuiltInResources;
import dev.podium.resources.metrics.MetricsKinds;
import dev.podium.store.InMemoryStore;
import dev.podium.store.Store;
import dev.podium.time.SimulatedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// A cluster without a network for the tests of control loops: all built-in kinds, simulated time,
/// and no threads, so that every run is the same.
///
/// A test adds its controllers to [#loops], writes through [#user], and lets things happen by
/// [#settle] and [#advance].
public final class Simulation implements AutoCloseable {
  /// No scenario needs so many; one that does chases its own tail.
  private static final int TOO_MANY = 100_000;

  private final SimulatedClock clock = new SimulatedClock();
  private final Store store = new InMemoryStore();
  private final ResourceCatalog catalog;
  private final ApiClient user;
  private final ControlLoops loops;
  private BooleanSupplier quiet = () -> true;

  public Simulation() {
    this((_, _) -> List.of());
  }

  /// @param steps admission steps beyond those in the tree, in order
  public Simulation(BiFunction<Store, ResourceCatalog, List<AdmissionStep>> steps) {
    GeneratedNames names = new GeneratedNames(new Random(1));
    catalog =
        new ResourceCatalog(
            BuiltInResources.all(
                new BuiltInResources.Surroundings(
                    (_, _, _, body, _) -> body,
                    List.of(Cidr.require("10.96.0.0/12")),
                    30_000,
                    32_767,
                    new Random(2))));
    MetricsKinds.all(store, clock, dev.podium.usage.ContainerUsage.NONE).forEach(catalog::add);
    AtomicLong uids = new AtomicLong();
    ObjectIdentity identity =
        new ObjectIdentity(
            () -> "00000000-0000-4000-8000-%012d".formatted(uids.incrementAndGet()), names::next);
    AdmissionChain admission =
        AdmissionChain.of(store, names::next, Set.of("ServiceAccount", "TaintNodesByCondition"));
    for (AdmissionStep step : steps.apply(store, catalog)) {
      admission = admission.with(step);
    }
    ResourceService service =
        new ResourceService(store, catalog, admission, FieldOwnership.NONE, identity);
    user =
        new ApiClient(service, UserInfo.of("kubernetes-admin", "system:masters"), "kubectl", clock);
    loops = new ControlLoops(user, clock);
    for (String namespace : List.of("default", "kube-system")) {
      user.create(ApiObject.named(Kinds.NAMESPACE, "", namespace));
    }
  }

  public SimulatedClock clock() {
    return clock;
  }

  /// The API as the administrator.
  public ApiClient user() {
    return user;
  }

  /// What is served.
  public ResourceCatalog catalog() {
    return catalog;
  }

  public ControlLoops loops() {
    return loops;
  }

  /// The newest revision.
  public long revision() {
    return store.revision();
  }

  /// Whom to wait for besides the control loops: what works on threads of its own.
  ///
  /// @param isQuiet whether nobody does
  public void waitFor(BooleanSupplier isQuiet) {
    quiet = isQuiet;
  }

  /// Lets everybody work until nobody has anything to do, at this moment of simulated time. The
  /// loops take their steps only while nobody else works, so that a program has always come as far
  /// as it can before somebody looks at it or ends it.
  public void settle() {
    int steps = 0;
    do {
      awaitQuiet();
      if (++steps > TOO_MANY) {
        throw new AssertionError("still working after " + TOO_MANY + " rounds");
      }
    } while (loops.step());
  }

  /// Until all threads stay where they are for a moment.
  private void awaitQuiet() {
    int looks = 0;
    for (int alike = 0; alike < 3; alike++) {
      if (quiet.getAsBoolean()) {
        Thread.yield();
      } else {
        alike = -1;
        LockSupport.parkNanos(50_000);
      }
      if (++looks > 10 * TOO_MANY) {
        throw new AssertionError("threads are still working");
      }
    }
  }

  /// Lets time pass, and everybody work at each moment that something is due.
  public void advance(Duration by) {
    Instant target = clock.now().plus(by);
    settle();
    while (clock.runNext(target)) {
      settle();
    }
    clock.advance(Duration.between(clock.now(), target));
    settle();
  }

  /// Creates an object of YAML or JSON text as the administrator.
  public ApiObject create(String yaml) {
    ApiObject object = ApiObject.of(Yaml.parseObject(yaml.getBytes(StandardCharsets.UTF_8)));
    return user.create(
        object.namespace().isEmpty() && namespaced(object.groupVersionKind())
            ? object.editMetadata(metadata -> metadata.set("namespace", "default"))
            : object);
  }

  private boolean namespaced(GroupVersionKind kind) {
    return user.served().stream()
        .anyMatch(definition -> definition.kind().equals(kind) && definition.namespaced());
  }

  /// An object of the namespace `default`, which must be there.
  public ApiObject get(GroupVersionKind kind, String name) {
    return user.get(kind, "default", name);
  }

  /// All objects of a kind in the namespace `default`.
  public List<ApiObject> list(GroupVersionKind kind) {
    return user.list(kind, "default");
  }

  public ApiObject update(GroupVersionKind kind, String name, UnaryOperator<ApiObject> change) {
    return user.update(kind, "default", name, change);
  }

  public ApiObject updateStatus(
      GroupVersionKind kind, String name, UnaryOperator<ApiObject> change) {
    return user.updateStatus(kind, "default", name, change);
  }

  public void delete(GroupVersionKind kind, String name) {
    user.delete(kind, "default", name, DeleteOptions.NONE);
  }

  /// Removes an object at once, as a kubelet does that has stopped a pod.
  public void deleteNow(GroupVersionKind kind, String name) {
    try {
      user.delete(kind, "default", name, DeleteOptions.withGracePeriod(0));
    } catch (ApiException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    loops.close();
  }
}
