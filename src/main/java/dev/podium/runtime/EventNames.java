package dev.podium.runtime;

import dev.podium.object.NameFormats;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/// What a recorder calls its events: by what they are about and by a time in nanoseconds, each time
/// only once, since simulated time may stand still.
///
/// Upstream: client-go/tools/record/util (GenerateEventName), which takes a uid where that would
/// make no name.
final class EventNames {
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.EPOCH);

  String next(String about, Instant now) {
    Instant time = latest.updateAndGet(before -> now.isAfter(before) ? now : before.plusNanos(1));
    long nanos = time.getEpochSecond() * 1_000_000_000L + time.getNano();
    String name = about + "." + Long.toHexString(nanos);
    return NameFormats.dns1123Subdomain(name).isEmpty()
        ? name
        : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
