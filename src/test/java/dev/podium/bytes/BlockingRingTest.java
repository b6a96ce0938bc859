package dev.podium.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

final class BlockingRingTest {
  private final BlockingRing ring = new BlockingRing(4, new ReentrantLock());

  private String take(int most, BlockingRing.Gate more) throws IOException {
    byte[] bytes = new byte[most];
    int count = ring.take(bytes, 0, most, more);
    return count < 0 ? "end" : new String(bytes, 0, count, US_ASCII);
  }

  private void put(String text, BlockingRing.Gate wanted) throws IOException {
    ring.put(text.getBytes(US_ASCII), 0, text.length(), wanted);
  }

  @Test
  void whatIsThereIsReadBeforeTheEnd() throws IOException {
    put("ab", () -> true);
    assertThat(take(1, () -> false)).isEqualTo("a");
    assertThat(take(8, () -> false)).isEqualTo("b");
    assertThat(take(8, () -> false)).isEqualTo("end");
  }

  @Test
  void whoWritesMoreThanThereIsRoomForWaitsForWhoReads() throws Exception {
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                put("abcdefghij", () -> true);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    StringBuilder read = new StringBuilder();
    while (read.length() < 10) {
      read.append(take(3, () -> true));
      assertThat(ring.size()).isLessThanOrEqualTo(4);
    }
    assertThat(read).hasToString("abcdefghij");
    writer.join();
  }

  @Test
  void whatNobodyWantsIsForgotten() throws IOException {
    put("abcdef", () -> ring.size() < 4);
    assertThat(take(8, () -> false)).isEqualTo("abcd");
  }

  @Test
  void whoIsInterruptedHearsOfItAndStaysSo() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> take(1, () -> true)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
