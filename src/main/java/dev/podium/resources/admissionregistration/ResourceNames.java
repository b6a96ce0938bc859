package dev.podium.resources.admissionregistration;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.resources.fields.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The resources of a rule, such as `pods`, `pods/*` and `*/scale`, of which none may be named
/// twice.
///
/// Upstream: validateResources in pkg/apis/admissionregistration/validation/validation.go.
final class ResourceNames {
  private static final String ALL = "*";

  private final Part rule;
  private final Set<String> wholeResources = new HashSet<>();
  private final Set<String> subresourcesOfAll = new HashSet<>();

  private ResourceNames(Part rule) {
    this.rule = rule;
  }

  static void check(Part rule) {
    List<String> names = rule.strings("resources");
    if (names.isEmpty()) {
      rule.required("resources");
    }
    ResourceNames resources = new ResourceNames(rule);
    for (int i = 0; i < names.size(); i++) {
      resources.check(names.get(i), rule.child("resources").index(i));
    }
    if (names.size() > 1 && names.contains("*/*")) {
      rule.invalid("resources", "if '*/*' is present, must not specify other resources");
    }
    // As upstream looks only at the last name without a slash, so does this.
    boolean plain =
        names.stream()
            .filter(name -> name.indexOf('/') < 0 && !name.isEmpty())
            .reduce((_, last) -> last)
            .filter(last -> !last.equals(ALL))
            .isPresent();
    if (plain && names.contains(ALL)) {
      rule.invalid(
          "resources", "if '*' is present, must not specify other resources without subresources");
    }
  }

  private void check(String name, FieldPath path) {
    if (name.isEmpty()) {
      rule.add(FieldError.required(path, ""));
      return;
    }
    int slash = name.indexOf('/');
    if (slash < 0) {
      return;
    }
    String resource = name.substring(0, slash);
    String subresource = name.substring(slash + 1);
    if (wholeResources.contains(resource)) {
      covered(name, resource + "/*", path);
    }
    if (subresourcesOfAll.contains(subresource)) {
      covered(name, "*/" + subresource, path);
    }
    if (subresource.equals(ALL)) {
      wholeResources.add(resource);
    }
    if (resource.equals(ALL)) {
      subresourcesOfAll.add(subresource);
    }
  }

  private void covered(String name, String by, FieldPath path) {
    rule.add(
        FieldError.invalid(
            path, name, "if '%s' is present, must not specify %s".formatted(by, name)));
  }
}
