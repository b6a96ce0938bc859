package dev.podium.auth.node;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What objects of its namespace a pod refers to.
///
/// Upstream: pkg/api/v1/pod/util.go (VisitPodSecretNames, VisitPodConfigmapNames),
/// plugin/pkg/auth/authorizer/node/graph.go (AddPod).
public final class PodReferences {
  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private final ApiObject pod;

  private PodReferences(ApiObject pod) {
    this.pod = pod;
  }

  public static PodReferences of(ApiObject pod) {
    return new PodReferences(pod);
  }

  /// The names of the objects of a kind of the core group: `secrets`, `configmaps`,
  /// `serviceaccounts` or `persistentvolumeclaims`, or of the claims for devices.
  public Stream<String> names(GroupResource resource) {
    return switch (resource.resource()) {
      case "secrets" -> secrets();
      case "configmaps" -> configMaps();
      case "serviceaccounts" -> text(pod.spec().string("serviceAccountName"));
      case "persistentvolumeclaims" -> claims();
      case "resourceclaims" ->
          pod.status().objects("resourceClaimStatuses").stream()
              .flatMap(claim -> text(claim.string("resourceClaimName")));
      default -> Stream.empty();
    };
  }

  public boolean has(GroupResource resource, String name) {
    return names(resource).anyMatch(Predicate.isEqual(name));
  }

  private Stream<String> secrets() {
    return Stream.of(
            pod.spec().objects("imagePullSecrets").stream().map(r -> r.string("name")),
            environment("secretKeyRef", "secretRef"),
            volumes().flatMap(PodReferences::secrets))
        .flatMap(names -> names)
        .filter(name -> !name.isEmpty());
  }

  private static Stream<String> secrets(JsonObject volume) {
    return Stream.of(
            Stream.of(
                volume.string("secret", "secretName"),
                volume.string("azureFile", "secretName"),
                volume.string("csi", "nodePublishSecretRef", "name")),
            Stream.of("cephfs", "cinder", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos")
                .map(kind -> volume.string(kind, "secretRef", "name")),
            sources(volume).map(source -> source.string("secret", "name")))
        .flatMap(names -> names);
  }

  private Stream<String> configMaps() {
    return Stream.of(
            environment("configMapKeyRef", "configMapRef"),
            volumes().map(volume -> volume.string("configMap", "name")),
            volumes()
                .flatMap(PodReferences::sources)
                .map(source -> source.string("configMap", "name")))
        .flatMap(names -> names)
        .filter(name -> !name.isEmpty());
  }

  private Stream<String> claims() {
    return volumes()
        .flatMap(volume ->
            volume.has("ephemeral")
                ? Stream.of(pod.name() + "-" + volume.string("name"))
                : text(volume.string("persistentVolumeClaim", "claimName")));
  }

  private Stream<JsonObject> volumes() {
    return pod.spec().objects("volumes").stream();
  }

  private static Stream<JsonObject> sources(JsonObject volume) {
    return volume.object("projected").objects("sources").stream();
  }

  private Stream<String> environment(String key, String whole) {
    return CONTAINERS.stream()
        .flatMap(list -> pod.spec().objects(list).stream())
        .flatMap(container ->
            Stream.concat(
                container.objects("env").stream().map(e -> e.string("valueFrom", key, "name")),
                container.objects("envFrom").stream().map(e -> e.string(whole, "name"))));
  }

  private static Stream<String> text(String name) {
    return name.isEmpty() ? Stream.empty() : Stream.of(name);
  }
}
