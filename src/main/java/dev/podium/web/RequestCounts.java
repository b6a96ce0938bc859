package dev.podium.web;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How many requests there were of each sort.
public final class RequestCounts {
  /// Names come from clients: more sorts than this are counted as one.
  private static final int MOST = 5000;

  private static final Sort OTHER = new Sort("", "", "", "", "", 0);

  private final Map<Sort, LongAdder> counts = new ConcurrentHashMap<>();

  /// Requests that differ in nothing that is counted.
  public record Sort(
      String verb, String group, String version, String resource, String subresource, int code) {}

  /// @param count since the start
  public record Count(Sort sort, long count) {}

  void add(RequestInfo info, int code) {
    Sort sort =
        new Sort(
            info.verb(),
            info.apiGroup(),
            info.version(),
            info.resource(),
            info.subresource(),
            code);
    LongAdder known = counts.get(sort);
    if (known == null) {
      Sort kept = counts.size() < MOST ? sort : OTHER;
      known = counts.computeIfAbsent(kept, _ -> new LongAdder());
    }
    known.increment();
  }

  public List<Count> all() {
    return counts.entrySet().stream()
        .map(entry -> new Count(entry.getKey(), entry.getValue().sum()))
        .toList();
  }
}
