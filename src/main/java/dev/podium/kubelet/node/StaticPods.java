package dev.podium.kubelet.node;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.OwnedObjects;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The control plane's components, which its kubelet shows as mirror pods, and shows again where
/// somebody deletes one.
///
/// Upstream: pkg/kubelet/pod/mirror_client.go, pkg/kubelet/config (annotations of static pods),
/// cmd/kubeadm/app/phases/controlplane.
public final class StaticPods implements Reconciler {
  private static final String NAMESPACE = "kube-system";
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private final ApiClient client;
  private final Clock clock;
  private final Informer nodes;
  private final Informer pods;
  private final NodeSpec node;
  private final Map<String, JsonObject> manifests;

  private StaticPods(
      ControlLoops loops, ApiClient client, Clock clock, NodeSpec node, String services) {
    this.client = NodeHeartbeat.identity(client, node.name());
    this.clock = clock;
    this.nodes = loops.informer(Kinds.NODE);
    this.pods = loops.informer(Kinds.POD);
    this.node = node;
    this.manifests =
        read(node, services).objects("items").stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    manifest -> manifest.string("metadata", "name") + "-" + node.name(),
                    Function.identity()));
  }

  /// @param services the range of the Services' addresses
  public static void register(
      ControlLoops loops, ApiClient client, Clock clock, NodeSpec node, String services) {
    StaticPods statics = new StaticPods(loops, client, clock, node, services);
    loops
        .controller("kubelet-static-pods", statics)
        .on(
            statics.pods,
            delta ->
                delta.isDeletion() && statics.isOwn(delta.latest())
                    ? Stream.of(Key.of(delta.latest()))
                    : Stream.empty())
        .on(
            statics.nodes,
            delta ->
                delta.latest().name().equals(node.name()) && delta.before().isEmpty()
                    ? statics.manifests.keySet().stream().map(name -> new Key(NAMESPACE, name))
                    : Stream.empty());
  }

  private boolean isOwn(ApiObject pod) {
    return pod.namespace().equals(NAMESPACE) && manifests.containsKey(pod.name());
  }

  @Override
  public Outcome reconcile(Key key) {
    Optional<ApiObject> owner = nodes.find("", node.name());
    JsonObject manifest = manifests.get(key.name());
    if (owner.isPresent() && manifest != null && pods.find(key).isEmpty()) {
      try {
        client.create(mirror(key.name(), manifest, owner.get()));
      } catch (ApiException e) {
        if (!e.reason().equals("AlreadyExists")) {
          throw e;
        }
      }
    }
    return Outcome.DONE;
  }

  private ApiObject mirror(String name, JsonObject manifest, ApiObject owner) {
    String hash = ImageCatalog.digest(manifest.toString()).substring(0, 32);
    return ApiObject.named(Kinds.POD, NAMESPACE, name)
        .editMetadata(metadata -> {
          metadata.set("labels", manifest.object("metadata", "labels"));
          metadata.set("annotations", manifest.object("metadata", "annotations"));
          metadata
              .object("annotations")
              .set("kubernetes.io/config.hash", hash)
              .set(MIRROR, hash)
              .set("kubernetes.io/config.seen", clock.now().toString())
              .set("kubernetes.io/config.source", "file");
          metadata.set(
              "ownerReferences",
              List.of(OwnedObjects.controllerReference(owner).without("blockOwnerDeletion")));
        })
        .with(
            "spec",
            manifest
                .object("spec")
                .edit(spec ->
                    spec.set("nodeName", node.name())
                        .set("hostNetwork", true)
                        .set("priorityClassName", "system-node-critical")
                        .set(
                            "securityContext",
                            JsonObject.of(
                                "seccompProfile", JsonObject.of("type", "RuntimeDefault")))
                        .set(
                            "tolerations",
                            List.of(JsonObject.of("effect", "NoExecute", "operator", "Exists")))));
  }

  private static JsonObject read(NodeSpec node, String services) {
    try (InputStream in =
        StaticPods.class.getResourceAsStream("/dev/podium/kubelet/static-pods.yaml")) {
      if (in == null) {
        throw new IllegalStateException("static-pods.yaml is not there");
      }
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("${address}", node.internalAddress())
              .replace("${services}", services);
      return Yaml.parseObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
