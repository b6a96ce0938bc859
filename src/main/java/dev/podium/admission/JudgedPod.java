package dev.podium.admission;

import dev.podium.admission.PodStandard.Violation;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A pod as the checks of a [PodStandard] see it, with the words that they have in common.
final class JudgedPod {
  private final Map<String, String> annotations;
  private final JsonObject spec;
  private final List<JsonObject> containers;
  private final boolean restricted;
  private final int minor;

  /// @param restricted whether it is held against the restricted standard, or the baseline
  /// @param minor of the version 1.x of the standards
  JudgedPod(JsonObject pod, boolean restricted, int minor) {
    this.annotations = pod.stringMap("metadata", "annotations");
    this.spec = pod.object("spec");
    this.containers =
        Stream.of("initContainers", "containers", "ephemeralContainers")
            .flatMap(list -> spec.objects(list).stream())
            .toList();
    this.restricted = restricted;
    this.minor = minor;
  }

  Map<String, String> annotations() {
    return annotations;
  }

  JsonObject spec() {
    return spec;
  }

  /// Those of all three kinds.
  List<JsonObject> containers() {
    return containers;
  }

  boolean restricted() {
    return restricted;
  }

  /// Whether the version of the standards is 1.`version` or later.
  boolean since(int version) {
    return minor >= version;
  }

  /// Whether it is a pod of Windows, to which later versions do not apply what it cannot set.
  boolean windows() {
    return spec.string("os", "name").equals("windows") && since(25);
  }

  /// A pod with a user namespace of its own is root and all else only in there (upstream's
  /// relaxPolicyForUserNamespacePod).
  boolean hasOwnUsers() {
    return since(35) && !spec.findBoolean("hostUsers").orElse(true);
  }

  /// The names of the containers of which something holds.
  List<String> named(Predicate<JsonObject> which) {
    return containers.stream().filter(which).map(c -> c.string("name")).toList();
  }

  /// A violation by each container of which `bad` holds.
  Optional<Violation> all(String reason, Predicate<JsonObject> bad, String what) {
    List<String> names = named(bad);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Violation(reason, some("container", names) + " " + what));
  }

  /// The pod itself and those containers, as far as they are there.
  static String setters(boolean pod, List<String> names) {
    List<String> setters = new ArrayList<>();
    if (pod) {
      setters.add("pod");
    }
    if (!names.isEmpty()) {
      setters.add(some("container", names));
    }
    return String.join(" and ", setters);
  }

  static String some(String what, List<String> names) {
    return plural(what, names.size()) + " " + quoted(names);
  }

  /// A verb whose subject are so many.
  static String verb(String word, int count) {
    return count == 1 ? word + "s" : word;
  }

  static String plural(String word, int count) {
    return count == 1 ? word : word + "s";
  }

  static String quoted(Iterable<String> names) {
    List<String> quoted = new ArrayList<>();
    names.forEach(name -> quoted.add('"' + name + '"'));
    return String.join(", ", quoted);
  }
}
