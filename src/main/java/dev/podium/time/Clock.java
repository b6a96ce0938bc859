package dev.podium.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/// The time of the simulated cluster, which may run faster than ours.
///
/// Three things need time, and each has its method. What is dated asks [#now]. What is due at some
/// time (a deadline, a back-off, a schedule) is given to [#schedule] as it is. Work that merely
/// takes its time (to pull an image, to start a container) first asks [#pause] how long that is,
/// since a cluster without waiting does such work at once, while its deadlines still mean what they
/// say.
public interface Clock extends InstantSource {
  Instant now();

  @Override
  default Instant instant() {
    return now();
  }

  /// Calls `task` once `delay` has passed; at the earliest possible moment where it is not
  /// positive.
  ///
  /// Tasks run one after the other, in order of their time, on a thread of the clock's: they hand
  /// their work to somebody else and neither block nor throw.
  Timer schedule(Duration delay, Runnable task);

  /// How long work takes that is to take `nominal`: as long, or no time at all.
  Duration pause(Duration nominal);

  /// Holds up the calling thread, as the `sleep` of a simulated shell does.
  default void sleep(Duration duration) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Timer timer = schedule(duration, over::countDown);
    try {
      over.await();
    } finally {
      timer.cancel();
    }
  }

  /// A task that waits for its time.
  interface Timer {
    /// Sees to it that the task is not called, unless that has begun already.
    void cancel();
  }
}
