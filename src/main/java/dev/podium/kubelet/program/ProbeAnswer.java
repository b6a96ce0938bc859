package dev.podium.kubelet.program;

/// What came of a probe.
///
/// @param output why it failed, in a kubelet's words
public record ProbeAnswer(boolean success, String output) {
  public static final ProbeAnswer SUCCESS = new ProbeAnswer(true, "");

  public static ProbeAnswer failure(String output) {
    return new ProbeAnswer(false, output);
  }
}
