package dev.podium.controllers.customresources;

import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Which of the names that a definition asks for it may have: none that another of its group has.
///
/// Upstream: apiextensions-apiserver's pkg/controller/status/naming_controller.go
/// (calculateNamesAndConditions).
///
/// @param names what is accepted, names that were accepted before included
/// @param condition `NamesAccepted`
record AcceptedNames(JsonObject names, JsonObject condition) {
  /// @param others the definitions of the same group but this one
  static AcceptedNames of(ApiObject definition, Collection<ApiObject> others) {
    Set<String> resources = new HashSet<>();
    Set<String> kinds = new HashSet<>();
    for (ApiObject other : others) {
      JsonObject names = other.status().object("acceptedNames");
      resources.add(names.string("plural"));
      resources.add(names.string("singular"));
      resources.addAll(names.strings("shortNames"));
      kinds.add(names.string("kind"));
      kinds.add(names.string("listKind"));
    }
    AcceptedNames accepted =
        new AcceptedNames(
            definition.status().object("acceptedNames"),
            Conditions.of(Conditions.NAMES_ACCEPTED, true, "NoConflicts", "no conflicts found"));
    JsonObject asked = definition.spec().object("names");
    return accepted
        .name(asked, "plural", "PluralConflict", resources)
        .name(asked, "singular", "SingularConflict", resources)
        .shortNames(asked, resources)
        .name(asked, "kind", "KindConflict", kinds)
        .name(asked, "listKind", "ListKindConflict", kinds)
        .with("categories", asked);
  }

  boolean all() {
    return condition.string("status").equals("True");
  }

  private AcceptedNames name(JsonObject asked, String field, String reason, Set<String> taken) {
    String name = asked.string(field);
    boolean free = name.equals(names.string(field)) || !taken.contains(name);
    return free ? with(field, asked) : refused(reason, inUse(name));
  }

  private AcceptedNames shortNames(JsonObject asked, Set<String> taken) {
    List<String> own = names.strings("shortNames");
    List<String> conflicts =
        asked.strings("shortNames").stream()
            .filter(name -> !own.contains(name) && taken.contains(name))
            .map(AcceptedNames::inUse)
            .distinct()
            .toList();
    if (conflicts.isEmpty()) {
      return with("shortNames", asked);
    }
    String message = String.join(", ", conflicts);
    return refused("ShortNamesConflict", conflicts.size() == 1 ? message : "[" + message + "]");
  }

  private AcceptedNames with(String field, JsonObject asked) {
    return new AcceptedNames(
        asked.has(field)
            ? names.with(field, Objects.requireNonNull(asked.get(field)))
            : names.without(field),
        condition);
  }

  private AcceptedNames refused(String reason, String message) {
    return new AcceptedNames(
        names, Conditions.of(Conditions.NAMES_ACCEPTED, false, reason, message));
  }

  private static String inUse(String name) {
    return GoText.quote(name) + " is already in use";
  }
}
