package dev.podium.resources.batch;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SelectorFields;
import dev.podium.resources.pods.PodTemplates;
import java.util.List;
import java.util.Optional;

/// What is wrong with a new Job, and with the template of one inside a CronJob.
///
/// Upstream: pkg/apis/batch/validation/validation.go (ValidateJob, validateJobSpec).
final class JobChecks {
  private static final long MOST_INDEXES = 100_000;
  private static final long MOST_WHEN_MANY = 10_000;
  private static final int LONGEST_MANAGER = 63;

  private JobChecks() {}

  static void create(ApiObject job, List<FieldError> errors) {
    Part spec = Part.of(job, errors).at("spec");
    generatedSelector(job, spec);
    spec(spec);
    indexedHostname(job, spec);
  }

  static void spec(Part spec) {
    common(spec);
    if (spec.has("selector")) {
      SelectorFields.check(spec.at("selector"));
    } else {
      spec.required("selector");
    }
    SelectorFields.read(spec, "selector")
        .ifPresent(selector -> PodTemplates.matches(spec.at("template"), selector));
  }

  /// Upstream: validateGeneratedSelector.
  private static void generatedSelector(ApiObject job, Part spec) {
    if (spec.bool("manualSelector") || !spec.has("selector")) {
      return;
    }
    Part metadata = spec.at("template", "metadata");
    hasLabel(metadata, JobSelector.OLD_CONTROLLER_UID, job.uid());
    hasLabel(metadata, JobSelector.OLD_JOB_NAME, job.name());
    hasLabel(metadata, JobSelector.CONTROLLER_UID, job.uid());
    hasLabel(metadata, JobSelector.JOB_NAME, job.name());
    Optional<LabelSelector> selector = SelectorFields.read(spec, "selector");
    if (selector.isPresent()
        && !selector.get().matches(JobSelector.labels(job.name(), job.uid()))) {
      spec.invalid("selector", "`selector` not auto-generated");
    }
  }

  private static void hasLabel(Part metadata, String key, String expected) {
    JsonObject labels = metadata.value().object("labels");
    FieldPath path = metadata.child("labels").key(key);
    String detail = "must be '" + expected + "'";
    if (!labels.has(key)) {
      metadata.add(FieldError.required(path, detail));
    } else if (!labels.string(key).equals(expected)) {
      metadata.add(FieldError.invalid(path, labels, detail));
    }
  }

  /// The pods of an indexed job are named by their index as well.
  private static void indexedHostname(ApiObject job, Part spec) {
    long completions = spec.integer("completions");
    if (!spec.string("completionMode").equals("Indexed") || completions <= 0) {
      return;
    }
    String hostname = job.name() + "-" + (completions - 1);
    if (!NameFormats.dns1123Label(hostname).isEmpty()) {
      spec.add(
          FieldError.invalid(
              FieldPath.of("metadata", "name"),
              job.name(),
              "will not able to create pod with invalid DNS label: " + hostname));
    }
  }

  /// What holds for the spec of a Job wherever it stands.
  static void common(Part spec) {
    for (String field :
        List.of(
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished",
            "backoffLimitPerIndex",
            "maxFailedIndexes")) {
      spec.notNegative(field);
    }
    if (spec.has("maxFailedIndexes") && !spec.has("backoffLimitPerIndex")) {
      spec.required("backoffLimitPerIndex", "when maxFailedIndexes is specified");
    }
    managedBy(spec);
    completionMode(spec);
    spec.find("podFailurePolicy").ifPresent(policy -> JobPolicyChecks.failure(spec, policy));
    spec.find("successPolicy").ifPresent(policy -> JobPolicyChecks.success(spec, policy));
    podReplacementPolicy(spec);
    PodTemplates.check(spec.at("template"));
    restartPolicy(spec);
  }

  private static void managedBy(Part spec) {
    if (!spec.has("managedBy")) {
      return;
    }
    FieldChecks.domainPrefixedPath(spec, "managedBy");
    if (spec.string("managedBy").length() > LONGEST_MANAGER) {
      spec.add(FieldError.tooLong(spec.child("managedBy"), LONGEST_MANAGER));
    }
  }

  private static void completionMode(Part spec) {
    spec.oneOfIfPresent("completionMode", List.of("NonIndexed", "Indexed"));
    switch (spec.string("completionMode")) {
      case "Indexed" -> indexed(spec);
      case "", "NonIndexed" -> {
        for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
          if (spec.has(field)) {
            spec.invalid(field, "requires indexed completion mode");
          }
        }
      }
      default -> {}
    }
  }

  private static void indexed(Part spec) {
    if (!spec.has("completions")) {
      spec.required("completions", "when completion mode is Indexed");
    }
    if (spec.integer("parallelism") > MOST_INDEXES) {
      spec.invalid(
          "parallelism",
          "must be less than or equal to " + MOST_INDEXES + " when completion mode is Indexed");
    }
    long failed = spec.integer("maxFailedIndexes");
    if (spec.has("completions") && failed > spec.integer("completions")) {
      spec.invalid("maxFailedIndexes", "must be less than or equal to completions");
    }
    if (failed > MOST_INDEXES) {
      spec.invalid("maxFailedIndexes", "must be less than or equal to " + MOST_INDEXES);
    }
    if (spec.integer("completions") > MOST_INDEXES && spec.has("backoffLimitPerIndex")) {
      manyIndexes(spec);
    }
  }

  private static void manyIndexes(Part spec) {
    if (!spec.has("maxFailedIndexes")) {
      spec.required(
          "maxFailedIndexes", "must be specified when completions is above " + MOST_INDEXES);
    }
    for (String field : List.of("parallelism", "maxFailedIndexes")) {
      if (spec.integer(field) > MOST_WHEN_MANY) {
        spec.invalid(
            field,
            "must be less than or equal to %d when completions are above %d and used with backoff limit per index"
                .formatted(MOST_WHEN_MANY, MOST_INDEXES));
      }
    }
  }

  private static void podReplacementPolicy(Part spec) {
    spec.oneOfIfPresent(
        "podReplacementPolicy",
        spec.has("podFailurePolicy")
            ? List.of("Failed")
            : List.of("Failed", "TerminatingOrFailed"));
  }

  private static void restartPolicy(Part spec) {
    Part pods = spec.at("template", "spec");
    String policy = pods.string("restartPolicy");
    switch (policy) {
      case "", "Always" -> pods.required("restartPolicy", "valid values: \"OnFailure\", \"Never\"");
      case "OnFailure" -> {
        if (spec.has("podFailurePolicy")) {
          pods.invalid(
              "restartPolicy", "only \"Never\" is supported when podFailurePolicy is specified");
        }
      }
      case "Never" -> {}
      default -> pods.notSupported("restartPolicy", List.of("OnFailure", "Never"));
    }
  }
}
