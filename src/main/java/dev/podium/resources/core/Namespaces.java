package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import dev.podium.registry.WriteContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Namespace: gone only when its content is, which `spec.finalizers` hold it for.
///
/// Upstream: pkg/registry/core/namespace/strategy.go and storage/storage.go.
final class Namespaces {
  private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "Namespace");
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final String CONTENT = "kubernetes";
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of(CONTENT, "orphan", "foregroundDeletion");

  private Namespaces() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "Namespace", "namespaces")
        .shortNames("ns")
        .clusterScoped()
        .verbs(EnumSet.complementOf(EnumSet.of(Verb.DELETECOLLECTION)).toArray(Verb[]::new))
        .nameRule(NameRule.LABEL)
        .returnsDeletedObject()
        .selectable("status.phase")
        .defaults(Namespaces::labelByName)
        .prepareCreate(Namespaces::prepareCreate)
        .prepareUpdate(Namespaces::prepareUpdate)
        .validate(Namespaces::validate)
        .validateUpdate((_, _, _) -> {})
        .subresource(
            new Subresource(
                "finalize",
                KIND,
                Set.of(Verb.UPDATE),
                new Subresource.View(Namespaces::prepareFinalize, Namespaces::validateFinalize)))
        .status(Namespaces::validateStatus)
        .heldAfterDelete(Namespaces::held, Namespaces::terminate)
        .table(
            TableLayout.of(
                (object, now) ->
                    List.of(object.name(), object.status().string("phase"), Cells.age(object, now)),
                TableLayout.name(),
                TableLayout.string("Status"),
                TableLayout.age()))
        .build();
  }

  /// Each write puts the label back. An object of a `generateName` gets it when it has its name.
  private static void labelByName(ObjectDraft namespace) {
    String name = namespace.object("metadata").string("name");
    if (!name.isEmpty()) {
      namespace.object("metadata", "labels").set(NAME_LABEL, name);
    }
  }

  private static void prepareCreate(ObjectDraft namespace, WriteContext context) {
    labelByName(namespace);
    namespace.object("status").set("phase", "Active");
    ObjectDraft.ListDraft finalizers = namespace.object("spec").list("finalizers");
    if (!finalizers.freeze().strings().contains(CONTENT)) {
      finalizers.add(CONTENT);
    }
  }

  private static void prepareUpdate(ObjectDraft namespace, ApiObject old, WriteContext context) {
    namespace.set("spec", old.spec());
  }

  private static void prepareFinalize(ObjectDraft namespace, ApiObject old, WriteContext context) {
    namespace.set("status", old.status());
    ObjectDraft spec = namespace.object("spec");
    if (spec.list("finalizers").size() == 0) {
      spec.remove("finalizers");
    }
  }

  private static void validate(ApiObject namespace, List<FieldError> errors) {
    FieldPath path = FieldPath.of("spec", "finalizers");
    for (String finalizer : namespace.spec().strings("finalizers")) {
      checkFinalizer(finalizer, path, errors);
    }
  }

  private static void validateFinalize(
      ApiObject namespace, ApiObject old, List<FieldError> errors) {
    List<String> finalizers = namespace.spec().strings("finalizers");
    for (int i = 0; i < finalizers.size(); i++) {
      checkFinalizer(finalizers.get(i), FieldPath.of("spec", "finalizers").index(i), errors);
    }
  }

  private static void checkFinalizer(String name, FieldPath path, List<FieldError> errors) {
    for (String problem : LabelFormats.key(name)) {
      errors.add(FieldError.invalid(path, name, problem));
    }
    if (!name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
      errors.add(
          FieldError.invalid(
              path, name, "name is neither a standard finalizer name nor is it fully qualified"));
    }
  }

  private static void validateStatus(ApiObject namespace, ApiObject old, List<FieldError> errors) {
    String phase = namespace.status().string("phase");
    FieldPath path = FieldPath.of("status", "Phase");
    if (!namespace.isBeingDeleted() && !phase.equals("Active")) {
      errors.add(
          FieldError.invalid(path, phase, "may only be 'Active' if `deletionTimestamp` is empty"));
    }
    if (namespace.isBeingDeleted() && !phase.equals("Terminating")) {
      errors.add(
          FieldError.invalid(
              path, phase, "may only be 'Terminating' if `deletionTimestamp` is not empty"));
    }
  }

  /// The first DELETE only marks it, whatever holds it; storage.go, Delete.
  private static boolean held(ApiObject namespace) {
    return !namespace.isBeingDeleted() || !namespace.spec().strings("finalizers").isEmpty();
  }

  private static void terminate(ObjectDraft namespace) {
    namespace.object("metadata").remove("deletionGracePeriodSeconds");
    namespace.object("status").set("phase", "Terminating");
  }
}
