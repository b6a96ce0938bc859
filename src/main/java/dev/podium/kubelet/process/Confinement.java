package dev.podium.kubelet.process;

import java.util.Map;
import java.util.OptionalLong;

/// What the kernel lets a container use and do.
///
/// @param memoryLimit in bytes; what all of its processes together may take
/// @param cpuLimit in thousandths of a CPU
/// @param cpuRequest in thousandths of a CPU
/// @param outOfMemoryScore how soon its processes are ended where the node's memory is short, from
///   -1000 to 1000 (`oom_score_adj`)
/// @param sysctls settings of the kernel that are not the usual ones, by name
public record Confinement(
    OptionalLong memoryLimit,
    OptionalLong cpuLimit,
    long cpuRequest,
    int outOfMemoryScore,
    Privileges privileges,
    Map<String, String> sysctls) {
  private static final long PERIOD = 100_000;
  private static final long LEAST_QUOTA = 1_000;

  /// None but this much memory.
  public static Confinement ofMemory(OptionalLong limit) {
    return new Confinement(limit, OptionalLong.empty(), 0, 0, Privileges.USUAL, Map.of());
  }

  /// The content of `cpu.max`. Upstream: MilliCPUToQuota in pkg/kubelet/cm/helpers_linux.go.
  public String cpuMax() {
    return cpuLimit.isPresent()
        ? Math.max(LEAST_QUOTA, cpuLimit.getAsLong() * PERIOD / 1000) + " " + PERIOD
        : "max " + PERIOD;
  }

  /// The content of `cpu.weight`. Upstream: MilliCPUToShares there, and opencontainers/cgroups
  /// ConvertCPUSharesToCgroupV2Value.
  public long cpuWeight() {
    double shares = Math.clamp(cpuRequest * 1024 / 1000, 2, 262_144);
    double log = Math.log(shares) / Math.log(2);
    return (long) Math.ceil(Math.pow(10, (log * log + 125 * log) / 612.0 - 7.0 / 34.0));
  }
}
