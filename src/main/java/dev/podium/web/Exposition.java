package dev.podium.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Metrics in Prometheus' text format, in the order in which they are added; one without samples is
/// left out.
public final class Exposition {
  /// Of what [#text] gives.
  public static final String TYPE =
      "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

  private final StringBuilder text = new StringBuilder();

  /// @param at when it was taken, where that is not now
  public record Sample(Map<String, String> labels, Number value, Optional<Instant> at) {
    /// @param labels names and values in turn
    public static Sample of(Number value, String... labels) {
      Map<String, String> all = new LinkedHashMap<>();
      for (int i = 0; i < labels.length; i += 2) {
        all.put(labels[i], labels[i + 1]);
      }
      return new Sample(all, value, Optional.empty());
    }

    public Sample at(Instant when) {
      return new Sample(labels, value, Optional.of(when));
    }

    private String line(String name) {
      String shown =
          labels.entrySet().stream()
              .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
              .collect(Collectors.joining(",", "{", "}"));
      return name
          + (labels.isEmpty() ? "" : shown)
          + " "
          + value
          + at.map(when -> " " + when.toEpochMilli()).orElse("")
          + "\n";
    }

    private static String escaped(String label) {
      return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
  }

  /// What only grows.
  public Exposition counter(String name, String help, List<Sample> samples) {
    return add(name, "counter", help, samples);
  }

  public Exposition gauge(String name, String help, List<Sample> samples) {
    return add(name, "gauge", help, samples);
  }

  private Exposition add(String name, String type, String help, List<Sample> samples) {
    if (!samples.isEmpty()) {
      text.append("# HELP ").append(name).append(' ').append(help).append('\n');
      text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
      List<String> lines = new ArrayList<>();
      samples.forEach(sample -> lines.add(sample.line(name)));
      lines.stream().sorted().forEach(text::append);
    }
    return this;
  }

  public String text() {
    return text.toString();
  }
}
