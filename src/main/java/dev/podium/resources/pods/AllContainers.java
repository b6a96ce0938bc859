package dev.podium.resources.pods;

import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.List;

/// The containers of all sorts in the order in which upstream visits them
/// (pkg/apis/core/pods/helpers.go, VisitContainersWithPath).
final class AllContainers {
  private AllContainers() {}

  static List<Part> of(Part spec) {
    List<Part> all = new ArrayList<>(spec.items("initContainers"));
    all.addAll(spec.items("containers"));
    all.addAll(spec.items("ephemeralContainers"));
    return all;
  }
}
