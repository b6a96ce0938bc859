package dev.podium.resources.apiextensions;

import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.patch.Ownable;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.WriteContext;
import java.util.List;
import java.util.Locale;

/// CustomResourceDefinition: the names, versions and schemas of a kind that people define.
///
/// Upstream: apiextensions-apiserver's pkg/registry/customresourcedefinition/strategy.go and
/// pkg/apis/apiextensions/v1/defaults.go.
final class CustomResourceDefinitions {
  private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

  private CustomResourceDefinitions() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(
            "apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions")
        .clusterScoped()
        .shortNames("crd", "crds")
        .categories("api-extensions")
        .generation()
        .conditionalUpdateOnly()
        .defaults(CustomResourceDefinitions::defaults)
        .prepareCreate(CustomResourceDefinitions::prepareCreate)
        .prepareUpdate((definition, _, _) -> noteStorage(definition))
        .validate(DefinitionChecks::onCreate)
        .validateUpdate(DefinitionChecks::onUpdate)
        .anyFinalizer()
        .heldAfterDelete(
            definition -> !definition.isBeingDeleted(), CustomResourceDefinitions::onDeletion)
        .status(DefinitionChecks::onStatusUpdate)
        .owns("status", Ownable.except("metadata", "spec"))
        .build();
  }

  /// The first DELETE only marks a definition; its objects go before it.
  ///
  /// Upstream: pkg/registry/customresourcedefinition/etcd.go (Delete).
  private static void onDeletion(ObjectDraft definition) {
    ObjectDraft.ListDraft finalizers = definition.object("metadata").list("finalizers");
    if (!finalizers.freeze().strings().contains(FINALIZER)) {
      finalizers.add(FINALIZER);
    }
    JsonObject terminating =
        JsonObject.of(
            "type",
            "Terminating",
            "status",
            "True",
            "lastTransitionTime",
            definition.object("metadata").string("deletionTimestamp"),
            "reason",
            "InstanceDeletionPending",
            "message",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
    definition.object("status").list("conditions").add(terminating);
  }

  private static void defaults(ObjectDraft definition) {
    ObjectDraft spec = definition.object("spec");
    ObjectDraft names = spec.object("names");
    String kind = names.string("kind");
    if (!kind.isEmpty()) {
      names
          .setDefaultString("singular", kind.toLowerCase(Locale.ROOT))
          .setDefaultString("listKind", kind + "List");
    }
    spec.object("conversion").setDefaultString("strategy", "None");
    ObjectDraft status = definition.object("status");
    status.setDefault("conditions", JsonNull.NULL).setDefault("storedVersions", JsonNull.NULL);
    status.object("acceptedNames").setDefault("plural", "").setDefault("kind", "");
  }

  /// A version that objects are stored in now joins those that they were ever stored in.
  private static void noteStorage(ObjectDraft definition) {
    for (ObjectDraft version : definition.object("spec").objects("versions")) {
      if (version.bool("storage")) {
        ObjectDraft.ListDraft stored = definition.object("status").list("storedVersions");
        if (!stored.freeze().strings().contains(version.string("name"))) {
          stored.add(version.string("name"));
        }
        return;
      }
    }
  }

  /// The version that objects are to be stored in is the first that they were ever stored in.
  private static void prepareCreate(ObjectDraft definition, WriteContext context) {
    List<String> stored =
        definition.object("spec").objects("versions").stream()
            .filter(version -> version.bool("storage"))
            .map(version -> version.string("name"))
            .limit(1)
            .toList();
    definition.set(
        "status",
        JsonObject.of(
            "conditions",
            JsonNull.NULL,
            "acceptedNames",
            JsonObject.of("plural", "", "kind", ""),
            "storedVersions",
            stored.isEmpty() ? JsonNull.NULL : stored));
  }
}
