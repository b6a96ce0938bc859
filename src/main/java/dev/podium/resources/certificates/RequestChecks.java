package dev.podium.resources.certificates;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import dev.podium.resources.fields.SignerNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether a request for a certificate is one, and whether its decision may be changed so.
///
/// Upstream: pkg/apis/certificates/validation/validation.go.
final class RequestChecks {
  static final String APPROVED = "Approved";
  static final String DENIED = "Denied";
  private static final String FAILED = "Failed";
  private static final String LEGACY_SIGNER = "kubernetes.io/legacy-unknown";
  private static final long SHORTEST = 600;
  private static final FieldPath CONDITIONS = FieldPath.of("status", "conditions");
  private static final FieldPath CERTIFICATE = FieldPath.of("status", "certificate");

  private static final List<String> USAGES =
      List.of(
          "any",
          "cert sign",
          "client auth",
          "code signing",
          "content commitment",
          "crl sign",
          "data encipherment",
          "decipher only",
          "digital signature",
          "email protection",
          "encipher only",
          "ipsec end system",
          "ipsec tunnel",
          "ipsec user",
          "key agreement",
          "key encipherment",
          "microsoft sgc",
          "netscape sgc",
          "ocsp signing",
          "s/mime",
          "server auth",
          "signing",
          "timestamping");

  /// By which path a request is changed, which says what of its status may change.
  enum Via {
    ITSELF,
    APPROVAL,
    STATUS
  }

  private RequestChecks() {}

  static void onCreate(ApiObject request, List<FieldError> errors) {
    Part spec = Part.of(request, errors).at("spec");
    CertificateRequestText.requestFault(spec.string("request"))
        .ifPresent(fault -> spec.invalid("request", fault));
    usages(spec);
    if (spec.string("signerName").equals(LEGACY_SIGNER)) {
      spec.invalid("signerName", "the legacy signerName is not allowed via this API version");
    } else {
      SignerNames.check(spec, "signerName", "");
    }
    if (spec.findLong("expirationSeconds").orElse(SHORTEST) < SHORTEST) {
      spec.invalid(
          "expirationSeconds", "may not specify a duration less than 600 seconds (10 minutes)");
    }
  }

  private static void usages(Part spec) {
    if (spec.array("usages").isEmpty()) {
      spec.required("usages");
    }
    List<String> usages = spec.strings("usages");
    FieldPath path = spec.child("usages");
    for (int i = 0; i < usages.size(); i++) {
      if (!USAGES.contains(usages.get(i))) {
        spec.add(FieldError.notSupported(path.index(i), usages.get(i), USAGES));
      }
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < usages.size(); i++) {
      if (!seen.add(usages.get(i))) {
        spec.add(FieldError.duplicate(path.index(i), usages.get(i)));
      }
    }
  }

  /// The spec is as it was, so only what the status says is looked at.
  static void onUpdate(ApiObject request, ApiObject old, Via via, List<FieldError> errors) {
    conditions(request, old, errors);
    String certificate = request.status().string("certificate");
    String before = old.status().string("certificate");
    boolean changed = !certificate.equals(before);
    if (changed && CertificateRequestText.certificateFault(before).isEmpty()) {
      CertificateRequestText.certificateFault(certificate)
          .ifPresent(
              fault -> errors.add(FieldError.invalid(CERTIFICATE, "<certificate data>", fault)));
    }
    for (String type : List.of(APPROVED, DENIED, FAILED)) {
      if (of(type, request).size() < of(type, old).size()) {
        forbid(errors, "updates may not remove a condition of type " + GoText.quote(type));
      }
    }
    if (via != Via.APPROVAL) {
      decisionUnchanged(request, old, errors);
    }
    if (changed && via != Via.STATUS) {
      errors.add(FieldError.forbidden(CERTIFICATE, "updates may not set certificate content"));
    } else if (changed && !before.isEmpty()) {
      errors.add(
          FieldError.forbidden(CERTIFICATE, "updates may not modify existing certificate content"));
    }
  }

  private static void decisionUnchanged(ApiObject request, ApiObject old, List<FieldError> errors) {
    for (String type : List.of(APPROVED, DENIED)) {
      List<JsonObject> now = of(type, request);
      List<JsonObject> before = of(type, old);
      if (now.size() > before.size()) {
        forbid(errors, "updates may not add a condition of type " + GoText.quote(type));
      } else if (now.size() == before.size() && !now.equals(before)) {
        forbid(errors, "updates may not modify a condition of type " + GoText.quote(type));
      }
    }
  }

  private static void forbid(List<FieldError> errors, String detail) {
    errors.add(FieldError.forbidden(CONDITIONS, detail));
  }

  static List<JsonObject> of(String type, ApiObject request) {
    return request.status().objects("conditions").stream()
        .filter(condition -> condition.string("type").equals(type))
        .toList();
  }

  private static void conditions(ApiObject request, ApiObject old, List<FieldError> errors) {
    Set<String> before = types(old);
    boolean wasBoth = before.contains(APPROVED) && before.contains(DENIED);
    Set<String> seen = new HashSet<>();
    for (Part condition : Part.of(request, errors).at("status").items("conditions")) {
      String type = condition.string("type");
      if (type.isEmpty() && !before.contains("")) {
        condition.required("type");
      }
      condition.oneOf(
          "status",
          List.of(APPROVED, DENIED, FAILED).contains(type)
              ? List.of("True")
              : List.of("False", "True", "Unknown"));
      boolean other =
          type.equals(APPROVED) && seen.contains(DENIED)
              || type.equals(DENIED) && seen.contains(APPROVED);
      if (other && !wasBoth) {
        condition.invalid("type", "Approved and Denied conditions are mutually exclusive");
      }
      if (!seen.add(type) && before.size() == old.status().array("conditions").size()) {
        condition.duplicate("type", type);
      }
    }
  }

  private static Set<String> types(ApiObject request) {
    Set<String> types = new HashSet<>();
    request.status().objects("conditions").forEach(c -> types.add(c.string("type")));
    return types;
  }
}
