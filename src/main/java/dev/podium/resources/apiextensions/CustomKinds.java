package dev.podium.resources.apiextensions;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.DefinitionBuilder;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.VersionOrder;
import dev.podium.registry.WriteContext;
import dev.podium.schema.structural.Defaulting;
import dev.podium.schema.structural.StructuralSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A kind that people defined, served as a built-in one: the definitions of its versions.
///
/// Upstream: apiextensions-apiserver's pkg/apiserver/customresource_handler.go
/// (getOrCreateServingInfoFor) and pkg/registry/customresource/strategy.go.
public final class CustomKinds {
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private CustomKinds() {}

  /// The served versions of an established definition.
  ///
  /// @param since the revision up to which objects may have been stored by an older form of it
  /// @param webhooks for definitions that have their objects converted by one
  public static List<ResourceDefinition> of(
      ApiObject definition, long since, ConversionWebhooks webhooks) {
    CustomVersions versions = new CustomVersions(definition, webhooks.of(definition), since);
    List<ResourceDefinition> served = new ArrayList<>();
    for (JsonObject version : definition.spec().objects("versions")) {
      if (version.bool("served")) {
        served.add(version(definition, version, versions));
      }
    }
    return served;
  }

  private static ResourceDefinition version(
      ApiObject definition, JsonObject version, CustomVersions versions) {
    JsonObject spec = definition.spec();
    JsonObject names = definition.status().object("acceptedNames");
    GroupVersionKind kind =
        new GroupVersion(spec.string("group"), version.string("name"))
            .kind(spec.string("names", "kind"));
    String plural = spec.string("names", "plural");
    StructuralSchema schema = versions.schema(kind.apiVersion());
    Optional<CustomScale> scale = CustomScale.of(version);
    CustomChecks checks = new CustomChecks(kind, schema, scale);
    DefinitionBuilder builder =
        ResourceDefinition.of(kind.apiVersion(), kind.kind(), plural)
            .singular(names.string("singular"))
            .listKind(names.string("listKind"))
            .shortNames(names.strings("shortNames").toArray(String[]::new))
            .categories(names.strings("categories").toArray(String[]::new))
            .custom(typeName(kind), schema)
            .storedAs(
                versions.storage(),
                plural,
                versions::toStorage,
                stored -> versions.fromStorage(stored, kind.apiVersion()))
            .table(CustomColumns.of(version))
            .defaults(draft -> defaults(schema, draft))
            .validate(checks::onCreate)
            .validateUpdate(checks::onUpdate)
            .warn((object, _) -> warnings(object))
            .anyFinalizer()
            .conditionalUpdateOnly()
            .ownFieldLabels();
    if (spec.string("conversion", "strategy").equals("Webhook")) {
      builder.listed(
          new ConvertedObjects(stored -> versions.fromStorage(stored, kind.apiVersion()))::of);
    }
    if (definition.isBeingDeleted()) {
      builder.terminating().prepareCreate((_, _) -> refuseCreation(plural, kind));
    }
    if (spec.string("scope").equals("Cluster")) {
      builder.clusterScoped();
    }
    boolean status = version.object("subresources").has("status");
    builder.generation((updated, old) -> !contents(updated, status).equals(contents(old, status)));
    if (status) {
      builder.status(CustomKinds::onlyStatus, checks::onStatusUpdate);
    }
    scale.ifPresent(found -> builder.subresource(found.subresource()));
    version
        .objects("selectableFields")
        .forEach(field -> builder.selectable(field.string("jsonPath").substring(1)));
    deprecation(kind, version, spec).ifPresent(builder::deprecated);
    return builder.build();
  }

  /// The name of a kind's type, its group turned round: `com.example.v1.Widget`.
  ///
  /// Upstream: kube-openapi's util.ToRESTFriendlyName.
  static String typeName(GroupVersionKind kind) {
    List<String> words = new ArrayList<>(Arrays.asList(kind.group().split("\\.")));
    java.util.Collections.reverse(words);
    return String.join(".", words) + "." + kind.version() + "." + kind.kind();
  }

  private static void defaults(StructuralSchema schema, ObjectDraft draft) {
    JsonObject before = draft.freeze();
    JsonObject after = Defaulting.of(schema, before);
    after.forEach((field, value) -> {
      if (value != before.get(field)) {
        draft.set(field, value);
      }
    });
  }

  /// Upstream: generateWarningsFromObj.
  private static List<String> warnings(ApiObject object) {
    List<String> finalizers = object.finalizers();
    List<String> warnings = new ArrayList<>();
    for (String finalizer : finalizers) {
      if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
        warnings.add(
            "metadata.finalizers: %s: prefer a domain-qualified finalizer name%s to avoid accidental conflicts with other finalizer writers"
                .formatted(
                    GoText.quote(finalizer),
                    finalizer.contains(".") ? " including a path (/)" : ""));
      }
    }
    return warnings;
  }

  private static void refuseCreation(String plural, GroupVersionKind kind) {
    throw ApiException.methodNotSupported(new GroupResource(kind.group(), plural), "create")
        .withMessage("create not allowed while custom resource definition is terminating");
  }

  /// What a generation counts the changes of.
  private static JsonObject contents(ApiObject object, boolean status) {
    JsonObject contents = object.root().without("metadata").without("apiVersion");
    return status ? contents.without("status") : contents;
  }

  /// Of the metadata nothing but the record of managers changes with a status.
  private static void onlyStatus(ObjectDraft object, ApiObject old, WriteContext context) {
    Object managers = object.object("metadata").get("managedFields");
    object.set("metadata", old.metadata());
    ObjectDraft metadata = object.object("metadata");
    if (managers == null) {
      metadata.remove("managedFields");
    } else {
      metadata.set("managedFields", managers);
    }
  }

  private static Optional<String> deprecation(
      GroupVersionKind kind, JsonObject version, JsonObject spec) {
    if (!version.bool("deprecated")) {
      return Optional.empty();
    }
    return version
        .findString("deprecationWarning")
        .or(() -> Optional.of(standardWarning(kind, spec)));
  }

  /// Names the newest version that is not deprecated, if there is a stable enough one.
  private static String standardWarning(GroupVersionKind kind, JsonObject spec) {
    String deprecated = kind.apiVersion() + " " + kind.kind() + " is deprecated";
    return spec.objects("versions").stream()
        .filter(version -> version.bool("served") && !version.bool("deprecated"))
        .map(version -> version.string("name"))
        .min(VersionOrder.NEWEST_FIRST)
        .filter(newer -> VersionOrder.NEWEST_FIRST.compare(newer, kind.version()) < 0)
        .map(newer ->
            deprecated + "; use " + new GroupVersion(kind.group(), newer) + " " + kind.kind())
        .orElse(deprecated);
  }
}
