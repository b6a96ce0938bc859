package dev.podium.printing;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelSelector;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What several kinds show in their table cells in the same way.
public final class Cells {
  public static final String NONE = "<none>";
  public static final String UNKNOWN = "<unknown>";
  public static final String UNSET = "<unset>";

  private Cells() {}

  public static String age(ApiObject object, Instant now) {
    return HumanDuration.since(object.creationTimestamp(), now);
  }

  /// The text, or `<none>` where it is empty.
  public static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  /// The text, or `<unknown>` where it is empty.
  public static String orUnknown(String text) {
    return text.isEmpty() ? UNKNOWN : text;
  }

  /// Labels as `a=1,b=2` in order of their keys (labels.Set's String, FormatLabels).
  public static String labels(Map<String, String> labels) {
    return orNone(
        labels.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(",")));
  }

  /// A selector of the API as text; `<none>` where it selects everything or nothing
  /// (FormatLabelSelector).
  public static String selector(Optional<JsonObject> selector) {
    try {
      return orNone(LabelSelector.ofJson(selector).toString());
    } catch (IllegalArgumentException e) {
      return "<error>";
    }
  }

  /// The names of containers (layoutContainerCells).
  public static String names(List<JsonObject> containers) {
    return joined(containers.stream().map(container -> container.string("name")).toList());
  }

  /// The images of containers (layoutContainerCells).
  public static String images(List<JsonObject> containers) {
    return joined(containers.stream().map(container -> container.string("image")).toList());
  }

  public static String joined(Collection<String> texts) {
    return String.join(",", texts);
  }
}
