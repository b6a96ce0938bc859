package dev.podium.runtime;

/// Brings the world closer to what one object asks for.
///
/// Level-triggered: it is told which object to look at, not what happened, and looks at the present
/// state only. It is never called for one key by two threads at once, and finds the caches of its
/// [Controller] up to date when it begins, its own earlier writes included.
@FunctionalInterface
public interface Reconciler {
  /// Called again later, and ever later, where it throws.
  ///
  /// @param key an object that may be gone by now
  Outcome reconcile(Key key);
}
