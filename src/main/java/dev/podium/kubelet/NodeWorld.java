package dev.podium.kubelet;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.kubelet.files.Volume;
import dev.podium.kubelet.image.Image;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.ImageName;
import dev.podium.kubelet.image.ImageStore;
import dev.podium.kubelet.kernel.Kernel;
import dev.podium.kubelet.node.AddressPool;
import dev.podium.kubelet.node.NodeSpec;
import dev.podium.kubelet.pod.NodeAdmission.Rejection;
import dev.podium.kubelet.pod.PodRun;
import dev.podium.kubelet.pod.ServiceVariables;
import dev.podium.kubelet.pod.World;
import dev.podium.network.Network;
import dev.podium.network.NetworkStack;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Informer;
import dev.podium.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
  private final ImageCatalog catalog;
  private final Kernel kernel;
  private final Network network;
  private final Informer services;
  private final Function<ApiObject, Optional<Rejection>> room;
  private final ServiceVariables serviceVariables = new ServiceVariables();
  private final Map<String, Volume> disks = new ConcurrentHashMap<>();

  /// @param room why a running pod cannot have the resources that it asks for
  NodeWorld(
      ApiClient client,
      Kernel kernel,
      Network network,
      ImageCatalog catalog,
      Informer services,
      List<NodeSpec> fleet,
      Function<ApiObject, Optional<Rejection>> room) {
    this.client = client;
    this.clock = kernel.clock();
    this.kernel = kernel;
    this.network = network;
    this.catalog = catalog;
    this.services = services;
    this.room = room;
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
  public Kernel kernel() {
    return kernel;
  }

  @Override
  public List<ApiObject> services(String namespace) {
    return services.list(namespace).stream().sorted(Comparator.comparing(ApiObject::name)).toList();
  }

  @Override
  public ServiceVariables serviceVariables() {
    return serviceVariables;
  }

  @Override
  public Volume nodeDisk(String node) {
    return disks.computeIfAbsent(
        node,
        _ ->
            kernel
                .imageLayers()
                .node(catalog.image(ImageName.parse("podium.dev/node").orElseThrow()).files()));
  }

  @Override
  public Volume sharedVolume(String key, long limit) {
    return disks.computeIfAbsent(
        key, _ -> Volume.empty(kernel.disk(), "/dev/sdb", "ext4", limit, 0777));
  }

  /// A persistent volume is gone, and what was on it.
  void forgetVolume(String uid) {
    Optional.ofNullable(disks.remove("pv/" + uid)).ifPresent(Volume::close);
  }

  @Override
  public String token(ApiObject pod, String audience, long seconds) {
    JsonObject bound =
        JsonObject.of("kind", "Pod", "apiVersion", "v1", "name", pod.name(), "uid", pod.uid());
    JsonObject spec =
        JsonObject.of(
            "audiences",
            audience.isEmpty() ? List.of() : List.of(audience),
            "expirationSeconds",
            seconds,
            "boundObjectRef",
            bound);
    JsonObject request =
        JsonObject.of(
            "apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest", "spec", spec);
    return client
        .perform(
            Kinds.SERVICE_ACCOUNT,
            "token",
            pod.namespace(),
            pod.spec().findString("serviceAccountName").orElse("default"),
            ApiObject.of(request))
        .status()
        .string("token");
  }

  @Override
  public String nameServer() {
    return services
        .find("kube-system", "kube-dns")
        .map(service -> service.spec().string("clusterIP"))
        .orElse("10.96.0.10");
  }

  @Override
  public Optional<ApiObject> find(GroupVersionKind kind, String namespace, String name) {
    return client.find(kind, namespace, name);
  }

  @Override
  public NetworkStack join(ApiObject pod) {
    String node = pod.spec().string("nodeName");
    String address = node(node).addresses().take(pod.uid());
    return network.attach(address, pod.namespace(), pod.name(), node);
  }

  @Override
  public NetworkStack nodeNetwork(String node) {
    return network.node(node, nodeAddress(node));
  }

  @Override
  public String nodeAddress(String node) {
    return node(node).spec().internalAddress();
  }

  @Override
  public Optional<Rejection> lacksRoom(ApiObject pod) {
    return room.apply(pod);
  }

  /// Nothing of the pod runs any longer: its address is free.
  void release(PodRun run) {
    ApiObject pod = run.pod();
    run.kill();
    if (!pod.spec().bool("hostNetwork") && !run.address().isEmpty()) {
      network.detach(run.address());
    }
    Optional.ofNullable(nodes.get(pod.spec().string("nodeName")))
        .ifPresent(n -> n.addresses().release(run.uid()));
  }
}
