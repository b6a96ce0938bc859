package dev.podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.time.SimulatedClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkQueueTest {
  private static final Key A = new Key("ns", "a");
  private static final Key B = new Key("ns", "b");

  private final SimulatedClock clock = new SimulatedClock();
  private final WorkQueue queue = new WorkQueue(clock);

  @Test
  void aKeyAddedTwiceIsWorkedOnOnce() {
    queue.add(A);
    queue.add(B);
    queue.add(A);
    assertThat(queue.poll()).contains(A);
    assertThat(queue.poll()).contains(B);
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void aKeyAddedWhileItIsWorkedOnComesAgainAfterwards() {
    queue.add(A);
    queue.poll();
    queue.add(A);
    queue.add(A);
    assertThat(queue.poll()).as("nobody else gets it").isEmpty();
    queue.done(A);
    assertThat(queue.poll()).contains(A);
    queue.done(A);
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void aKeyComesWhenItsDelayHasPassed() {
    queue.addAfter(A, Duration.ofSeconds(10));
    clock.advance(Duration.ofMillis(9_999));
    assertThat(queue.poll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(queue.poll()).contains(A);
  }

  @Test
  void aDelayThatHasPassedIsNone() {
    queue.addAfter(A, Duration.ofSeconds(-1));
    assertThat(queue.poll()).contains(A);
  }

  @Test
  void ofSeveralDelaysTheShortestCounts() {
    queue.addAfter(A, Duration.ofSeconds(10));
    queue.addAfter(A, Duration.ofSeconds(5));
    queue.addAfter(A, Duration.ofSeconds(20));
    clock.advance(Duration.ofSeconds(5));
    assertThat(queue.poll()).contains(A);
    queue.done(A);
    clock.advance(Duration.ofMinutes(1));
    assertThat(queue.poll()).isEmpty();
  }

  @ParameterizedTest(name = "the failure number {0} waits {1} ms")
  @CsvSource({"1, 5", "2, 10", "3, 20", "10, 2560", "18, 655360", "19, 1000000", "200, 1000000"})
  void everyFailureDoublesTheDelayUpToAThousandSeconds(int failures, long millis) {
    for (int i = 1; i < failures; i++) {
      queue.addRateLimited(A);
      clock.advance(WorkQueue.MAX_DELAY);
      queue.done(queue.poll().orElseThrow());
    }
    queue.addRateLimited(A);
    clock.advance(Duration.ofMillis(millis - 1));
    assertThat(queue.poll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(queue.poll()).contains(A);
  }

  @Test
  void successMakesTheNextFailureTheFirst() {
    queue.addRateLimited(A);
    queue.addRateLimited(A);
    queue.forget(A);
    clock.advance(WorkQueue.MAX_DELAY);
    queue.done(queue.poll().orElseThrow());
    queue.addRateLimited(A);
    clock.advance(WorkQueue.BASE_DELAY);
    assertThat(queue.poll()).contains(A);
  }

  @Test
  void aWaitingWorkerGetsWhatIsAdded() throws Exception {
    CompletableFuture<Key> got = new CompletableFuture<>();
    Thread worker =
        Thread.startVirtualThread(() -> {
          try {
            got.complete(queue.take());
          } catch (InterruptedException e) {
            got.completeExceptionally(e);
          }
        });
    queue.add(A);
    assertThat(got.get()).isEqualTo(A);
    worker.join();
  }
}
