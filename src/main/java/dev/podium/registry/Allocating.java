package dev.podium.registry;

import dev.podium.object.ApiObject;
import java.util.Optional;

/// What a kind takes from outside around one write; given back unless the write is kept.
final class Allocating implements AutoCloseable {
  private final ApiObject object;
  private Optional<Hooks.Reservation> reservation = Optional.empty();

  Allocating(
      Optional<Hooks.Allocation> allocation,
      ApiObject object,
      Optional<ApiObject> old,
      WriteContext context) {
    this.object =
        object.edit(
            draft -> reservation = allocation.map(hook -> hook.before(draft, old, context)));
  }

  /// The object with what it was given.
  ApiObject object() {
    return object;
  }

  void keep() {
    reservation.ifPresent(Hooks.Reservation::keep);
    reservation = Optional.empty();
  }

  @Override
  public void close() {
    reservation.ifPresent(Hooks.Reservation::giveBack);
  }
}
