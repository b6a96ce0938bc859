package dev.podium.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The comment of a Go type or field: its markers (`+optional`, `+listType=map`) and the text that
/// remains.
record Comment(String text, Map<String, List<String>> markers) {
  static final Comment NONE = of(List.of());

  /// Takes a comment apart as kube-openapi does (pkg/generators/openapi.go: generateDescription):
  /// lines are joined to paragraphs, indented lines stand alone, what follows `---` is not for
  /// users.
  static Comment of(List<String> lines) {
    StringBuilder text = new StringBuilder();
    Map<String, List<String>> markers = new LinkedHashMap<>();
    boolean hidden = false;
    for (String raw : lines) {
      String line = raw.replaceAll(" +$", "");
      String leading = line.replaceAll("^ +", "");
      String marker = line.strip();
      hidden |= raw.equals("---");
      if (marker.startsWith("+")) {
        addMarker(markers, marker);
      }
      if (hidden || leading.startsWith("+") || leading.startsWith("TODO")) {
        continue;
      }
      append(text, line);
    }
    String trimmed = text.toString().replaceAll("\\n+$", "").replaceAll("^ +| +$", "");
    return new Comment(trimmed, markers);
  }

  private static void append(StringBuilder text, String line) {
    boolean indented = line.startsWith(" ") || line.startsWith("\t");
    if ((line.isEmpty() || indented) && !text.isEmpty()) {
      text.setLength(text.length() - 1);
    }
    if (line.isEmpty()) {
      text.append("\n\n");
    } else if (indented) {
      text.append('\n').append(line).append('\n');
    } else {
      text.append(line).append(' ');
    }
  }

  private static void addMarker(Map<String, List<String>> markers, String line) {
    int equals = line.indexOf('=');
    String name = equals < 0 ? line.substring(1) : line.substring(1, equals);
    String value = equals < 0 ? "" : line.substring(equals + 1);
    markers.computeIfAbsent(name.strip(), _ -> new ArrayList<>()).add(value.strip());
  }

  boolean has(String marker) {
    return markers.containsKey(marker);
  }

  /// The value of a marker's first occurrence, or the empty string.
  String value(String marker) {
    return values(marker).isEmpty() ? "" : values(marker).getFirst();
  }

  List<String> values(String marker) {
    return markers.getOrDefault(marker, List.of());
  }
}
