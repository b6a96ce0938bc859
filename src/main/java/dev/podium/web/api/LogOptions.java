package dev.podium.web.api;

import dev.podium.kubelet.logs.LogLine;
import dev.podium.object.ApiException;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoText;
import dev.podium.object.GroupKind;
import dev.podium.object.Timestamps;
import dev.podium.web.QueryString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a client wants to see of a log (PodLogOptions).
///
/// @param tail the number of last lines to begin with
/// @param since nothing before
/// @param bytes no more than so many
/// @param stream `All`, `Stdout` or `Stderr`
record LogOptions(
    String container,
    boolean follow,
    boolean previous,
    boolean timestamps,
    Optional<Long> tail,
    Optional<Instant> since,
    Optional<Long> bytes,
    String stream) {
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  private static final List<String> STREAMS = List.of("All", "Stderr", "Stdout");

  /// Upstream: pkg/apis/core/v1/validation/validation.go (ValidatePodLogOptions).
  ///
  /// @param pod whose log is asked for
  /// @throws ApiException 400 for what cannot be read, 422 for what makes no sense
  static LogOptions of(QueryString query, Instant now, String pod) {
    Optional<Long> seconds = number(query, "sinceSeconds");
    Optional<Instant> time =
        query.find("sinceTime").filter(text -> !text.isEmpty()).map(LogOptions::time);
    List<FieldError> errors = new ArrayList<>();
    least(errors, query, "tailLines", 0, "must be greater than or equal to 0");
    least(errors, query, "limitBytes", 1, "must be greater than 0");
    if (seconds.isPresent() && time.isPresent()) {
      String both = "at most one of `sinceTime` or `sinceSeconds` may be specified";
      errors.add(FieldError.forbidden(FieldPath.of(""), both));
    } else {
      least(errors, query, "sinceSeconds", 1, "must be greater than 0");
    }
    String stream = query.find("stream").orElse("All");
    if (!STREAMS.contains(stream)) {
      errors.add(FieldError.notSupported(FieldPath.of("stream"), stream, STREAMS));
    }
    if (!stream.equals("All") && query.has("tailLines")) {
      String both = "`tailLines` and specific `stream` are mutually exclusive for now";
      errors.add(FieldError.forbidden(FieldPath.of(""), both));
    }
    if (!errors.isEmpty()) {
      throw ApiException.invalid(new GroupKind("", "PodLogOptions"), pod, errors);
    }
    Optional<Instant> since = seconds.map(now::minusSeconds).or(() -> time);
    return new LogOptions(
        query.first("container"),
        query.flag("follow"),
        query.flag("previous"),
        query.flag("timestamps"),
        number(query, "tailLines"),
        since,
        number(query, "limitBytes"),
        stream);
  }

  private static void least(
      List<FieldError> errors, QueryString query, String name, long least, String detail) {
    number(query, name)
        .filter(number -> number < least)
        .ifPresent(number -> errors.add(FieldError.invalid(FieldPath.of(name), number, detail)));
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
                "strconv.ParseInt: parsing " + GoText.quote(text) + ": invalid syntax");
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
        all.stream()
            .filter(this::wants)
            .filter(line -> since.filter(s -> line.at().isBefore(s)).isEmpty())
            .toList();
    long skipped = tail.map(most -> recent.size() - Math.max(0, most)).orElse(0L);
    return recent.subList((int) Math.max(0, skipped), recent.size());
  }

  /// Whether it was written to a stream that the client wants to see.
  boolean wants(LogLine line) {
    return stream.equals("All") || line.error() == stream.equals("Stderr");
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
