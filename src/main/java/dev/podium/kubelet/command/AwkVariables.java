package dev.podium.kubelet.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The variables and arrays of an awk script that runs: those of the function that is being called
/// hide the script's.
final class AwkVariables {
  private static final int DEEPEST_CALL = 400;

  private final Holdings holdings;
  private final Map<String, AwkValue> globals = new HashMap<>();
  private final Map<String, Map<String, AwkValue>> arrays = new HashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();

  /// The variables of a function that runs.
  record Frame(
      Map<String, AwkValue> values, Map<String, Map<String, AwkValue>> arrays, Set<String> names) {}

  AwkVariables(Holdings holdings) {
    this.holdings = holdings;
    Map.of(
            "FS", " ", "OFS", " ", "ORS", "\n", "RS", "\n", "SUBSEP", "\034", "CONVFMT", "%.6g",
            "OFMT", "%.6g")
        .forEach((name, value) -> globals.put(name, AwkValue.of(value)));
    for (String name : List.of("NR", "NF", "FNR", "RSTART")) {
      globals.put(name, AwkValue.of(0));
    }
    globals.put("RLENGTH", AwkValue.of(-1));
  }

  /// @throws Usage where calls are nested too deep
  void enter(Frame frame) {
    if (frames.size() > DEEPEST_CALL) {
      throw new Usage("awk: function call nesting too deep", 2);
    }
    frames.push(frame);
  }

  void leave() {
    frames.pop();
  }

  private Optional<Frame> frame(String name) {
    Frame frame = frames.peek();
    return frame != null && frame.names().contains(name) ? Optional.of(frame) : Optional.empty();
  }

  /// Whether a name is the script's own, not of the function that runs.
  boolean isGlobal(String name) {
    return frame(name).isEmpty();
  }

  AwkValue get(String name) {
    return frame(name).map(Frame::values).orElse(globals).getOrDefault(name, AwkValue.NOTHING);
  }

  void set(String name, AwkValue value) {
    put(frame(name).map(Frame::values).orElse(globals), name, value);
  }

  /// One of the variables that awk itself looks at.
  String text(String name) {
    return globals.getOrDefault(name, AwkValue.NOTHING).toText("%.6g");
  }

  /// Sets one of the variables that awk itself looks after.
  void global(String name, AwkValue value) {
    globals.put(name, value);
  }

  void count(String name) {
    globals.put(name, AwkValue.of(globals.getOrDefault(name, AwkValue.NOTHING).toNumber() + 1));
  }

  String string(AwkValue value) {
    return value.isNumber() ? value.toText(text("CONVFMT")) : value.text();
  }

  Map<String, AwkValue> array(String name) {
    return frame(name)
        .map(Frame::arrays)
        .orElse(arrays)
        .computeIfAbsent(name, _ -> new LinkedHashMap<>());
  }

  boolean isArray(String name) {
    return frame(name).map(Frame::arrays).orElse(arrays).containsKey(name);
  }

  void put(Map<String, AwkValue> values, String key, AwkValue value) {
    AwkValue before = values.put(key, value);
    holdings.add(weight(value) - (before == null ? -Holdings.weight(key) : weight(before)));
  }

  private static long weight(AwkValue value) {
    return Holdings.weight(value.text());
  }
}
