package dev.podium.kubelet.image;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// The images on one node. One lock guards it.
public final class ImageStore {
  private static final long BYTES_PER_SECOND = 120_000_000;
  private static final Duration QUICKEST = Duration.ofMillis(900);
  private static final Duration LONGEST = Duration.ofMillis(2000);

  /// To find out that the image is there already and still the same.
  private static final Duration CHECK = Duration.ofMillis(450);

  private static final Duration REFUSAL = Duration.ofMillis(700);

  private final ReentrantLock lock = new ReentrantLock();

  /// When each image was or will be there.
  private final Map<ImageName, Instant> present = new HashMap<>();

  /// @param until when it ends
  /// @param failure why it is going to fail, in the runtime's words
  public record Pull(Instant until, Optional<String> failure) {}

  public boolean has(ImageName image, Instant now) {
    lock.lock();
    try {
      Instant since = present.get(image);
      return since != null && !since.isAfter(now);
    } finally {
      lock.unlock();
    }
  }

  /// Begins a pull, or joins one of the same image.
  ///
  /// @param pace how long work really takes
  public Pull pull(
      ImageCatalog catalog, ImageName image, Instant now, UnaryOperator<Duration> pace) {
    Optional<String> failure = catalog.pullFailure(image);
    if (failure.isPresent()) {
      Duration takes = REFUSAL.plusMillis(jitter(image, 600));
      return new Pull(now.plus(pace.apply(takes)), failure);
    }
    lock.lock();
    try {
      Instant since = present.get(image);
      if (since != null && since.isAfter(now)) {
        return new Pull(since, Optional.empty());
      }
      boolean again = since != null;
      Duration takes = again ? CHECK.plusMillis(jitter(image, 300)) : transfer(catalog, image);
      Instant until = now.plus(pace.apply(takes));
      if (!again) {
        present.put(image, until);
      }
      return new Pull(until, Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  private static Duration transfer(ImageCatalog catalog, ImageName image) {
    long millis = catalog.image(image).size() * 1000 / BYTES_PER_SECOND;
    Duration takes = QUICKEST.plusMillis(millis);
    return (takes.compareTo(LONGEST) > 0 ? LONGEST : takes).minusMillis(jitter(image, 200));
  }

  /// The same for the same image, so that nothing depends on chance.
  private static long jitter(ImageName image, int bound) {
    return Math.floorMod(image.toString().hashCode(), bound);
  }
}
