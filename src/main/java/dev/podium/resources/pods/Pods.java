package dev.podium.resources.pods;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.patch.Ownable;
import dev.podium.registry.DefinitionBuilder;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Pod.
final class Pods {
  static final GroupVersionKind KIND = GroupVersionKind.of("v1", "Pod");
  private static final Set<Verb> READ_WRITE = Set.of(Verb.GET, Verb.UPDATE, Verb.PATCH);
  private static final Set<Verb> STREAM = Set.of(Verb.CREATE, Verb.GET);

  private Pods() {}

  static ResourceDefinition definition() {
    DefinitionBuilder pods =
        ResourceDefinition.of("v1", "Pod", "pods")
            .shortNames("po")
            .categories("all")
            .returnsDeletedObject()
            .gracePeriod(Pods::graceSeconds)
            .generation()
            .defaults(PodDefaults::apply)
            .prepareCreate(PodPreparation::create)
            .prepareUpdate(PodPreparation::update)
            .validate(PodChecks::create)
            .validateUpdate(PodUpdateChecks::check)
            .checksUpdatesAsNew()
            .warn(PodWarnings::ofPod)
            .table(PodTable.layout());
    selectableFields(pods);
    subresources(pods);
    return pods.build();
  }

  private static void selectableFields(DefinitionBuilder pods) {
    pods.selectable("spec.nodeName")
        .selectable("spec.host", pod -> pod.spec().string("nodeName"))
        .selectable("spec.restartPolicy")
        .selectable("spec.schedulerName")
        .selectable("spec.serviceAccountName")
        .selectable("spec.hostNetwork", pod -> Boolean.toString(pod.spec().bool("hostNetwork")))
        .selectable("status.phase")
        .selectable("status.podIP", Pods::firstAddress)
        // Known, but never filled (ToSelectableFields).
        .selectable("status.podIPs", _ -> "")
        .selectable("status.nominatedNodeName");
  }

  private static String firstAddress(ApiObject pod) {
    List<JsonObject> addresses = pod.status().objects("podIPs");
    return addresses.isEmpty() ? "" : addresses.getFirst().string("ip");
  }

  private static void subresources(DefinitionBuilder pods) {
    pods.subresource(stream("attach", "PodAttachOptions"))
        .subresource(
            new Subresource(
                "binding",
                GroupVersionKind.of("v1", "Binding"),
                Set.of(Verb.CREATE),
                new Subresource.Action(PodBinding::bind)))
        .subresource(
            view(
                "ephemeralcontainers",
                new Subresource.View(
                    PodPreparation::ephemeralContainers, PodChecks::ephemeralContainers)))
        .subresource(
            new Subresource(
                "eviction",
                GroupVersionKind.of("policy/v1", "Eviction"),
                Set.of(Verb.CREATE),
                new Subresource.Action(PodEviction::evict)))
        .subresource(stream("exec", "PodExecOptions"))
        .subresource(new Subresource("log", KIND, Set.of(Verb.GET), new Subresource.Connect()))
        .subresource(stream("portforward", "PodPortForwardOptions"))
        .subresource(
            new Subresource(
                "proxy",
                GroupVersionKind.of("v1", "PodProxyOptions"),
                Set.of(Verb.CREATE, Verb.DELETE, Verb.GET, Verb.PATCH, Verb.UPDATE),
                new Subresource.Connect()))
        .subresource(
            view("resize", new Subresource.View(PodPreparation::resize, PodResizeChecks::check)))
        .status(PodPreparation::status, PodStatusChecks::check)
        .owns("ephemeralcontainers", Ownable.only("spec.ephemeralContainers"))
        .owns(
            "resize",
            Ownable.only(
                "spec.containers.*.resources",
                "spec.containers.*.resizePolicy",
                "spec.initContainers.*.resources",
                "spec.initContainers.*.resizePolicy"))
        .owns(
            "status",
            Ownable.except("spec", "metadata.deletionTimestamp", "metadata.ownerReferences"));
  }

  private static Subresource view(String name, Subresource.View behaviour) {
    return new Subresource(name, KIND, READ_WRITE, behaviour);
  }

  private static Subresource stream(String name, String options) {
    return new Subresource(
        name, GroupVersionKind.of("v1", options), STREAM, new Subresource.Connect());
  }

  /// Nothing runs in a pod that has no node or has ended, so there is nothing to wait for
  /// (CheckGracefulDelete).
  private static long graceSeconds(ApiObject pod, Optional<Long> asked) {
    boolean ended =
        switch (pod.status().string("phase")) {
          case "Failed", "Succeeded" -> true;
          default -> false;
        };
    if (ended || pod.spec().string("nodeName").isEmpty()) {
      return 0;
    }
    long seconds =
        asked.orElseGet(() -> pod.spec().findLong("terminationGracePeriodSeconds").orElse(0));
    return seconds < 0 ? 1 : seconds;
  }
}
