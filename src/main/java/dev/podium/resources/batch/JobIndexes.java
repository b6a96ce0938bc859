package dev.podium.resources.batch;

import dev.podium.object.GoText;

/// Sets of indexes written as `0,2-5,7`.
///
/// Upstream: pkg/apis/batch/validation/validation.go (validateIndexesFormat).
final class JobIndexes {
  private JobIndexes() {}

  /// How many there are.
  ///
  /// @throws IllegalArgumentException in upstream's words
  static long count(String text, long completions) {
    long total = 0;
    long last = -1;
    for (String interval : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] ends = interval.split("-", -1);
      if (ends.length > 2) {
        throw new IllegalArgumentException(
            "the fragment "
                + GoText.quote(interval)
                + " violates the requirement that an index interval can have at most two parts"
                + " separated by '-'");
      }
      long first = index(ends[0], completions);
      if (last >= first) {
        throw notIncreasing(last, first);
      }
      last = first;
      if (ends.length == 2) {
        last = index(ends[1], completions);
        if (first >= last) {
          throw notIncreasing(first, last);
        }
      }
      total += last - first + 1;
    }
    return total;
  }

  private static IllegalArgumentException notIncreasing(long previous, long current) {
    return new IllegalArgumentException(
        "non-increasing order, previous: %d, current: %d".formatted(previous, current));
  }

  private static long index(String text, long completions) {
    long index;
    try {
      index = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "cannot convert string to integer for index: " + GoText.quote(text), e);
    }
    if (index >= completions) {
      throw new IllegalArgumentException("too large index: " + GoText.quote(text));
    }
    return index;
  }
}
