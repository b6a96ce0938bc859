package dev.podium.kubelet.kernel;

import java.time.Instant;

/// How the first process of a container ended.
///
/// @param code as the shell sees it: 128 and the signal where one killed it
/// @param outOfMemory whether the kernel killed it for taking more memory than its limit
public record Exit(Instant at, int code, boolean outOfMemory) {
  /// The reason that a container's status gives.
  public String reason() {
    return outOfMemory ? "OOMKilled" : code == 0 ? "Completed" : "Error";
  }
}
