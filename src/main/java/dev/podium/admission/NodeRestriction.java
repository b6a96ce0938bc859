package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.auth.node.NodeName;
import dev.podium.auth.node.PodReferences;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Nodes change themselves and what is on them, nothing else.
///
/// Upstream: plugin/pkg/admission/noderestriction/admission.go. Podium's own kubelets act under
/// other names and are not asked.
final class NodeRestriction implements AdmissionStep {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final GroupResource PODS = new GroupResource("", "pods");
  private static final GroupResource NODES = new GroupResource("", "nodes");

  /// Labels of the kubernetes.io and k8s.io domains that a kubelet sets (kubelet/pkg/apis).
  private static final Set<String> KUBELET_LABELS =
      Set.of(
          "kubernetes.io/hostname",
          "kubernetes.io/arch",
          "kubernetes.io/os",
          "beta.kubernetes.io/arch",
          "beta.kubernetes.io/os",
          "beta.kubernetes.io/instance-type",
          "node.kubernetes.io/instance-type",
          "failure-domain.beta.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region",
          "topology.kubernetes.io/zone",
          "topology.kubernetes.io/region");

  private final Store store;

  NodeRestriction(Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "NodeRestriction";
  }

  @Override
  public void validate(AdmissionRequest request) {
    Optional<String> node = NodeName.of(request.user());
    if (node.isEmpty()) {
      return;
    }
    if (node.get().isEmpty()) {
      throw Refusal.of(
          request, "could not determine node from user " + GoText.quote(request.user().name()));
    }
    String name = node.get();
    String quoted = GoText.quote(name);
    switch (request.resource().toString()) {
      case "pods" -> pod(request, name, "node " + quoted);
      case "nodes" -> node(request, name, quoted);
      case "leases.coordination.k8s.io" -> ownName(request, name, "lease");
      case "csinodes.storage.k8s.io" -> ownName(request, name, "CSINode");
      case "serviceaccounts" -> token(request, name);
      case "persistentvolumeclaims" ->
          requireThat(
              request.subresource().equals("status"), request, "may only update PVC status");
      default -> {}
    }
  }

  private static void requireThat(boolean allowed, AdmissionRequest request, String otherwise) {
    if (!allowed) {
      throw Refusal.of(request, otherwise);
    }
  }

  private void pod(AdmissionRequest request, String node, String who) {
    switch (request.subresource()) {
      case "" -> {
        switch (request.operation()) {
          case CREATE -> mirrorPod(request, node, who);
          case DELETE ->
              requireOnNode(
                  request.old(),
                  node,
                  request,
                  who + " can only delete pods with spec.nodeName set to itself");
          case UPDATE, CONNECT ->
              throw Refusal.of(
                  request,
                  "unexpected operation %s, %s can only create and delete mirror pods"
                      .formatted(GoText.quote(request.operation().name()), who));
        }
      }
      case "status" -> {
        requireOnNode(
            request.old(),
            node,
            request,
            who + " can only update pod status for pods with spec.nodeName set to itself");
        requireThat(
            labels(request.old()).equals(labels(request.object())),
            request,
            who + " cannot update labels through pod status");
      }
      case "eviction" ->
          requireOnNode(
              store.get(new ObjectKey(PODS, request.namespace(), request.name())),
              node,
              request,
              "node " + node + " can only evict pods with spec.nodeName set to itself");
      default ->
          throw Refusal.of(
              request,
              "unexpected pod subresource %s, only 'status' and 'eviction' are allowed"
                  .formatted(GoText.quote(request.subresource())));
    }
  }

  private static void requireOnNode(
      Optional<ApiObject> pod, String node, AdmissionRequest request, String otherwise) {
    requireThat(
        pod.filter(p -> !p.spec().string("nodeName").equals(node)).isEmpty(), request, otherwise);
  }

  private static Map<String, String> labels(Optional<ApiObject> object) {
    return object.map(ApiObject::labels).orElse(Map.of());
  }

  private void mirrorPod(AdmissionRequest request, String node, String who) {
    ApiObject pod = request.object().orElseThrow();
    requireThat(
        pod.annotation(MIRROR).isPresent(),
        request,
        "pod does not have \"" + MIRROR + "\" annotation, " + who + " can only create mirror pods");
    requireThat(
        pod.spec().string("nodeName").equals(node),
        request,
        who + " can only create pods with spec.nodeName set to itself");
    requireThat(
        pod.ownerReferences().size() <= 1,
        request,
        who + " can only create pods with a single owner reference set to itself");
    requireThat(
        pod.ownerReferences().stream().anyMatch(owner -> isNode(owner, node)),
        request,
        who + " can only create pods with an owner reference set to itself");
    owner(request, node, who, pod.ownerReferences().getFirst());
    references(request, who, pod);
  }

  private static boolean isNode(JsonObject owner, String node) {
    return owner.string("apiVersion").equals("v1")
        && owner.string("kind").equals("Node")
        && owner.string("name").equals(node);
  }

