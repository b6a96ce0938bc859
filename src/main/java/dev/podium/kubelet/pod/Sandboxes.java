package dev.podium.kubelet.pod;

import dev.podium.object.GroupVersionKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Whether the runtime of the nodes can make the sandbox that a pod wants.
///
/// Upstream: pkg/kubelet/runtimeclass, kuberuntime_sandbox.go (createPodSandbox); the words are
/// containerd's.
final class Sandboxes {
  private static final GroupVersionKind RUNTIME_CLASS =
      GroupVersionKind.of("node.k8s.io/v1", "RuntimeClass");

  /// As the nodes' status says.
  private static final Set<String> HANDLERS = Set.of("", "runc");

  private static final Duration RETRY = Duration.ofSeconds(13);

  private Sandboxes() {}

  static boolean canBeMade(Sync sync) {
    Optional<String> problem =
        sync.pod()
            .spec()
            .findString("runtimeClassName")
            .filter(name -> !name.isEmpty())
            .flatMap(name -> problem(sync, name));
    problem.ifPresent(why -> {
      sync.warning("FailedCreatePodSandBox", "Failed to create pod sandbox: " + why);
      sync.wakeAt(sync.now().plus(RETRY));
    });
    return problem.isEmpty();
  }

  private static Optional<String> problem(Sync sync, String name) {
    Optional<String> handler =
        sync.world().find(RUNTIME_CLASS, "", name).map(found -> found.root().string("handler"));
    if (handler.isEmpty()) {
      return Optional.of("RuntimeClass \"%s\" not found".formatted(name));
    }
    return handler
        .filter(h -> !HANDLERS.contains(h))
        .map(h ->
            "rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for \"%s\" is configured"
                .formatted(h));
  }
}
