package dev.podium.resources.fields;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import java.util.List;

/// Fields that select nodes.
///
/// Upstream: pkg/apis/core/validation/validation.go (ValidateNodeSelector,
/// ValidateNodeSelectorTerm).
public final class NodeSelectorFields {
  private NodeSelectorFields() {}

  public static void check(Part selector) {
    List<Part> terms = selector.items("nodeSelectorTerms");
    if (terms.isEmpty()) {
      selector.required("nodeSelectorTerms", "must have at least one node selector term");
    }
    terms.forEach(term -> term(term, true));
  }

  /// Terms as messages show them.
  public static Object shown(List<JsonObject> terms) {
    return terms.isEmpty()
        ? JsonNull.NULL
        : JsonArray.of(
            terms.stream()
                .map(term -> InternalForm.of("io.k8s.api.core.v1.NodeSelectorTerm", term))
                .toList());
  }

  /// @param values whether values must be proper label values: a preference is let pass with others
  public static void term(Part term, boolean values) {
    term.items("matchExpressions").forEach(expression -> expression(expression, values));
    term.items("matchFields").forEach(NodeSelectorFields::field);
  }

  private static void expression(Part expression, boolean checkValues) {
    switch (expression.string("operator")) {
      case "Gt", "Lt" -> {
        if (expression.strings("values").size() != 1) {
          expression.required(
              "values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default -> SelectorFields.operator(expression);
    }
    SelectorFields.labelName(expression, "key");
    if (checkValues) {
      SelectorFields.labelValues(expression);
    }
  }

  private static void field(Part field) {
    List<String> values = field.strings("values");
    switch (field.string("operator")) {
      case "In", "NotIn" -> {
        if (values.size() != 1) {
          field.required(
              "values",
              "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
      }
      default -> SelectorFields.notAnOperator(field);
    }
    if (!field.string("key").equals("metadata.name")) {
      field.invalid("key", field.string("key"), "not a valid field selector key");
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      FieldChecks.format(
          values.get(i),
          NameFormats.dns1123Subdomain(values.get(i)),
          field.child("values").index(i),
          field.errors());
    }
  }
}
