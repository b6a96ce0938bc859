package dev.podium.controllers.scheduler;

import dev.podium.object.ApiObject;
import dev.podium.resources.pods.NodeSelection;
import dev.podium.resources.pods.Resources;
import dev.podium.resources.pods.Tolerations;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/// Which of the nodes that fit is best: upstream's score plugins with their weights, and chance
/// among equals.
final class Scores {
  private static final int MOST = 100;
  private static final long DEFAULT_CPU = 100;
  private static final long DEFAULT_MEMORY = 200L << 20;

  private Scores() {}

  static Candidate best(
      ApiObject pod, List<Candidate> fitting, Filters filters, RandomGenerator random) {
    double[] totals = new double[fitting.size()];
    add(totals, 3, reversed(normalized(fitting, c -> Tolerations.unwelcome(pod, c.taints()))));
    add(totals, 2, normalized(fitting, c -> NodeSelection.preference(pod, c.node())));
    add(totals, 2, reversed(normalized(fitting, filters.spread()::crowding)));
    add(totals, 2, spanned(fitting, filters.affinity()::score));
    for (int i = 0; i < totals.length; i++) {
      totals[i] += leastAllocated(fitting.get(i), filters.requests());
      totals[i] += balanced(fitting.get(i), filters.requests());
    }
    List<Candidate> winners = new ArrayList<>();
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < totals.length; i++) {
      if (totals[i] > highest + 1e-9) {
        winners.clear();
        highest = totals[i];
      }
      if (totals[i] >= highest - 1e-9) {
        winners.add(fitting.get(i));
      }
    }
    return winners.get(random.nextInt(winners.size()));
  }

  private static void add(double[] totals, int weight, double[] scores) {
    for (int i = 0; i < totals.length; i++) {
      totals[i] += weight * scores[i];
    }
  }

  /// Scores scaled so that the highest is 100.
  private static double[] normalized(List<Candidate> nodes, ToLongFunction<Candidate> score) {
    double[] scores = nodes.stream().mapToDouble(score::applyAsLong).toArray();
    double highest = 0;
    for (double one : scores) {
      highest = Math.max(highest, one);
    }
    for (int i = 0; i < scores.length && highest > 0; i++) {
      scores[i] = Math.floor(scores[i] * MOST / highest);
    }
    return scores;
  }

  /// Scores, which may be negative, scaled between the lowest and the highest.
  private static double[] spanned(List<Candidate> nodes, ToLongFunction<Candidate> score) {
    long lowest = nodes.stream().mapToLong(score).min().orElse(0);
    return normalized(nodes, node -> score.applyAsLong(node) - lowest);
  }

  private static double[] reversed(double[] scores) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] = MOST - scores[i];
    }
    return scores;
  }

  /// Upstream: noderesources/least_allocated.go.
  private static double leastAllocated(Candidate node, Resources requests) {
    return (free(node, requests, "cpu", DEFAULT_CPU)
            + free(node, requests, "memory", DEFAULT_MEMORY))
        * MOST
        / 2;
  }

  /// Upstream: noderesources/balanced_allocation.go.
  private static double balanced(Candidate node, Resources requests) {
    double cpu = free(node, requests, "cpu", 0);
    double memory = free(node, requests, "memory", 0);
    return (1 - Math.abs(cpu - memory) / 2) * MOST;
  }

  private static double free(Candidate node, Resources requests, String name, long byDefault) {
    long all = node.allocatable().get(name);
    if (all == 0) {
      return 0;
    }
    long others = node.used().get(name) + byDefault * node.pods().size();
    long own = requests.get(name) == 0 ? byDefault : requests.get(name);
    return Math.max(0, (double) (all - others - own) / all);
  }
}
