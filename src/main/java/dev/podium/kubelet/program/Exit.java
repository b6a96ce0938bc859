package dev.podium.kubelet.program;

import java.time.Instant;

/// How a process ended or will end.
///
/// @param code as the shell sees it: 128 and the signal where one killed it
/// @param outOfMemory whether the kernel killed it for taking more memory than its limit
public record Exit(Instant at, int code, boolean outOfMemory) {
  public static final int KILLED = 137;
  public static final int TERMINATED = 143;

  public static Exit of(Instant at, int code) {
    return new Exit(at, code, false);
  }

  /// The reason that a container's status gives.
  public String reason() {
    return outOfMemory ? "OOMKilled" : code == 0 ? "Completed" : "Error";
  }
}
