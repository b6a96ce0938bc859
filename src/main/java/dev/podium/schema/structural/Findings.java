package dev.podium.schema.structural;

import dev.podium.object.FieldError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the checks of one value found, each fault once, and how far they got.
///
/// Upstream: kube-openapi's pkg/validation/validate/result.go, whose count of matches decides which
/// of several failed alternatives is told of.
final class Findings {
  private final Set<FieldError> errors = new LinkedHashSet<>(0);
  private int matches;

  void add(FieldError error) {
    errors.add(error);
  }

  void add(Findings others) {
    errors.addAll(others.errors);
    matches += others.matches;
  }

  void matched() {
    matches++;
  }

  int matches() {
    return matches;
  }

  boolean isValid() {
    return errors.isEmpty();
  }

  List<FieldError> errors() {
    return List.copyOf(errors);
  }
}
