package dev.podium.kubelet;

import dev.podium.client.ApiClient;
import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.image.ImageStore;
import dev.podium.kubelet.node.AddressPool;
import dev.podium.kubelet.node.NodeSpec;
import dev.podium.kubelet.pod.World;
import dev.podium.kubelet.program.ContainerProcess;
import dev.podium.kubelet.program.Launch;
import dev.podium.kubelet.program.Program;
import dev.podium.kubelet.program.Program.StartFailure;
import dev.podium.kubelet.program.SimulatedPrograms;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is on the simulated nodes: images, addresses, processes.
final class NodeWorld implements World {
  /// What one node has of its own.
  private record Node(NodeSpec spec, ImageStore images, AddressPool addresses) {
    static Node of(NodeSpec spec) {
      return new Node(spec, new ImageStore(), new AddressPool(spec));
    }
  }

  private final ApiClient client;
  private final Clock clock;
  private final Map<String, Node> nodes;
  private final ImageCatalog catalog = ImageCatalog.builtIn();
  private final Program programs = new SimulatedPrograms();

  NodeWorld(ApiClient client, Clock clock, List<NodeSpec> fleet) {
    this.client = client;
    this.clock = clock;
    this.nodes =
        fleet.stream()
            .map(Node::of)
            .collect(Collectors.toUnmodifiableMap(node -> node.spec().name(), Function.identity()));
  }

  private Node node(String name) {
    return Optional.ofNullable(nodes.get(name)).orElseThrow();
  }

  @Override
  public Duration pause(Duration nominal) {
    return clock.pause(nominal);
  }

  @Override
  public boolean hasImage(String node, ImageName image) {
    return node(node).images().has(image, clock.now());
  }

  @Override
  public ImageStore.Pull pull(String node, ImageName image, Instant now) {
    return node(node).images().pull(catalog, image, now, clock::pause);
  }

  @Override
  public Image image(ImageName name) {
    return catalog.image(name);
  }

  @Override
  public ContainerProcess start(Launch launch) throws StartFailure {
    return programs.start(launch);
  }

  @Override
  public Optional<ApiObject> find(GroupVersionKind kind, String namespace, String name) {
    return client.find(kind, namespace, name);
  }

  @Override
  public String takeAddress(String node, String uid) {
    return node(node).addresses().take(uid);
  }

  @Override
  public String nodeAddress(String node) {
    return node(node).spec().internalAddress();
  }

  void release(String node, String uid) {
    Optional.ofNullable(nodes.get(node)).ifPresent(n -> n.addresses().release(uid));
  }
}
