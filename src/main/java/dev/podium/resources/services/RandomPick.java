package dev.podium.resources.services;

import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/// Picks a free number from 0 up to a size.
///
/// The low ones are picked only when the others are gone: they are left to those who ask for a
/// certain one (upstream's static subrange, KEP-3070 and KEP-3668).
record RandomPick(RandomGenerator random) {
  OptionalLong any(long size, long reserved, LongPredicate isFree) {
    OptionalLong found = between(Math.min(reserved, size), size, isFree);
    return found.isPresent() ? found : between(0, Math.min(reserved, size), isFree);
  }

  /// Looks at every number once, beginning at a random one.
  private OptionalLong between(long from, long to, LongPredicate isFree) {
    long count = to - from;
    long start = count > 0 ? random.nextLong(count) : 0;
    for (long i = 0; i < count; i++) {
      long number = from + (start + i) % count;
      if (isFree.test(number)) {
        return OptionalLong.of(number);
      }
    }
    return OptionalLong.empty();
  }
}
