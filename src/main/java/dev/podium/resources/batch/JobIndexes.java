package dev.podium.resources.batch;

import dev.podium.object.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Sets of indexes written as `0,2-5,7`.
///
/// Upstream: pkg/apis/batch/validation/validation.go (validateIndexesFormat).
record JobIndexes(List<Interval> intervals) {
  /// @param last the last index that is in it
  record Interval(long first, long last) {
    private static Interval parse(String text, long completions) {
      String[] ends = text.split("-", -1);
      if (ends.length > 2) {
        throw new IllegalArgumentException(
            "the fragment "
                + GoText.quote(text)
                + " violates the requirement that an index interval can have at most two parts"
                + " separated by '-'");
      }
      long first = index(ends[0], completions);
      if (ends.length == 1) {
        return new Interval(first, first);
      }
      long last = index(ends[1], completions);
      if (first >= last) {
        throw notIncreasing(first, last);
      }
      return new Interval(first, last);
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

  /// @throws IllegalArgumentException in upstream's words
  static JobIndexes parse(String text, long completions) {
    List<Interval> intervals = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      Interval interval = Interval.parse(part, completions);
      if (!intervals.isEmpty() && intervals.getLast().last >= interval.first) {
        throw notIncreasing(intervals.getLast().last, interval.first);
      }
      intervals.add(interval);
    }
    return new JobIndexes(intervals);
  }

  private static IllegalArgumentException notIncreasing(long previous, long current) {
    return new IllegalArgumentException(
        "non-increasing order, previous: %d, current: %d".formatted(previous, current));
  }

  /// How many there are.
  long count() {
    return intervals.stream().mapToLong(interval -> interval.last - interval.first + 1).sum();
  }

  /// The first index that is in both.
  OptionalLong overlap(JobIndexes other) {
    return intervals.stream()
        .flatMapToLong(mine ->
            other.intervals.stream()
                .filter(theirs -> mine.first <= theirs.last && theirs.first <= mine.last)
                .mapToLong(theirs -> Math.max(mine.first, theirs.first)))
        .findFirst();
  }
}
