package dev.podium.web.api;

import dev.podium.kubelet.logs.LogLine;
import dev.podium.object.ApiException;
import dev.podium.object.Timestamps;
import dev.podium.web.QueryString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// What a client wants to see of a log (PodLogOptions).
///
/// @param tail the number of last lines to begin with
/// @param since nothing before
/// @param bytes no more than so many
record LogOptions(
    String container,
    boolean follow,
    boolean previous,
    boolean timestamps,
    Optional<Long> tail,
    Optional<Instant> since,
    Optional<Long> bytes) {
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  static LogOptions of(QueryString query, Instant now) {
    Optional<Instant> since =
        number(query, "sinceSeconds")
            .map(now::minusSeconds)
            .or(() -> query.find("sinceTime").map(LogOptions::time));
    return new LogOptions(
        query.first("container"),
        query.flag("follow"),
        query.flag("previous"),
        query.flag("timestamps"),
        number(query, "tailLines"),
        since,
        number(query, "limitBytes"));
  }

  private static Optional<Long> number(QueryString query, String name) {
    return query
        .find(name)
        .filter(text -> !text.isEmpty())
        .map(text -> {
          try {
            return Long.parseLong(text);
          } catch (NumberFormatException e) {
            throw ApiException.badRequest(
                "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
          }
        });
  }

  private static Instant time(String text) {
    try {
      return Timestamps.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /// The lines to begin with, of all that there are.
  List<LogLine> begin(List<LogLine> all) {
    List<LogLine> recent =
        all.stream().filter(line -> since.filter(s -> line.at().isBefore(s)).isEmpty()).toList();
    long skipped = tail.map(most -> recent.size() - Math.max(0, most)).orElse(0L);
    return recent.subList((int) Math.max(0, skipped), recent.size());
  }

  byte[] bytes(LogLine line) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(line.bytes().length + 40);
    if (timestamps) {
      text.writeBytes((NANOS.format(line.at()) + " ").getBytes(StandardCharsets.UTF_8));
    }
    text.writeBytes(line.bytes());
    if (line.complete()) {
      text.write('\n');
    }
    return text.toByteArray();
  }
}
