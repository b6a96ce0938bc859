package dev.podium.admission;

import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import dev.podium.usage.Amounts;
import dev.podium.usage.ContainerSum;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What one limit range finds wrong with a pod or a claim.
///
/// Upstream: PodValidateLimitFunc and PersistentVolumeClaimValidateLimitFunc in
/// plugin/pkg/admission/limitranger/admission.go.
final class LimitChecks {
  private final String type;
  private final Map<String, Quantity> requests;
  private final Map<String, Quantity> limits;
  private final List<String> errors;

  private LimitChecks(
      String type,
      Map<String, Quantity> requests,
      Map<String, Quantity> limits,
      List<String> errors) {
    this.type = type;
    this.requests = requests;
    this.limits = limits;
    this.errors = errors;
  }

  static List<String> ofPod(JsonObject rangeSpec, JsonObject podSpec) {
    List<String> errors = new ArrayList<>();
    for (JsonObject limit : rangeSpec.objects("limits")) {
      String type = limit.string("type");
      if (type.equals("Container")) {
        podSpec.objects("containers").forEach(c -> ofContainer(type, c, errors).bounds(limit));
        podSpec.objects("initContainers").forEach(c -> ofContainer(type, c, errors).bounds(limit));
      } else if (type.equals("Pod")) {
        new LimitChecks(type, total(podSpec, "requests"), total(podSpec, "limits"), errors)
            .bounds(limit);
      }
    }
    return errors;
  }

  private static LimitChecks ofContainer(String type, JsonObject container, List<String> errors) {
    return new LimitChecks(
        type,
        Amounts.of(container, "resources", "requests"),
        Amounts.of(container, "resources", "limits"),
        errors);
  }

  /// What the containers sum up to, unless the pod itself says.
  private static Map<String, Quantity> total(JsonObject podSpec, String list) {
    Map<String, Quantity> total = ContainerSum.of(podSpec, list);
    total.putAll(Amounts.of(podSpec, "resources", list));
    return total;
  }

  static List<String> ofClaim(JsonObject rangeSpec, JsonObject claimSpec) {
    List<String> errors = new ArrayList<>();
    for (JsonObject limit : rangeSpec.objects("limits")) {
      if (limit.string("type").equals("PersistentVolumeClaim")) {
        Map<String, Quantity> requests = Amounts.of(claimSpec, "resources", "requests");
        LimitChecks claim = new LimitChecks("PersistentVolumeClaim", requests, Map.of(), errors);
        Amounts.of(limit, "min").forEach(claim::min);
        Amounts.of(limit, "max").forEach(claim::maxRequest);
      }
    }
    return errors;
  }

  private void bounds(JsonObject limit) {
    Amounts.of(limit, "min").forEach(this::min);
    Amounts.of(limit, "max").forEach(this::max);
    Amounts.of(limit, "maxLimitRequestRatio").forEach(this::ratio);
  }

  private void min(String resource, Quantity least) {
    if (!requests.containsKey(resource)) {
      bound("minimum", resource, least, ".  No request is specified");
    } else if (requests.get(resource).compareTo(least) < 0) {
      bound("minimum", resource, least, ", but request is " + requests.get(resource));
    } else if (limits.containsKey(resource) && limits.get(resource).compareTo(least) < 0) {
      bound("minimum", resource, least, ", but limit is " + limits.get(resource));
    }
  }

  private void max(String resource, Quantity most) {
    if (!limits.containsKey(resource)) {
      bound("maximum", resource, most, ".  No limit is specified");
    } else if (limits.get(resource).compareTo(most) > 0) {
      bound("maximum", resource, most, ", but limit is " + limits.get(resource));
    } else if (requests.containsKey(resource) && requests.get(resource).compareTo(most) > 0) {
      bound("maximum", resource, most, ", but request is " + requests.get(resource));
    }
  }

  private void maxRequest(String resource, Quantity most) {
    if (!requests.containsKey(resource)) {
      bound("maximum", resource, most, ".  No request is specified");
    } else if (requests.get(resource).compareTo(most) > 0) {
      bound("maximum", resource, most, ", but request is " + requests.get(resource));
    }
  }

  private void bound(String which, String resource, Quantity bound, String but) {
    errors.add(which + " " + resource + " usage per " + type + " is " + bound + but);
  }

  private void ratio(String resource, Quantity most) {
    Quantity request = requests.getOrDefault(resource, Quantity.ZERO);
    Quantity limit = limits.getOrDefault(resource, Quantity.ZERO);
    String beginning =
        resource + " max limit to request ratio per " + type + " is " + most + ", but ";
    if (request.isZero()) {
      errors.add(beginning + "no request is specified or request is 0");
    } else if (limit.isZero()) {
      errors.add(beginning + "no limit is specified or limit is 0");
    } else {
      double ratio = limit.doubleValue() / request.doubleValue();
      if (ratio > most.doubleValue()) {
        errors.add(beginning + String.format(Locale.ROOT, "provided ratio is %f", ratio));
      }
    }
  }

  /// Several failures as one text: each once, in brackets (utilerrors.NewAggregate).
  static String joined(List<String> errors) {
    Set<String> distinct = new LinkedHashSet<>(errors);
    String text = String.join(", ", distinct);
    return distinct.size() > 1 ? "[" + text + "]" : text;
  }
}
