package dev.podium.bytes;

/// A bounded queue of bytes that grows with what is in it. Not for several threads: whoever shares
/// one guards it.
public final class ByteRing {
  private static final int FIRST = 512;
  private static final byte[] NOTHING = {};

  private final int capacity;
  private byte[] ring = NOTHING;
  private int start;
  private int size;

  /// @param capacity the most bytes that it holds
  public ByteRing(int capacity) {
    this.capacity = capacity;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean isFull() {
    return size == capacity;
  }

  /// Appends as much as there is room for.
  ///
  /// @return how many bytes those were
  public int put(byte[] from, int offset, int length) {
    int count = Math.min(length, capacity - size);
    grow(size + count);
    if (count > 0) {
      int end = (start + size) % ring.length;
      int first = Math.min(count, ring.length - end);
      System.arraycopy(from, offset, ring, end, first);
      System.arraycopy(from, offset + first, ring, 0, count - first);
      size += count;
    }
    return count;
  }

  /// Takes out what came first.
  ///
  /// @return how many bytes those were
  public int take(byte[] into, int offset, int length) {
    int count = Math.min(length, size);
    if (count > 0) {
      int first = Math.min(count, ring.length - start);
      System.arraycopy(ring, start, into, offset, first);
      System.arraycopy(ring, 0, into, offset + first, count - first);
      start = (start + count) % ring.length;
      size -= count;
    }
    return count;
  }

  /// Forgets everything, and gives its memory back.
  public void clear() {
    ring = NOTHING;
    start = 0;
    size = 0;
  }

  private void grow(int needed) {
    if (needed <= ring.length) {
      return;
    }
    byte[] larger =
        new byte[Math.min(capacity, Math.max(FIRST, Math.max(ring.length * 2, needed)))];
    int kept = size;
    take(larger, 0, kept);
    ring = larger;
    start = 0;
    size = kept;
  }
}
