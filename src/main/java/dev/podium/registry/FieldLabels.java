package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What field selectors may name of a kind, and how others are refused.
///
/// Upstream: the kinds' AddFieldLabelConversionFunc, and else apimachinery/pkg/runtime
/// (DefaultMetaV1FieldSelectorConversion).
///
/// @param readers the fields beyond `metadata.name` and `metadata.namespace`, and how to read them
/// @param own whether the refusal is the kind's own one
/// @param refusal in words of its own, `%s` standing for the quoted label
record FieldLabels(
    Map<String, Function<ApiObject, String>> readers, boolean own, Optional<String> refusal) {
  static final FieldLabels NAME_AND_NAMESPACE = new FieldLabels(Map.of(), false, Optional.empty());

  FieldLabels with(String field, Function<ApiObject, String> reader) {
    Map<String, Function<ApiObject, String>> more = new LinkedHashMap<>(readers);
    more.put(field, reader);
    return new FieldLabels(more, true, refusal);
  }

  FieldLabels asOwn() {
    return new FieldLabels(readers, true, refusal);
  }

  FieldLabels refusing(String words) {
    return new FieldLabels(readers, true, Optional.of(words));
  }

  boolean selectsBy(String field, boolean namespaced) {
    return field.equals("metadata.name")
        || (field.equals("metadata.namespace") && (namespaced || !own))
        || readers.containsKey(field);
  }

  String refusalOf(String label) {
    if (refusal.isPresent()) {
      return refusal.get().formatted(GoText.quote(label));
    }
    return own
        ? "field label not supported: " + label
        : GoText.quote(label)
            + " is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
  }
}
