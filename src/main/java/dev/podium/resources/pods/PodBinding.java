package dev.podium.resources.pods;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import dev.podium.registry.Change;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import dev.podium.registry.WriteContext;
import dev.podium.resources.fields.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives a pod its node, once and for all.
///
/// Upstream: pkg/registry/core/pod/storage/storage.go (BindingREST).
final class PodBinding {
  private static final GroupResource RESOURCE = new GroupResource("", "pods/binding");

  /// The write itself, which is bound by none of the rules for updates of pods.
  private static final Subresource WRITE =
      new Subresource(
          "binding",
          Pods.KIND,
          Set.of(Verb.CREATE),
          new Subresource.View((_, _, _) -> {}, (_, _, _) -> {}));

  private PodBinding() {}

  static ApiObject bind(
      ResourceService service,
      String namespace,
      String name,
      ApiObject binding,
      WriteContext context) {
    if (!binding.name().equals(name)) {
      throw ApiException.badRequest("name in URL does not match name in Binding object");
    }
    check(binding);
    ResourceDefinition pods = service.catalog().require(Pods.KIND);
    service.get(pods, namespace, name);
    service.update(
        pods, WRITE, namespace, name, new Assignment(binding, context), context.asAdmitted());
    return Outcome.success();
  }

  private static void check(ApiObject binding) {
    List<FieldError> errors = new ArrayList<>();
    JsonObject target = binding.root().object("target");
    String kind = target.string("kind");
    if (!kind.isEmpty() && !kind.equals("Node")) {
      errors.add(
          FieldError.notSupported(
              FieldPath.of("target", "kind"), kind, List.of("Node", "<empty>")));
    }
    if (target.string("name").isEmpty()) {
      errors.add(FieldError.required(FieldPath.of("target", "name"), ""));
    }
    if (!errors.isEmpty()) {
      throw ApiException.of(500, "", FieldErrors.aggregate(errors));
    }
  }

  /// The pod with its node, and with the annotations and labels that the binding carries.
  private record Assignment(ApiObject binding, WriteContext context) implements Change {
    @Override
    public ApiObject apply(Optional<ApiObject> current) {
      ApiObject pod = current.orElseThrow();
      refuse(pod)
          .ifPresent(why -> {
            throw ApiException.conflict(RESOURCE, pod.name(), why);
          });
      return pod.edit(this::assign);
    }

    @Override
    public boolean ownsFields() {
      return true;
    }

    private Optional<String> refuse(ApiObject pod) {
      String node = pod.spec().string("nodeName");
      if (pod.isBeingDeleted()) {
        return Optional.of("pod " + pod.name() + " is being deleted, cannot be assigned to a host");
      }
      if (!node.isEmpty()) {
        return Optional.of(
            "pod " + pod.name() + " is already assigned to node " + GoText.quote(node));
      }
      return pod.spec().objects("schedulingGates").isEmpty()
          ? Optional.empty()
          : Optional.of("pod " + pod.name() + " has non-empty .spec.schedulingGates");
    }

    private void assign(ObjectDraft pod) {
      pod.object("spec").set("nodeName", binding.root().string("target", "name"));
      ObjectDraft metadata = pod.object("metadata");
      binding.annotations().forEach((key, value) -> metadata.object("annotations").set(key, value));
      binding.labels().forEach((key, value) -> metadata.object("labels").setDefault(key, value));
      ObjectDraft status = pod.object("status");
      List<Object> conditions = new ArrayList<>();
      if (status.get("conditions") instanceof JsonArray present) {
        present.objects().stream()
            .filter(condition -> !condition.string("type").equals("PodScheduled"))
            .forEach(conditions::add);
      }
      conditions.add(
          PodConditions.transition("PodScheduled", "True", Timestamps.format(context.now())));
      status.set("conditions", conditions);
      status.remove("nominatedNodeName");
    }
  }
}
