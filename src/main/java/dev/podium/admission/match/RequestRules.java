package dev.podium.admission.match;

import dev.podium.admission.AdmissionRequest;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import dev.podium.object.ObjectKey;
import dev.podium.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether rules and selectors are about a request.
///
/// Upstream: apiserver's admission/plugin/webhook/predicates and
/// admission/plugin/policy/matching/matching.go.
public final class RequestRules {
  private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
  private static final String ALL = "*";
  private static final String CONFIGURATION_GROUP = "admissionregistration.k8s.io";
  private static final Set<String> CONFIGURATIONS =
      Set.of(
          "validatingwebhookconfigurations",
          "mutatingwebhookconfigurations",
          "validatingadmissionpolicies",
          "validatingadmissionpolicybindings",
          "mutatingadmissionpolicies",
          "mutatingadmissionpolicybindings");

  private final Store store;
  private final Kinds kinds;

  public RequestRules(Store store, Kinds kinds) {
    this.store = store;
    this.kinds = kinds;
  }

  /// Whether nobody may stand in the way of the request, or a bad configuration could never be
  /// mended.
  public static boolean isExempt(AdmissionRequest request) {
    return request.resource().group().equals(CONFIGURATION_GROUP)
        && CONFIGURATIONS.contains(request.resource().resource());
  }

  /// The kind in which the rules want to see the object; nothing where they are not about it.
  ///
  /// @param match has `matchPolicy`, both selectors, and the rules
  /// @param rules the field that holds the rules
  public Optional<Kinds.Kind> match(AdmissionRequest request, JsonObject match, String rules) {
    if (!selected(request, match)) {
      return Optional.empty();
    }
    Kinds.Kind own = own(request);
    if (excluded(request, match)) {
      return Optional.empty();
    }
    List<JsonObject> wanted = match.objects(rules);
    if (anyRule(request, own, wanted)) {
      return Optional.of(own);
    }
    if (match.string("matchPolicy").equals("Exact")) {
      return Optional.empty();
    }
    return kinds.equivalents(request.kind()).stream()
        .filter(other -> anyRule(request, other, wanted))
        .findFirst();
  }

  /// Whether rules say that the request is not meant.
  public boolean excluded(AdmissionRequest request, JsonObject match) {
    return anyRule(request, own(request), match.objects("excludeResourceRules"));
  }

  /// The kind of the request itself.
  private static Kinds.Kind own(AdmissionRequest request) {
    return new Kinds.Kind(
        request.kind(),
        request.resource(),
        request.version(),
        request.resource(),
        !request.namespace().isEmpty());
  }

  /// Whether the selectors let the request through.
  public boolean selected(AdmissionRequest request, JsonObject match) {
    return namespaceSelected(request, LabelSelector.ofJson(match.object("namespaceSelector")))
        && objectSelected(request, LabelSelector.ofJson(match.object("objectSelector")));
  }

  private boolean namespaceSelected(AdmissionRequest request, LabelSelector selector) {
    if (selector.matchesEverything()) {
      return true;
    }
    boolean itself = request.resource().equals(NAMESPACES);
    if (!itself && request.namespace().isEmpty()) {
      return true;
    }
    if (itself && request.subresource().isEmpty() && request.object().isPresent()) {
      return selector.matches(request.object().get().labels());
    }
    String name = itself ? request.name() : request.namespace();
    return selector.matches(namespace(name).map(ApiObject::labels).orElse(Map.of()));
  }

  /// The namespace that a request is in; nothing for what is in none, and for namespaces.
  public Optional<ApiObject> namespaceOf(AdmissionRequest request) {
    return request.namespace().isEmpty() || request.resource().equals(NAMESPACES)
        ? Optional.empty()
        : namespace(request.namespace());
  }

  private Optional<ApiObject> namespace(String name) {
    return store.get(new ObjectKey(NAMESPACES, "", name));
  }

  private static boolean objectSelected(AdmissionRequest request, LabelSelector selector) {
    return selector.matchesEverything()
        || request.object().filter(object -> selector.matches(object.labels())).isPresent()
        || request.old().filter(old -> selector.matches(old.labels())).isPresent();
  }

  private static boolean anyRule(
      AdmissionRequest request, Kinds.Kind kind, List<JsonObject> rules) {
    return rules.stream().anyMatch(rule -> matches(request, kind, rule));
  }

  private static boolean matches(AdmissionRequest request, Kinds.Kind kind, JsonObject rule) {
    return includes(rule.strings("operations"), request.operation().name())
        && includes(rule.strings("apiGroups"), kind.resource().group())
        && includes(rule.strings("apiVersions"), kind.version())
        && inScope(request, rule.string("scope"))
        && rule.strings("resources").stream().anyMatch(r -> isResource(request, kind, r))
        && (rule.strings("resourceNames").isEmpty()
            || rule.strings("resourceNames").contains(request.name()));
  }

  private static boolean includes(List<String> values, String value) {
    return values.contains(ALL) || values.contains(value);
  }

  private static boolean inScope(AdmissionRequest request, String scope) {
    boolean cluster = request.resource().equals(NAMESPACES) || request.namespace().isEmpty();
    return switch (scope) {
      case "Cluster" -> cluster;
      case "Namespaced" -> !cluster;
      default -> true;
    };
  }

  private static boolean isResource(AdmissionRequest request, Kinds.Kind kind, String pattern) {
    int slash = pattern.indexOf('/');
    String resource = slash < 0 ? pattern : pattern.substring(0, slash);
    String subresource = slash < 0 ? "" : pattern.substring(slash + 1);
    return (resource.equals(ALL) || resource.equals(kind.resource().resource()))
        && (subresource.equals(ALL) || subresource.equals(request.subresource()));
  }
}
