package dev.podium.resources.apiextensions;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.InternalForm;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Whether a kind can be served as it is defined.
///
/// Upstream: apiextensions-apiserver's pkg/apis/apiextensions/validation/validation.go. It checks
/// its internal type, in which what all versions have in common stands but once, above them; so the
/// paths of errors do.
final class DefinitionChecks {
  private static final FieldPath STORED = FieldPath.of("status", "storedVersions");
  private static final List<String> SHARED =
      List.of("schema", "subresources", "additionalPrinterColumns", "selectableFields");

  private DefinitionChecks() {}

  static void onCreate(ApiObject definition, List<FieldError> errors) {
    Part spec = Part.of(definition, errors).at("spec");
    String required = spec.at("names").string("plural") + "." + spec.string("group");
    if (!definition.name().equals(required)) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("metadata", "name"),
              definition.name(),
              "must be spec.names.plural+\".\"+spec.group"));
    }
    spec(spec);
    ConversionChecks.check(spec.at("conversion"), Optional.empty());
    names(Part.of(definition, errors).at("status", "acceptedNames"));
    storedVersions(definition, errors);
    ApprovalChecks.onCreate(definition, errors);
    if (spec.bool("preserveUnknownFields")) {
      spec.invalid(
          "preserveUnknownFields",
          "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
              + " spec.versions[*].schema instead");
    }
  }

  static void onUpdate(ApiObject definition, ApiObject old, List<FieldError> errors) {
    Part spec = Part.of(definition, errors).at("spec");
    spec(spec);
    JsonObject before = old.spec();
    boolean served = isEstablished(old);
    ConversionChecks.check(
        spec.at("conversion"),
        served ? Optional.of(before.object("conversion")) : Optional.empty());
    if (served) {
      spec.immutable("scope", before);
      spec.at("names").immutable("kind", before.object("names"));
    }
    spec.immutable("group", before);
    spec.at("names").immutable("plural", before.object("names"));
    names(Part.of(definition, errors).at("status", "acceptedNames"));
    storedVersions(definition, errors);
    ApprovalChecks.onUpdate(definition, old, errors);
  }

  static void onStatusUpdate(ApiObject definition, ApiObject old, List<FieldError> errors) {
    names(Part.of(definition, errors).at("status", "acceptedNames"));
  }

  static boolean isEstablished(ApiObject definition) {
    return definition.status().objects("conditions").stream()
        .anyMatch(condition ->
            condition.string("type").equals("Established")
                && condition.string("status").equals("True"));
  }

  private static void spec(Part spec) {
    group(spec);
    spec.oneOf("scope", List.of("Cluster", "Namespaced"));
    List<Part> versions = spec.items("versions");
    Set<String> shared = shared(spec.value().objects("versions"));
    requireSchemas(versions);
    versions(spec, versions, shared);
    namesGiven(spec.at("names"));
    names(spec.at("names"));
    if (!versions.isEmpty()) {
      shared(spec, versions.getFirst(), shared, anyStatus(versions));
    }
  }

  private static void group(Part spec) {
    if (!spec.requireText("group")) {
      return;
    }
    String group = spec.string("group");
    List<String> faults = NameFormats.dns1123Subdomain(group);
    if (!faults.isEmpty()) {
      spec.invalid("group", String.join(",", faults));
    } else if (group.indexOf('.') < 0) {
      spec.invalid("group", "should be a domain with at least one dot");
    }
  }

  private static void requireSchemas(List<Part> versions) {
    for (Part version : versions) {
      if (version.at("schema").find("openAPIV3Schema").isEmpty()) {
        version.at("schema").required("openAPIV3Schema");
      }
    }
  }

  /// What is the same in all versions.
  private static Set<String> shared(List<JsonObject> versions) {
    Set<String> shared = new HashSet<>();
    for (String field : SHARED) {
      if (versions.stream().map(version -> version.get(field)).distinct().count() <= 1) {
        shared.add(field);
      }
    }
    return shared;
  }

  private static boolean anyStatus(List<Part> versions) {
    return versions.stream().anyMatch(DefinitionChecks::hasStatus);
  }

  private static boolean hasStatus(Part version) {
    return version.at("subresources").has("status");
  }

  private static void versions(Part spec, List<Part> versions, Set<String> shared) {
    Set<String> names = new HashSet<>();
    for (Part version : versions) {
      names.add(version.string("name"));
      List<String> faults = NameFormats.dns1035Label(version.string("name"));
      if (!faults.isEmpty()) {
        version.invalid("name", version.string("name"), String.join(",", faults));
      }
      VersionChecks.deprecation(version);
      VersionChecks.check(version, version.path(), shared, hasStatus(version), false);
    }
    Object shown = spec.has("versions") ? shown(versions, shared) : JsonNull.NULL;
    if (names.size() < versions.size()) {
      spec.invalid("versions", shown, "must contain unique version names");
    }
    if (versions.stream().filter(version -> version.bool("storage")).count() != 1) {
      spec.invalid("versions", shown, "must have exactly one version marked as storage version");
    }
    if (!versions.isEmpty()) {
      String first = versions.getFirst().string("name");
      List<String> faults = NameFormats.dns1035Label(first);
      if (!first.isEmpty() && !faults.isEmpty()) {
        spec.invalid("version", first, String.join(",", faults));
      }
    }
  }

  /// The versions as upstream's internal type has them, without what they share.
  private static JsonArray shown(List<Part> versions, Set<String> shared) {
    List<Object> shown = new ArrayList<>();
    for (Part version : versions) {
      JsonObject own = version.value();
      for (String field : shared) {
        own = own.without(field);
      }
      shown.add(
          InternalForm.of(
              "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion",
              own));
    }
    return JsonArray.of(shown);
  }

  private static void shared(Part spec, Part version, Set<String> shared, boolean status) {
    Set<String> others = new HashSet<>(SHARED);
    others.removeAll(shared);
    VersionChecks.check(version, spec.path(), others, status, true);
  }

  private static void namesGiven(Part names) {
    for (String name : new String[] {"plural", "singular", "kind", "listKind"}) {
      names.requireText(name);
    }
  }

  /// ValidateCustomResourceDefinitionNames.
  private static void names(Part names) {
    label(names, "plural", names.string("plural"), "");
    label(names, "singular", names.string("singular"), "");
    for (String kind : new String[] {"kind", "listKind"}) {
      label(
          names,
          kind,
          names.string(kind).toLowerCase(java.util.Locale.ROOT),
          "may have mixed case, but should otherwise match: ");
    }
    labels(names, "shortNames");
    if (!names.string("kind").isEmpty() && names.string("kind").equals(names.string("listKind"))) {
      names.invalid("listKind", "kind and listKind may not be the same");
    }
    labels(names, "categories");
  }

  private static void label(Part names, String field, String text, String words) {
    List<String> faults = text.isEmpty() ? List.of() : NameFormats.dns1035Label(text);
    if (!faults.isEmpty()) {
      names.invalid(field, words + String.join(",", faults));
    }
  }

  private static void labels(Part names, String field) {
    List<String> labels = names.strings(field);
    for (int i = 0; i < labels.size(); i++) {
      List<String> faults = NameFormats.dns1035Label(labels.get(i));
      if (!faults.isEmpty()) {
        FieldChecks.format(
            labels.get(i),
            List.of(String.join(",", faults)),
            names.child(field).index(i),
            names.errors());
      }
    }
  }

  /// ValidateCustomResourceDefinitionStoredVersions.
  private static void storedVersions(ApiObject definition, List<FieldError> errors) {
    List<String> stored = definition.status().strings("storedVersions");
    if (stored.isEmpty()) {
      Object shown =
          Objects.requireNonNullElse(definition.status().get("storedVersions"), JsonNull.NULL);
      errors.add(FieldError.invalid(STORED, shown, "must have at least one stored version"));
      return;
    }
    List<String> missing = new ArrayList<>(stored);
    for (JsonObject version : definition.spec().objects("versions")) {
      String name = version.string("name");
      if (version.bool("storage") && !stored.contains(name)) {
        errors.add(FieldError.invalid(STORED, stored, "must have the storage version " + name));
      }
      missing.remove(name);
    }
    for (String name : missing) {
      errors.add(
          FieldError.invalid(
              STORED.index(stored.indexOf(name)),
              name,
              "missing from spec.versions; %1$s was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in %1$s and removes %1$s from status.storedVersions"
                  .formatted(name)));
    }
  }
}
