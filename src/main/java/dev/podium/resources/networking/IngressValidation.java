package dev.podium.resources.networking;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonNull;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Optional;

/// Upstream: ValidateIngressCreate and ValidateIngressSpec in
/// pkg/apis/networking/validation/validation.go.
final class IngressValidation {
  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final List<String> BAD_SEQUENCES = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> BAD_ENDINGS = List.of("/..", "/.");

  private IngressValidation() {}

  static void validateNew(ApiObject ingress, List<FieldError> errors) {
    validate(ingress, errors);
    Optional<String> annotation = ingress.annotation(Ingresses.CLASS_ANNOTATION);
    Optional<String> field = ingress.spec().findString("ingressClassName");
    if (annotation.isPresent() && field.isPresent() && !annotation.equals(field)) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("annotations", Ingresses.CLASS_ANNOTATION),
              annotation.get(),
              "must match `ingressClassName` when both are specified"));
    }
  }

  static void validate(ApiObject ingress, List<FieldError> errors) {
    Part spec = Part.of(ingress, errors).at("spec");
    if (spec.array("rules").isEmpty() && !spec.has("defaultBackend")) {
      spec.add(
          FieldError.invalid(
              spec.path(), JsonNull.NULL, "either `defaultBackend` or `rules` must be specified"));
    }
    spec.find("defaultBackend").ifPresent(IngressValidation::backend);
    spec.items("rules").forEach(IngressValidation::rule);
    spec.items("tls").forEach(IngressValidation::tls);
    spec.findString("ingressClassName")
        .ifPresent(name -> spec.faults("ingressClassName", NameFormats.dns1123Subdomain(name)));
  }

  private static void rule(Part rule) {
    String host = rule.string("host");
    if (!host.isEmpty()) {
      if (IpAddress.parse(host).isPresent()) {
        rule.invalid("host", "must be a DNS name, not an IP address");
      }
      rule.faults("host", hostFaults(host));
    }
    rule.find("http").ifPresent(IngressValidation::http);
  }

  private static List<String> hostFaults(String host) {
    return host.contains("*")
        ? NameFormats.wildcardDns1123Subdomain(host)
        : NameFormats.dns1123Subdomain(host);
  }

  private static void http(Part http) {
    if (http.array("paths").isEmpty()) {
      http.required("paths");
    }
    http.items("paths").forEach(IngressValidation::path);
  }

  private static void path(Part path) {
    if (!path.has("pathType")) {
      path.required("pathType", "pathType must be specified");
      return;
    }
    String text = path.string("path");
    switch (path.string("pathType")) {
      case "Exact", "Prefix" -> {
        absolute(path, text);
        for (String bad : BAD_SEQUENCES) {
          if (text.contains(bad)) {
            path.invalid("path", text, "must not contain '" + bad + "'");
          }
        }
        for (String bad : BAD_ENDINGS) {
          if (text.endsWith(bad)) {
            path.invalid("path", text, "cannot end with '" + bad + "'");
          }
        }
      }
      case "ImplementationSpecific" -> {
        if (!text.isEmpty()) {
          absolute(path, text);
        }
      }
      default -> path.notSupported("pathType", PATH_TYPES);
    }
    backend(path.at("backend"));
  }

  private static void absolute(Part path, String text) {
    if (!text.startsWith("/")) {
      path.invalid("path", text, "must be an absolute path");
    }
  }

  private static void backend(Part backend) {
    if (backend.has("resource") && backend.has("service")) {
      refuse(backend, "cannot set both resource and service backends");
    } else if (backend.has("resource")) {
      References.check(backend.at("resource"));
    } else if (backend.has("service")) {
      service(backend, backend.at("service"));
    } else {
      refuse(backend, "resource or service backend is required");
    }
  }

  private static void refuse(Part backend, String why) {
    backend.add(FieldError.invalid(backend.path(), "", why));
  }

  private static void service(Part backend, Part service) {
    if (service.requireText("name")) {
      service.faults("name", NameFormats.dns1123Label(service.string("name")));
    }
    Part port = service.at("port");
    boolean named = !port.string("name").isEmpty();
    boolean numbered = port.integer("number") != 0;
    if (named && numbered) {
      refuse(backend, "cannot set both port name & port number");
    } else if (named) {
      port.faults("name", NameFormats.portName(port.string("name")));
    } else if (numbered) {
      FieldChecks.portNumber(port.integer("number"), port.child("number"), port.errors());
    } else {
      backend.add(FieldError.required(backend.path(), "port name or number is required"));
    }
  }

  private static void tls(Part tls) {
    List<String> hosts = tls.strings("hosts");
    for (int i = 0; i < hosts.size(); i++) {
      FieldChecks.format(
          hosts.get(i), hostFaults(hosts.get(i)), tls.child("hosts").index(i), tls.errors());
    }
    if (!tls.string("secretName").isEmpty()) {
      tls.faults("secretName", NameFormats.dns1123Subdomain(tls.string("secretName")));
    }
  }
}
