package dev.podium.schema.structural;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keywords that join schemas: of several alternatives, the best failure is told of.
///
/// Upstream: kube-openapi's pkg/validation/validate/schema_props.go.
record Alternatives(
    List<ValueSchema> anyOf,
    List<ValueSchema> oneOf,
    List<ValueSchema> allOf,
    Optional<ValueSchema> not) {

  Findings check(Object value, SchemaPath path) {
    Findings found = new Findings();
    String quoted = "\"" + path.text() + "\" must ";
    any(value, path, quoted, found);
    one(value, path, quoted, found);
    all(value, path, quoted, found);
    if (not.isPresent() && not.get().findings(value, path).isValid()) {
      found.add(path.general(quoted + "not validate the schema (not)"));
    }
    found.matched();
    return found;
  }

  private void any(Object value, SchemaPath path, String quoted, Findings found) {
    Findings best = null;
    for (ValueSchema schema : anyOf) {
      Findings result = schema.findings(value, path);
      if (result.isValid()) {
        found.add(result);
        return;
      }
      best = better(best, result);
    }
    if (best != null) {
      found.add(path.general(quoted + "validate at least one schema (anyOf)"));
      found.add(best);
    }
  }

  private void one(Object value, SchemaPath path, String quoted, Findings found) {
    if (oneOf.isEmpty()) {
      return;
    }
    int valid = 0;
    Findings best = null;
    Findings first = null;
    for (ValueSchema schema : oneOf) {
      Findings result = schema.findings(value, path);
      if (result.isValid()) {
        valid++;
        best = null;
        first = first == null ? result : first;
      } else if (valid == 0) {
        best = better(best, result);
      }
    }
    if (valid == 1) {
      found.add(java.util.Objects.requireNonNull(first));
      return;
    }
    String outcome = valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives";
    found.add(path.general(quoted + "validate one and only one schema (oneOf). " + outcome));
    if (best != null) {
      found.add(best);
    }
  }

  private void all(Object value, SchemaPath path, String quoted, Findings found) {
    int valid = 0;
    for (ValueSchema schema : allOf) {
      Findings result = schema.findings(value, path);
      valid += result.isValid() ? 1 : 0;
      found.add(result);
    }
    if (valid < allOf.size()) {
      String none = valid == 0 ? ". None validated" : "";
      found.add(path.general(quoted + "validate all the schemas (allOf)" + none));
    }
  }

  private static Findings better(@Nullable Findings best, Findings result) {
    return best == null || result.matches() > best.matches() ? result : best;
  }
}
