package dev.podium.resources.services;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.IpAddress;
import dev.podium.object.IpFormats;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// One way in through a load balancer, as the status of a Service or an Ingress has it.
///
/// Upstream: ValidateLoadBalancerStatus in pkg/apis/core/validation/validation.go and
/// ValidateIngressLoadBalancerStatus in pkg/apis/networking/validation/validation.go.
public final class BalancerIngress {
  private static final List<String> MODES = List.of("Proxy", "VIP");

  private BalancerIngress() {}

  /// @param known addresses of the status before, which are not checked again
  /// @param hasMode whether an address must come with its `ipMode`
  public static void check(
      JsonObject ingress,
      List<String> known,
      boolean hasMode,
      FieldPath path,
      List<FieldError> errors) {
    String ip = ingress.string("ip");
    if (!ip.isEmpty() && !known.contains(ip)) {
      FieldChecks.format(ip, IpFormats.legacyIp(ip), path.child("ip"), errors);
    }
    if (hasMode) {
      checkMode(ingress, path.child("ipMode"), errors);
    }
    String host = ingress.string("hostname");
    if (!host.isEmpty()) {
      FieldPath hostPath = path.child("hostname");
      FieldChecks.format(host, NameFormats.dns1123Subdomain(host), hostPath, errors);
      if (IpAddress.parse(host).isPresent()) {
        errors.add(FieldError.invalid(hostPath, host, "must be a DNS name, not an IP address"));
      }
    }
  }

  private static void checkMode(JsonObject ingress, FieldPath path, List<FieldError> errors) {
    boolean hasIp = !ingress.string("ip").isEmpty();
    Optional<String> mode = ingress.findString("ipMode");
    if (mode.isEmpty()) {
      if (hasIp) {
        errors.add(FieldError.required(path, "must be specified when `ip` is set"));
      }
    } else if (!hasIp) {
      errors.add(FieldError.forbidden(path, "may not be specified when `ip` is not set"));
    } else if (!MODES.contains(mode.get())) {
      errors.add(FieldError.notSupported(path, mode.get(), MODES));
    }
  }

  /// All ways in, sorted (loadBalancerStatusStringer, ingressLoadBalancerStatusStringer).
  public static String cell(JsonObject status) {
    TreeSet<String> ways = new TreeSet<>();
    for (JsonObject ingress : status.objects("loadBalancer", "ingress")) {
      String ip = ingress.string("ip");
      ways.add(ip.isEmpty() ? ingress.string("hostname") : ip);
    }
    ways.remove("");
    return String.join(",", ways);
  }
}