  private void owner(AdmissionRequest request, String node, String who, JsonObject owner) {
    requireThat(
        owner.bool("controller"),
        request,
        who + " can only create pods with a controller owner reference set to itself");
    requireThat(
        !owner.bool("blockOwnerDeletion"),
        request,
        who + " must not set blockOwnerDeletion on an owner reference");
    String uid =
        store
            .get(new ObjectKey(NODES, "", node))
            .map(ApiObject::uid)
            .orElseThrow(() -> ApiException.notFound(NODES, node));
    requireThat(
        owner.string("uid").equals(uid),
        request,
        "node %s UID mismatch: expected %s got %s".formatted(node, owner.string("uid"), uid));
  }

  private static void references(AdmissionRequest request, String who, ApiObject pod) {
    PodReferences references = PodReferences.of(pod);
    Map<String, String> words =
        Map.of(
            "serviceaccounts", "a service account",
            "secrets", "secrets",
            "configmaps", "configmaps",
            "persistentvolumeclaims", "persistentvolumeclaims");
    for (String kind :
        List.of("serviceaccounts", "secrets", "configmaps", "persistentvolumeclaims")) {
      requireThat(
          references.names(new GroupResource("", kind)).findAny().isEmpty(),
          request,
          who + " can not create pods that reference " + words.get(kind));
    }
  }

  private static void node(AdmissionRequest request, String node, String quoted) {
    String asked = request.object().map(ApiObject::name).orElse(request.name());
    requireThat(
        asked.equals(node),
        request,
        "node %s is not allowed to modify node %s".formatted(quoted, GoText.quote(asked)));
    Optional<ApiObject> object = request.object();
    if (object.isEmpty()) {
      return;
    }
    JsonObject taints = object.get().spec();
    boolean creates = request.operation() == Operation.CREATE;
    Set<String> forbidden = new TreeSet<>(changedLabels(request));
    forbidden.removeIf(label -> !isForbidden(label, creates));
    requireThat(
        forbidden.isEmpty(),
        request,
        (creates
                ? "node %s is not allowed to set the following labels: %s"
                : "is not allowed to modify labels: %2$s")
            .formatted(quoted, String.join(", ", forbidden)));
    if (!creates) {
      JsonObject before = request.old().map(ApiObject::spec).orElse(JsonObject.EMPTY);
      requireThat(
          before.array("taints").equals(taints.array("taints")),
          request,
          "node " + quoted + " is not allowed to modify taints");
    }
  }

  private static Set<String> changedLabels(AdmissionRequest request) {
    Map<String, String> before = labels(request.old());
    Map<String, String> after = labels(request.object());
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(label ->
        Optional.ofNullable(before.get(label)).equals(Optional.ofNullable(after.get(label))));
    return changed;
  }

  /// Labels with the restricted prefix are for administrators; of Kubernetes' own, a node registers
  /// with those that kubelets know, and changes no others.
  private static boolean isForbidden(String label, boolean creates) {
    String domain = label.contains("/") ? label.substring(0, label.indexOf('/')) : "";
    if (isWithin(domain, "node-restriction.kubernetes.io")) {
      return true;
    }
    boolean kubernetes = isWithin(domain, "kubernetes.io") || isWithin(domain, "k8s.io");
    boolean known =
        KUBELET_LABELS.contains(label)
            || isWithin(domain, "kubelet.kubernetes.io")
            || isWithin(domain, "node.kubernetes.io");
    return creates && kubernetes && !known;
  }

  private static boolean isWithin(String domain, String parent) {
    return domain.equals(parent) || domain.endsWith("." + parent);
  }

  private static void ownName(AdmissionRequest request, String node, String what) {
    String asked = request.object().map(ApiObject::name).orElse(request.name());
    requireThat(
        asked.equals(node),
        request,
        "can only access %s with the same name as the requesting node"
            .formatted(what.equals("lease") ? "node lease" : what));
  }

  /// A token only for a pod that is on the node.
  private void token(AdmissionRequest request, String node) {
    if (request.operation() != Operation.CREATE || !request.subresource().equals("token")) {
      return;
    }
    JsonObject bound = request.object().orElseThrow().spec().object("boundObjectRef");
    requireThat(
        bound.string("kind").equals("Pod")
            && bound.string("apiVersion").equals("v1")
            && !bound.string("name").isEmpty(),
        request,
        "node requested token not bound to a pod");
    requireThat(
        !bound.string("uid").isEmpty(),
        request,
        "node requested token with a pod binding without a uid");
    Optional<ApiObject> pod =
        store.get(new ObjectKey(PODS, request.namespace(), bound.string("name")));
    requireThat(
        pod.filter(p -> p.uid().equals(bound.string("uid"))).isPresent(),
        request,
        "the UID in the bound object reference (%s) does not match the UID in record. The object might have been deleted and then recreated"
            .formatted(bound.string("uid")));
    requireOnNode(
        pod, node, request, "node requested token bound to a pod scheduled on a different node");
  }
}
