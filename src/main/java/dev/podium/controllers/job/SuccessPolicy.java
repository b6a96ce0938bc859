package dev.podium.controllers.job;

import dev.podium.object.JsonObject;
import java.util.List;
import java.util.Optional;

/// Whether the indexes that have succeeded are enough by a Job's `successPolicy`.
///
/// Upstream: pkg/controller/job/success_policy.go.
final class SuccessPolicy {
  private SuccessPolicy() {}

  /// @return in upstream's words which rule is met
  static Optional<String> met(JobView job, IndexSet succeeded) {
    List<JsonObject> rules = job.spec().objects("successPolicy", "rules");
    for (int i = 0; i < rules.size(); i++) {
      if (met(rules.get(i), succeeded, job.completions().orElse(0))) {
        return Optional.of("Matched rules at index " + i);
      }
    }
    return Optional.empty();
  }

  private static boolean met(JsonObject rule, IndexSet succeeded, long completions) {
    Optional<IndexSet> named =
        rule.findString("succeededIndexes").map(text -> IndexSet.parse(text, completions));
    if (rule.findLong("succeededCount").isEmpty()) {
      return named.filter(succeeded::hasAll).isPresent();
    }
    int count = named.map(succeeded::countOf).orElse(succeeded.size());
    return count >= rule.integer("succeededCount");
  }
}
