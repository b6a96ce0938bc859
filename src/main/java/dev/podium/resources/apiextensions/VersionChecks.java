package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A version of a kind that people define: its schema, subresources, columns and selectable fields.
///
/// Upstream: validateCustomResourceDefinitionVersion and what it calls.
final class VersionChecks {
  private static final int LONGEST_WARNING = 256;
  private static final int MOST_SELECTABLE = 8;
  private static final List<String> COLUMN_TYPES =
      List.of("boolean", "date", "integer", "number", "string");
  private static final List<String> COLUMN_FORMATS =
      List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "name", "password");
  private static final Set<String> SELECTABLE_TYPES = Set.of("string", "boolean", "integer");

  /// What may stand at the root of a schema beside which a status is checked.
  private static final Set<String> ROOT_FIELDS =
      Set.of(
          "description",
          "type",
          "format",
          "title",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "maxLength",
          "minLength",
          "pattern",
          "maxItems",
          "minItems",
          "uniqueItems",
          "multipleOf",
          "required",
          "items",
          "properties",
          "externalDocs",
          "example",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-validations");

  private static final String ROOT_FIELDS_SHOWN =
      "[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength"
          + " MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties"
          + " ExternalDocs Example XPreserveUnknownFields XValidations]";

  private VersionChecks() {}

  static void deprecation(Part version) {
    Optional<String> warning = version.findString("deprecationWarning");
    if (warning.isEmpty()) {
      return;
    }
    String text = warning.get();
    if (!version.bool("deprecated")) {
      version.invalid("deprecationWarning", "can only be set for deprecated versions");
      return;
    }
    if (text.length() > LONGEST_WARNING) {
      version.invalid("deprecationWarning", "must be <= 256 characters long");
    }
    if (text.isEmpty()) {
      version.invalid("deprecationWarning", "must not be an empty string");
    }
    text.chars()
        .filter(Character::isISOControl)
        .mapToObj(text::indexOf)
        .findFirst()
        .ifPresent(at ->
            version.invalid(
                "deprecationWarning",
                "must only contain printable UTF-8 characters; non-printable character found at"
                    + " index "
                    + at));
  }

  /// @param path under which errors are reported
  /// @param without what is checked elsewhere
  /// @param status whether the status is a subresource
  /// @param top whether this stands above the versions, where the schema has another name
  static void check(
      Part version, FieldPath path, Set<String> without, boolean status, boolean top) {
    Part placed = version.under(path);
    Optional<Part> schema =
        version
            .at("schema")
            .find("openAPIV3Schema")
            .map(found ->
                found.under(path.child(top ? "validation" : "schema").child("openAPIV3Schema")));
    if (!without.contains("schema")) {
      schema.ifPresent(found -> schema(found, status));
    }
    if (!without.contains("subresources")) {
      placed.at("subresources").find("scale").ifPresent(VersionChecks::scale);
    }
    if (!without.contains("additionalPrinterColumns")) {
      placed.items("additionalPrinterColumns").forEach(VersionChecks::column);
    }
    if (!without.contains("selectableFields")) {
      schema.ifPresent(found -> selectableFields(placed, found));
    }
  }

  private static void schema(Part schema, boolean status) {
    if (status) {
      if (schema.has("type") && !schema.string("type").equals("object")) {
        schema.invalid(
            "type",
            "only \"object\" is allowed as the type at the root of the schema if the status"
                + " subresource is enabled");
      } else if (!ROOT_FIELDS.containsAll(schema.value().keys())) {
        schema.add(
            FieldError.invalid(
                schema.path(),
                schema.value(),
                "only "
                    + ROOT_FIELDS_SHOWN
                    + " fields are allowed at the root of the schema if the status subresource is"
                    + " enabled"));
      }
    }
    if (schema.bool("nullable")) {
      schema.forbidden("nullable", "nullable cannot be true at the root");
    }
    int before = schema.errors().size();
    StructuralChecks.root(schema);
    if (schema.errors().size() == before) {
      DefaultChecks.root(schema);
    }
    boolean structural = schema.errors().size() == before;
    SchemaChecks.root(schema);
    RuleChecks.root(schema, structural);
  }

  private static void scale(Part scale) {
    replicasPath(scale, "specReplicasPath", ".spec.");
    replicasPath(scale, "statusReplicasPath", ".status.");
    String selector = scale.string("labelSelectorPath");
    if (!selector.isEmpty()
        && simplePath(scale, "labelSelectorPath")
        && !selector.startsWith(".spec.")
        && !selector.startsWith(".status.")) {
      scale.invalid("labelSelectorPath", "should be a json path under either .spec or .status");
    }
  }

  private static void replicasPath(Part scale, String field, String start) {
    if (scale.requireText(field)
        && simplePath(scale, field)
        && !scale.string(field).startsWith(start)) {
      scale.invalid(field, "should be a json path under " + start.substring(0, start.length() - 1));
    }
  }

  private static boolean simplePath(Part part, String field) {
    boolean simple = part.string(field).startsWith(".");
    if (!simple) {
      part.invalid(field, "must be a simple json path starting with .");
    }
    return simple;
  }

  private static void column(Part column) {
    column.requireText("name");
    String types = "must be one of " + String.join(",", COLUMN_TYPES);
    if (column.string("type").isEmpty()) {
      column.required("type", types);
    } else if (!COLUMN_TYPES.contains(column.string("type"))) {
      column.invalid("type", types);
    }
    String format = column.string("format");
    if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
      column.invalid("format", "must be one of " + String.join(",", COLUMN_FORMATS));
    }
    // The internal type's name of the field, which is Go's.
    FieldPath path = column.child("JSONPath");
    String jsonPath = column.string("jsonPath");
    if (jsonPath.isEmpty()) {
      column.add(FieldError.required(path, ""));
    } else if (!jsonPath.startsWith(".")) {
      column.add(FieldError.invalid(path, jsonPath, "must be a simple json path starting with ."));
    }
  }

  private static void selectableFields(Part version, Part schema) {
    Set<String> seen = new HashSet<>();
    for (Part field : version.items("selectableFields")) {
      String path = field.string("jsonPath");
      if (!field.requireText("jsonPath")) {
        continue;
      }
      Optional<Part> found = SchemaPaths.find(schema, path);
      if (found.isEmpty()) {
        field.invalid("jsonPath", "is an invalid path: does not refer to a valid field");
        continue;
      }
      if (path.startsWith(".metadata")) {
        field.invalid("jsonPath", "must not point to fields in metadata");
      }
      if (!SELECTABLE_TYPES.contains(found.get().string("type"))) {
        field.invalid(
            "jsonPath",
            "must point to a field of type string, boolean or integer. Enum string fields and"
                + " strings with formats are allowed.");
      }
      if (!seen.add(path)) {
        field.duplicate("jsonPath", path);
      }
    }
    if (seen.size() > MOST_SELECTABLE) {
      version.add(
          FieldError.tooMany(version.child("selectableFields"), seen.size(), MOST_SELECTABLE));
    }
  }
}
