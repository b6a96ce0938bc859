package dev.podium.resources.batch;

import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import java.util.Map;
import java.util.TreeMap;

/// Gives a new job the labels and the selector by which it finds its own pods and no others.
///
/// Upstream: pkg/registry/batch/job/strategy.go (generateSelector).
final class JobSelector {
  static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
  static final String JOB_NAME = "batch.kubernetes.io/job-name";

  /// As they were called before Kubernetes 1.27; both are still set.
  static final String OLD_CONTROLLER_UID = "controller-uid";

  static final String OLD_JOB_NAME = "job-name";

  private JobSelector() {}

  static void generate(ObjectDraft job) {
    ObjectDraft spec = job.object("spec");
    if (spec.bool("manualSelector")) {
      return;
    }
    ObjectDraft metadata = job.object("metadata");
    ObjectDraft template = spec.object("template", "metadata");
    // Upstream's defaulting lets a job without labels share the map of its template, so what is
    // added to the one shows in the other. Labels that the user wrote twice are two maps.
    boolean shared =
        template.get("labels") instanceof JsonObject labels && labels == metadata.get("labels");
    Map<String, String> labels = new TreeMap<>(template.object("labels").freeze().stringMap());
    labels(metadata.string("name"), metadata.string("uid")).forEach(labels::putIfAbsent);
    template.set("labels", JsonObject.of(labels));
    if (shared) {
      metadata.set("labels", JsonObject.of(labels));
    }
    spec.object("selector", "matchLabels").setDefault(CONTROLLER_UID, metadata.string("uid"));
  }

  static Map<String, String> labels(String name, String uid) {
    return Map.of(OLD_JOB_NAME, name, JOB_NAME, name, OLD_CONTROLLER_UID, uid, CONTROLLER_UID, uid);
  }
}
