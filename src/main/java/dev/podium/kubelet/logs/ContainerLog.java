package dev.podium.kubelet.logs;

import dev.podium.bytes.BlockOutput;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one run of a container writes: its latest lines, as many as a kubelet keeps in a file, and
/// fewer where memory is scarce. Safe for use by any thread; the lock guards everything.
///
/// Upstream: --container-log-max-size; the runtime's CRI logger cuts longer lines.
public final class ContainerLog implements AutoCloseable {
  private static final long MOST_BYTES = 10 << 20;
  private static final long LEAST_BYTES = 64 << 10;
  private static final int LONGEST_LINE = 16 << 10;

  /// What a line takes besides its bytes.
  private static final int OVERHEAD = 80;

  /// What a line has in its file besides its bytes: time, stream, a tag and an end.
  private static final int PREFIX = 46;

  /// A kubelet keeps the file that is written and so many full ones. Upstream:
  /// --container-log-max-files.
  private static final int FILES = 5;

  private final InstantSource time;
  private final LogSpace space;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<LogLine> lines = new ArrayDeque<>(1);
  private final Line out = new Line(false);
  private final Line error = new Line(true);
  private long next;
  private long bytes;
  private long inFiles;
  private Optional<Instant> end = Optional.empty();

  public ContainerLog(InstantSource time, LogSpace space) {
    this.time = time;
    this.space = space;
  }

  /// What is written here is logged. Never blocks.
  public OutputStream output() {
    return out;
  }

  public OutputStream error() {
    return error;
  }

  /// When the run ended; empty while it goes on.
  public Optional<Instant> end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /// How large the files of this log are on a node, in bytes.
  public long fileSize() {
    lock.lock();
    try {
      return inFiles;
    } finally {
      lock.unlock();
    }
  }

  /// All lines that are kept.
  public List<LogLine> lines() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for lines that come after others.
  ///
  /// @param from the number of the first one of interest
  /// @param atMost how long, in real time
  /// @return empty when the run has ended and there are no more, or when the time is over
  public List<LogLine> await(long from, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (next <= from && end.isEmpty() && left > 0) {
        left = more.awaitNanos(left);
      }
      // Most followers want the last few of many.
      int wanted = (int) Math.max(0, Math.min(lines.size(), next - from));
      LogLine[] latest = new LogLine[wanted];
      var backwards = lines.descendingIterator();
      for (int i = wanted - 1; i >= 0; i--) {
        latest[i] = backwards.next();
      }
      return List.of(latest);
    } finally {
      lock.unlock();
    }
  }

  /// The run is over: nothing more is written.
  @Override
  public void close() {
    lock.lock();
    try {
      if (end.isEmpty()) {
        out.flushRest();
        error.flushRest();
        end = Optional.of(time.instant());
        more.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nobody can read it any longer.
  public void discard() {
    lock.lock();
    try {
      close();
      lines.clear();
      space.take(-bytes);
      bytes = 0;
      inFiles = 0;
    } finally {
      lock.unlock();
    }
  }

  private void add(boolean toError, byte[] text, boolean complete) {
    lines.add(new LogLine(next++, now(), toError, space.shared(text), complete));
    grow(text.length + OVERHEAD);
    inFiles += text.length + PREFIX;
    if (inFiles > FILES * MOST_BYTES) {
      inFiles -= MOST_BYTES;
    }
    while (bytes > (space.isScarce() ? LEAST_BYTES : MOST_BYTES) && lines.size() > 1) {
      grow(-(lines.remove().bytes().length + OVERHEAD));
    }
    more.signalAll();
  }

  /// Lines of one moment share it.
  private Instant now() {
    Instant now = time.instant();
    LogLine last = lines.peekLast();
    return last != null && last.at().equals(now) ? last.at() : now;
  }

  private void grow(long by) {
    bytes += by;
    space.take(by);
  }

  /// Gathers what is written until the line is complete.
  private final class Line extends BlockOutput {
    private final boolean toError;
    private Optional<ByteArrayOutputStream> begun = Optional.empty();

    Line(boolean toError) {
      this.toError = toError;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      lock.lock();
      try {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
          if (from[i] == '\n') {
            line(from, start, i - start);
            start = i + 1;
          }
        }
        keep(from, start, offset + length - start);
      } finally {
        lock.unlock();
      }
    }

    private void line(byte[] from, int offset, int length) {
      keep(from, offset, length);
      add(toError, begun.map(ByteArrayOutputStream::toByteArray).orElse(new byte[0]), true);
      begun = Optional.empty();
    }

    private void keep(byte[] from, int offset, int length) {
      int position = offset;
      int left = length;
      while (left > 0) {
        ByteArrayOutputStream text = begun.orElseGet(() -> new ByteArrayOutputStream(64));
        begun = Optional.of(text);
        int n = Math.min(left, LONGEST_LINE - text.size());
        text.write(from, position, n);
        position += n;
        left -= n;
        if (text.size() >= LONGEST_LINE) {
          flushRest();
        }
      }
    }

    private void flushRest() {
      begun
          .filter(text -> text.size() > 0)
          .ifPresent(text -> add(toError, text.toByteArray(), false));
      begun = Optional.empty();
    }
  }
}
