package dev.podium.resources.networking;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.List;

/// IngressClass: which controller serves an Ingress.
///
/// Upstream: pkg/registry/networking/ingressclass/strategy.go, ValidateIngressClass.
final class IngressClasses {
  private static final int LONGEST_CONTROLLER = 250;

  private IngressClasses() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("networking.k8s.io/v1", "IngressClass", "ingressclasses")
        .clusterScoped()
        .generation()
        .defaults(object ->
            object
                .findObject("spec", "parameters")
                .ifPresent(parameters -> parameters.setDefault("scope", "Cluster")))
        .validate(IngressClasses::validate)
        .validateUpdate(IngressClasses::validateUpdate)
        .table(
            TableLayout.of(
                (object, now) ->
                    List.of(
                        object.name(),
                        object.spec().string("controller"),
                        parameters(object.spec()),
                        Cells.age(object, now)),
                TableLayout.name(),
                TableLayout.string("Controller"),
                TableLayout.string("Parameters"),
                TableLayout.age()))
        .build();
  }

  private static String parameters(JsonObject spec) {
    return spec.findObject("parameters")
        .map(parameters ->
            parameters.string("kind")
                + parameters.findString("apiGroup").map(group -> "." + group).orElse("")
                + "/"
                + parameters.string("name"))
        .orElse(Cells.NONE);
  }

  private static void validate(ApiObject object, List<FieldError> errors) {
    Part spec = Part.of(object, errors).at("spec");
    String controller = spec.string("controller");
    if (spec.requireText("controller")) {
      if (controller.length() > LONGEST_CONTROLLER) {
        spec.add(FieldError.tooLong(spec.child("controller"), LONGEST_CONTROLLER));
      }
      FieldChecks.domainPrefixedPath(spec, "controller");
    }
    spec.find("parameters").ifPresent(IngressClasses::parameters);
  }

  /// Upstream: IsDomainPrefixedPath.
  private static void parameters(Part parameters) {
    References.check(parameters);
    if (!parameters.has("scope")) {
      parameters.required("scope");
      return;
    }
    switch (parameters.string("scope")) {
      case "Namespace" -> {
        if (parameters.has("namespace")) {
          parameters.faults("namespace", NameFormats.dns1123Label(parameters.string("namespace")));
        } else {
          parameters.required("namespace", "`parameters.scope` is set to 'Namespace'");
        }
      }
      case "Cluster" -> {
        if (parameters.has("namespace")) {
          parameters.forbidden("namespace", "`parameters.scope` is set to 'Cluster'");
        }
      }
      default -> parameters.notSupported("scope", List.of("Cluster", "Namespace"));
    }
  }

  private static void validateUpdate(ApiObject object, ApiObject old, List<FieldError> errors) {
    Part.of(object, errors).at("spec").immutable("controller", old.spec());
    validate(object, errors);
  }
}
