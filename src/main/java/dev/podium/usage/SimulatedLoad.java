package dev.podium.usage;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/// What the containers of a pod use of CPU and memory, though nothing runs.
///
/// Left alone they idle: a little of what they request, somewhat more or less from one measurement
/// to the next, and what their processes say that they use. Two annotations steer it, and the
/// limits of a container bound it:
///
/// - `usage.podium.dev/cpu` (or `memory`) on a pod says what that pod uses: a quantity, or a
///   percentage of its requests;
/// - `load.podium.dev/cpu` on what controls pods says what they use together: the ready ones share
///   it evenly, as behind a Service that spreads its requests.
///
/// An annotation that is neither counts as none. Amounts are in nanocores and in bytes.
public enum SimulatedLoad {
  CPU("cpu", 9, 0.04, 1_000_000),
  MEMORY("memory", 0, 0.45, 6 << 20);

  /// How far an idle container strays from its mean.
  private static final double UNREST = 0.25;

  private final String resource;
  private final int places;
  private final double idleShare;
  private final long idleAmount;

  /// @param places how many decimal places the unit lies behind the resource's own
  /// @param idleShare of what is requested
  /// @param idleAmount where nothing is
  SimulatedLoad(String resource, int places, double idleShare, long idleAmount) {
    this.resource = resource;
    this.places = places;
    this.idleShare = idleShare;
    this.idleAmount = idleAmount;
  }

  public String resource() {
    return resource;
  }

  /// The containers that a pod keeps running: sidecars too.
  public static List<JsonObject> containers(JsonObject podSpec) {
    List<JsonObject> running = new ArrayList<>(podSpec.objects("containers"));
    podSpec.objects("initContainers").stream()
        .filter(container -> container.string("restartPolicy").equals("Always"))
        .forEach(running::add);
    return running;
  }

  /// What the pods of a controller use together, where somebody said so.
  public OptionalLong load(ApiObject controller) {
    return amount(controller.annotations(), "load.podium.dev/");
  }

  /// What each of a pod's containers uses, in the order of [#containers].
  ///
  /// @param share the pod's part of its controller's [#load]
  /// @param round of measurement: the answer is the same for the same round
  /// @param used what the processes of a container say that they use, by its name
  public long[] of(ApiObject pod, OptionalLong share, long round, ToLongFunction<String> used) {
    List<JsonObject> containers = containers(pod.spec());
    long[] requests =
        containers.stream().mapToLong(container -> stated(container, "requests")).toArray();
    long requested = sum(requests);
    OptionalLong told = amount(pod.annotations(), "usage.podium.dev/");
    OptionalDouble percent = percent(pod.annotations().getOrDefault(key("usage.podium.dev/"), ""));
    if (percent.isPresent()) {
      told = OptionalLong.of((long) (requested * percent.getAsDouble() / 100));
    } else if (told.isEmpty()) {
      told = share;
    }
    long[] amounts = new long[requests.length];
    for (int i = 0; i < amounts.length; i++) {
      long amount =
          told.isPresent()
              ? part(told.getAsLong(), requests[i], requested, amounts.length)
              : idle(requests[i], (pod.uid().hashCode() * 31L + i) * 7 + ordinal(), round)
                  + used.applyAsLong(containers.get(i).string("name"));
      long limit = stated(containers.get(i), "limits");
      amounts[i] = limit > 0 ? Math.min(amount, limit) : amount;
    }
    return amounts;
  }

  private static long part(long total, long request, long requested, int containers) {
    return requested == 0 ? total / containers : (long) ((double) total * request / requested);
  }

  /// The same for the same place and round, and within [#UNREST] of the mean.
  private long idle(long request, long seed, long round) {
    double mean = request > 0 ? request * idleShare : idleAmount;
    long mixed = (seed + round * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    double unit = ((mixed ^ mixed >>> 29) >>> 11 & 0xFFFFF) / (double) 0xFFFFF;
    return (long) (mean * (1 - UNREST + 2 * UNREST * unit));
  }

  /// A quantity as a metrics server writes it.
  public String format(long amount) {
    Quantity quantity =
        this == CPU
            ? Quantity.parse(amount + "n")
            : Quantity.of(amount >> 10 << 10, Quantity.Format.BINARY_SI);
    return quantity.toString();
  }

  private String key(String prefix) {
    return prefix + resource;
  }

  private OptionalLong amount(Map<String, String> annotations, String prefix) {
    return parse(annotations.getOrDefault(key(prefix), ""));
  }

  private long stated(JsonObject container, String list) {
    return parse(container.string("resources", list, resource)).orElse(0);
  }

  private OptionalLong parse(String text) {
    try {
      BigDecimal amount = Quantity.parse(text).amount();
      return amount.signum() < 0
          ? OptionalLong.empty()
          : OptionalLong.of(
              amount.scaleByPowerOfTen(places).setScale(0, RoundingMode.HALF_UP).longValue());
    } catch (IllegalArgumentException _) {
      return OptionalLong.empty();
    }
  }

  private static OptionalDouble percent(String text) {
    try {
      return text.endsWith("%")
          ? OptionalDouble.of(Double.parseDouble(text.substring(0, text.length() - 1)))
          : OptionalDouble.empty();
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }

  private static long sum(long[] amounts) {
    long sum = 0;
    for (long amount : amounts) {
      sum += amount;
    }
    return sum;
  }
}
