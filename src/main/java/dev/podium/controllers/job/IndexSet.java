package dev.podium.controllers.job;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// A set of completion indexes, written as `0,2-5,7`; immutable.
///
/// Upstream: pkg/controller/job/indexed_job_utils.go (orderedIntervals), which writes two
/// neighbours as `0,1`.
final class IndexSet {
  static final IndexSet EMPTY = new IndexSet(new BitSet());

  private final BitSet bits;

  private IndexSet(BitSet bits) {
    this.bits = bits;
  }

  /// Reads what a status or a rule holds, up to the number of completions.
  static IndexSet parse(String text, long completions) {
    BitSet bits = new BitSet();
    for (String interval : text.isEmpty() ? new String[0] : text.split(",")) {
      String[] ends = interval.split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (first < completions) {
        bits.set(first, (int) Math.min(last, completions - 1) + 1);
      }
    }
    return new IndexSet(bits);
  }

  IndexSet with(IntStream more) {
    BitSet union = (BitSet) bits.clone();
    more.forEach(union::set);
    return new IndexSet(union);
  }

  IndexSet with(IndexSet other) {
    return with(other.bits.stream());
  }

  boolean has(int index) {
    return bits.get(index);
  }

  boolean hasAll(IndexSet others) {
    return others.bits.stream().allMatch(bits::get);
  }

  int countOf(IndexSet others) {
    return (int) others.bits.stream().filter(bits::get).count();
  }

  int size() {
    return bits.cardinality();
  }

  /// The first indexes below `limit` that are not in here.
  List<Integer> firstMissing(int count, long limit) {
    List<Integer> missing = new ArrayList<>();
    int next = bits.nextClearBit(0);
    while (missing.size() < count && next < limit) {
      missing.add(next);
      next = bits.nextClearBit(next + 1);
    }
    return missing;
  }

  @Override
  public String toString() {
    List<String> intervals = new ArrayList<>();
    int first = bits.nextSetBit(0);
    while (first >= 0) {
      int last = bits.nextClearBit(first) - 1;
      String separator = last == first + 1 ? "," : "-";
      intervals.add(first == last ? "" + first : first + separator + last);
      first = bits.nextSetBit(last + 1);
    }
    return String.join(",", intervals);
  }
}
