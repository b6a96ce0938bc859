package dev.podium.kubelet.kernel;

import dev.podium.bytes.BlockInput;
import dev.podium.bytes.BlockOutput;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.process.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/// A terminal with the line discipline of Linux's: what is typed comes in by its keyboard, what is
/// to be seen goes to its screen.
///
/// The lock guards what was typed; nobody is called while it is held.
final class PseudoTerminal implements Terminal {
  private static final int MOST_TYPED = 1 << 20;

  /// The end of the input, once.
  private static final byte[] END = {};

  private final OutputStream screen;
  private final BiConsumer<Integer, Signal> signals;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition typed = lock.newCondition();
  private final Deque<byte[]> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private int waiting;
  private boolean hungUp;
  private volatile boolean raw;
  private volatile int foreground;
  private volatile int columns = 80;
  private volatile int rows = 24;
  private volatile boolean unsized;

  /// @param signals takes a group of processes, 0 for the first one, and what is sent to it
  /// @param unsized whether the first size that comes is what its processes begin with, and no news
  ///   to them: clients send it right behind the request, before a real program is awake
  PseudoTerminal(OutputStream screen, BiConsumer<Integer, Signal> signals, boolean unsized) {
    this.screen = screen;
    this.signals = signals;
    this.unsized = unsized;
  }

  /// What its processes read from and write to.
  StandardStreams streams() {
    return new StandardStreams(input, output, output);
  }

  /// Where who sits at it types.
  OutputStream keyboard() {
    return new Keyboard();
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public int rows() {
    return rows;
  }

  /// Tells the processes in the foreground, unless it is the old size (tty_do_resize in Linux's
  /// tty_io.c).
  void resize(int newColumns, int newRows) {
    boolean news = !unsized && (newColumns != columns || newRows != rows);
    unsized = false;
    columns = newColumns;
    rows = newRows;
    if (news) {
      signals.accept(foreground, Signal.WINCH);
    }
  }

  @Override
  public void raw(boolean on) {
    lock.lock();
    try {
      raw = on;
      if (on && line.size() > 0) {
        push(line.toByteArray());
        line.reset();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void foreground(int group) {
    foreground = group;
  }

  /// Nobody is at the terminal any longer.
  void hangUp() {
    lock.lock();
    try {
      hungUp = true;
      typed.signalAll();
    } finally {
      lock.unlock();
    }
    signals.accept(0, Signal.HUP);
  }

  private void typed(byte[] bytes, int offset, int length) throws IOException {
    if (raw) {
      lock.lock();
      try {
        push(Arrays.copyOfRange(bytes, offset, offset + length));
      } finally {
        lock.unlock();
      }
      return;
    }
    for (int i = offset; i < offset + length; i++) {
      key(bytes[i]);
    }
  }

  private void key(byte key) throws IOException {
    switch (key) {
      case 3 -> interrupt("^C", Signal.INT);
      case 26 -> interrupt("^Z", Signal.TSTP);
      case 28 -> interrupt("^\\", Signal.QUIT);
      case 4 -> endOfInput();
      case 8, 127 -> erase(1);
      case 21 -> erase(Integer.MAX_VALUE);
      case 23 -> erase(lastWord());
      case '\r', '\n' -> {
        // Seen before anybody answers.
        echo("\r\n");
        lock.lock();
        try {
          line.write('\n');
          push(line.toByteArray());
          line.reset();
        } finally {
          lock.unlock();
        }
      }
      default -> {
        lock.lock();
        try {
          line.write(key);
        } finally {
          lock.unlock();
        }
        if (key >= 0 && key < 32 && key != '\t') {
          echo("^" + (char) (key + 64));
        } else {
          screen.write(key);
        }
      }
    }
  }

  private void interrupt(String shown, Signal signal) throws IOException {
    lock.lock();
    try {
      line.reset();
    } finally {
      lock.unlock();
    }
    echo(shown);
    signals.accept(foreground, signal);
  }

  private void endOfInput() {
    lock.lock();
    try {
      push(line.size() == 0 ? END : line.toByteArray());
      line.reset();
    } finally {
      lock.unlock();
    }
  }

  private int lastWord() {
    String text = line.toString(StandardCharsets.UTF_8);
    int end = text.stripTrailing().lastIndexOf(' ') + 1;
    return text.length() - end;
  }

  private void erase(int characters) throws IOException {
    int erased;
    lock.lock();
    try {
      String text = line.toString(StandardCharsets.UTF_8);
      int left = Math.max(0, text.length() - characters);
      erased = text.length() - left;
      line.reset();
      line.writeBytes(text.substring(0, left).getBytes(StandardCharsets.UTF_8));
    } finally {
      lock.unlock();
    }
    echo("\b \b".repeat(erased));
  }

  private void echo(String text) throws IOException {
    screen.write(text.getBytes(StandardCharsets.UTF_8));
    screen.flush();
  }

  /// With the lock held.
  private void push(byte[] bytes) {
    if (waiting + bytes.length <= MOST_TYPED) {
      waiting += bytes.length;
      lines.add(bytes);
      typed.signalAll();
    }
  }

  private final class Input extends BlockInput {
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      lock.lock();
      try {
        while (lines.isEmpty()) {
          if (hungUp) {
            return -1;
          }
          await();
        }
        byte[] first = lines.remove();
        if (first.length == 0) {
          return -1;
        }
        int n = Math.min(length, first.length);
        System.arraycopy(first, 0, into, offset, n);
        waiting -= n;
        if (n < first.length) {
          lines.addFirst(Arrays.copyOfRange(first, n, first.length));
        }
        return n;
      } finally {
        lock.unlock();
      }
    }

    private void await() throws InterruptedIOException {
      try {
        typed.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }

    @Override
    public int available() {
      lock.lock();
      try {
        return waiting;
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Keyboard extends BlockOutput {
    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      typed(from, offset, length);
    }
  }

  /// Sends the carriage to the left where a line ends.
  private final class Output extends BlockOutput {
    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      ByteArrayOutputStream shown = new ByteArrayOutputStream(length + 16);
      for (int i = offset; i < offset + length; i++) {
        if (from[i] == '\n') {
          shown.write('\r');
        }
        shown.write(from[i]);
      }
      screen.write(shown.toByteArray());
      screen.flush();
    }
  }
}
