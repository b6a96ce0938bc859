package dev.podium.resources.networking;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.services.BalancerIngress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Ingress: how requests from outside reach Services, by host and path.
///
/// Upstream: pkg/registry/networking/ingress/strategy.go, printIngress.
final class Ingresses {
  static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
  private static final int SHOWN = 3;

  private Ingresses() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("networking.k8s.io/v1", "Ingress", "ingresses")
        .shortNames("ing")
        .generation()
        .defaults(ingress -> ingress.object("status", "loadBalancer"))
        .prepareCreate((ingress, _) -> clearStatus(ingress))
        .validate(IngressValidation::validateNew)
        .validateUpdate((ingress, _, errors) -> IngressValidation.validate(ingress, errors))
        .warn(Ingresses::warnings)
        .status(Ingresses::validateStatus)
        .table(
            TableLayout.of(
                Ingresses::cells,
                TableLayout.name(),
                TableLayout.string("Class"),
                TableLayout.string("Hosts"),
                TableLayout.string("Address"),
                TableLayout.string("Ports"),
                TableLayout.age()))
        .build();
  }

  private static void clearStatus(ObjectDraft ingress) {
    ingress.set("status", JsonObject.of("loadBalancer", JsonObject.EMPTY));
  }

  private static List<String> warnings(ApiObject ingress, Optional<ApiObject> old) {
    return old.isEmpty() && ingress.annotation(CLASS_ANNOTATION).isPresent()
        ? List.of(
            "annotation \""
                + CLASS_ANNOTATION
                + "\" is deprecated, please use 'spec.ingressClassName' instead")
        : List.of();
  }

  private static void validateStatus(ApiObject ingress, ApiObject old, List<FieldError> errors) {
    List<String> known =
        old.status().objects("loadBalancer", "ingress").stream().map(i -> i.string("ip")).toList();
    List<JsonObject> ways = ingress.status().objects("loadBalancer", "ingress");
    FieldPath path = FieldPath.of("status", "loadBalancer", "ingress");
    for (int i = 0; i < ways.size(); i++) {
      BalancerIngress.check(ways.get(i), known, false, path.index(i), errors);
    }
  }

  private static List<Object> cells(ApiObject ingress, Instant now) {
    JsonObject spec = ingress.spec();
    return List.of(
        ingress.name(),
        spec.findString("ingressClassName").orElse(Cells.NONE),
        hosts(spec.objects("rules")),
        BalancerIngress.cell(ingress.status()),
        spec.array("tls").isEmpty() ? "80" : "80, 443",
        Cells.age(ingress, now));
  }

  /// Rules without a host count among those that are more. Upstream: formatHosts.
  private static String hosts(List<JsonObject> rules) {
    List<String> named =
        rules.stream().map(rule -> rule.string("host")).filter(h -> !h.isEmpty()).toList();
    if (named.isEmpty()) {
      return "*";
    }
    String shown = Cells.joined(named.subList(0, Math.min(SHOWN, named.size())));
    boolean more = named.size() >= SHOWN && rules.size() > rules.indexOf(third(rules)) + 1;
    return more ? shown + " + " + (rules.size() - SHOWN) + " more..." : shown;
  }

  /// The third rule that names a host; the last where there are fewer.
  private static JsonObject third(List<JsonObject> rules) {
    List<JsonObject> named = rules.stream().filter(rule -> !rule.string("host").isEmpty()).toList();
    return named.get(Math.min(SHOWN, named.size()) - 1);
  }
}
