package dev.podium.network;

/// How long the answer of a server stays what it is. Safe for use by any thread.
public interface Standing {
  /// Whether the same question would still get the same answer.
  boolean holds();

  /// Calls `told` once that is over, or at once where it is; whoever ends it waits for that, so
  /// that it neither blocks nor throws.
  ///
  /// @param told held weakly, and called once however often it is given
  void whenOver(Runnable told);
}
