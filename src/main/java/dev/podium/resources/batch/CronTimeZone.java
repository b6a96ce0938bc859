package dev.podium.resources.batch;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Time zones by their IANA names.
///
/// Upstream: pkg/apis/batch/validation/validation.go (validateTimeZone) over Go's
/// `time.LoadLocation`.
public final class CronTimeZone {
  private static final Pattern PART = Pattern.compile("^[A-Za-z.\\-_0-9+]{1,14}$");
  private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();

  private CronTimeZone() {}

  /// What is wrong with a name; empty where there is such a zone.
  static Optional<String> fault(String name) {
    if (name.isEmpty()) {
      return Optional.of("timeZone must be nil or non-empty string");
    }
    for (String part : name.split("/", -1)) {
      if (part.equals(".")
          || part.equals("..")
          || part.startsWith("-")
          || !PART.matcher(part).matches()) {
        return Optional.of("unknown time zone " + name);
      }
    }
    if (name.toLowerCase(Locale.ROOT).equals("local")) {
      return Optional.of(
          "timeZone must be an explicit time zone as defined in"
              + " https://www.iana.org/time-zones");
    }
    return find(name).isPresent() ? Optional.empty() : Optional.of("unknown time zone " + name);
  }

  /// The zone of a name, if there is one.
  public static Optional<ZoneId> find(String name) {
    boolean known = KNOWN.contains(name) && !name.startsWith("SystemV/");
    return known ? Optional.of(ZoneId.of(name)) : Optional.empty();
  }

  /// A schedule without the `TZ=` in front of it, which the parser knows and validation refuses.
  static String strip(String schedule) {
    if (!schedule.startsWith("TZ=") && !schedule.startsWith("CRON_TZ=")) {
      return schedule;
    }
    int space = schedule.indexOf(' ');
    int end = space < 0 ? schedule.length() : space;
    String zone = schedule.substring(schedule.indexOf('=') + 1, end);
    if (find(zone).isEmpty()) {
      throw new IllegalArgumentException(
          "provided bad location " + zone + ": unknown time zone " + zone);
    }
    return schedule.substring(end).strip();
  }
}
