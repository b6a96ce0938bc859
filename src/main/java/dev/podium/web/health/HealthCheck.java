package dev.podium.web.health;

import java.util.Optional;
import java.util.function.Supplier;

/// One thing that must be well for the server to be healthy or ready.
///
/// @param name as in `/readyz/NAME`; may have slashes: `poststarthook/rbac/bootstrap-roles`
/// @param problem what is not well; empty where all is
public record HealthCheck(String name, Supplier<Optional<String>> problem) {
  /// A check that is well once a condition holds.
  public static HealthCheck once(
      String name, java.util.function.BooleanSupplier condition, String otherwise) {
    return new HealthCheck(
        name, () -> condition.getAsBoolean() ? Optional.empty() : Optional.of(otherwise));
  }

  /// That it answers at all.
  public static HealthCheck always(String name) {
    return new HealthCheck(name, Optional::empty);
  }
}
