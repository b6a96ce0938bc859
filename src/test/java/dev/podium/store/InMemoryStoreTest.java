package dev.podium.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class InMemoryStoreTest extends StoreContract {
  @Override
  Store newStore(int window, int maxWaiting) {
    return new InMemoryStore(window, maxWaiting);
  }

  @Test
  void aWindowOfNothingIsRefused() {
    assertThatThrownBy(() -> new InMemoryStore(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new InMemoryStore(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
