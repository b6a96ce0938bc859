package dev.podium.admission;

import dev.podium.object.ApiObject;
import dev.podium.object.Quantity;
import dev.podium.usage.Amounts;
import dev.podium.usage.QuotaUsage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What one write costs a quota, and whether the quota has it.
///
/// Upstream: CheckRequest in apiserver/pkg/admission/plugin/resourcequota/controller.go.
record QuotaCharge(QuotaUsage counting, ApiObject object, Optional<ApiObject> old, Instant now) {
  /// @param quota with what is left of the earlier charges
  /// @return the quota with the charge in its status; the same where it costs nothing
  /// @throws Exceeded where the quota does not allow it
  ApiObject to(ApiObject quota) throws Exceeded {
    Map<String, Quantity> hard = Amounts.of(quota.status(), "hard");
    Set<String> counted = counting.counted(hard.keySet());
    if (counted.isEmpty() || !counting.isInScope(quota.spec(), object)) {
      return quota;
    }
    Map<String, Quantity> used = Amounts.of(quota.status(), "used");
    check(quota, counted, used.keySet());
    Map<String, Quantity> asked = asked(quota, hard.keySet());
    if (asked.isEmpty()) {
      return quota;
    }
    Map<String, Quantity> total = new TreeMap<>();
    asked.forEach(
        (name, more) -> total.put(name, used.getOrDefault(name, Quantity.ZERO).plus(more)));
    Set<String> exceeded =
        total.entrySet().stream()
            .filter(entry -> {
              Quantity limit = hard.get(entry.getKey());
              return limit != null && entry.getValue().compareTo(limit) > 0;
            })
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    if (!exceeded.isEmpty()) {
      throw new Exceeded(
          "exceeded quota: %s, requested: %s, used: %s, limited: %s"
              .formatted(
                  quota.name(), text(asked, exceeded), text(used, exceeded), text(hard, exceeded)));
    }
    return quota.editStatus(status -> {
      var counts = status.object("used");
      total.forEach((name, quantity) -> counts.set(name, quantity.toString()));
    });
  }

  private void check(ApiObject quota, Set<String> counted, Set<String> known) throws Exceeded {
    var unstated = counting.unstated(object, counted);
    if (!unstated.isEmpty()) {
      throw new Exceeded(
          "failed quota: " + quota.name() + ": must specify " + String.join("; ", unstated));
    }
    if (!known.containsAll(counted)) {
      throw new Exceeded(
          "status unknown for quota: "
              + quota.name()
              + ", resources: "
              + String.join(",", counted));
    }
  }

  /// What it costs more than before, of what the quota counts.
  private Map<String, Quantity> asked(ApiObject quota, Set<String> hard) {
    Map<String, Quantity> asked = new TreeMap<>(counting.usage(object, now));
    old.filter(before -> counting.isInScope(quota.spec(), before))
        .ifPresent(before ->
            counting
                .usage(before, now)
                .forEach((name, quantity) ->
                    asked.computeIfPresent(name, (_, more) -> more.minus(quantity))));
    asked.keySet().retainAll(hard);
    asked.values().removeIf(quantity -> quantity.sign() <= 0);
    return asked;
  }

  private static String text(Map<String, Quantity> amounts, Set<String> names) {
    return amounts.entrySet().stream()
        .filter(entry -> names.contains(entry.getKey()))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /// A quota refuses, in upstream's words.
  static final class Exceeded extends Exception {
    private static final long serialVersionUID = 1;

    Exceeded(String message) {
      super(message);
    }
  }
}
