package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Process;
import java.util.List;

/// What a command keeps in memory, told to the kernel in larger pieces. Used by the thread of its
/// process alone.
public final class Holdings {
  private static final int PIECE = 64 << 10;

  /// What a text takes besides its letters, with the place where it is kept.
  private static final int TEXT = 64;

  private Process process;
  private long kept;
  private long told;

  public Holdings(Process process) {
    this.process = process;
  }

  /// Begins anew in another process.
  public void in(Process other) {
    process = other;
    kept = 0;
    told = 0;
  }

  /// How many bytes a text takes, about.
  public static long weight(String text) {
    return TEXT + text.length();
  }

  public static long weight(List<String> texts) {
    long all = 0;
    for (String text : texts) {
      all += weight(text);
    }
    return all;
  }

  /// @param bytes negative ones are given back
  /// @throws dev.podium.kubelet.process.MemoryExhausted where that is too much
  public void add(long bytes) {
    kept += bytes;
    if (Math.abs(kept - told) >= PIECE) {
      process.hold(kept - told);
      told = kept;
    }
  }
}
