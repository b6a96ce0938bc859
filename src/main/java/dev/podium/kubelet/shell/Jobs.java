package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/// What runs in a shell's background, and what the shell is to hear of: the ends of its jobs and
/// the signals that it traps. Used by the shell's thread, but for [#tell].
final class Jobs {
  /// Something that a waiting shell wakes up for.
  sealed interface Event {
    record Ended(Job job) implements Event {}

    record Caught(Signal signal) implements Event {}
  }

  private final List<Job> jobs = new ArrayList<>();
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /// @param group of its processes
  Job add(Process.Child child, int group, String text) {
    int number = jobs.stream().mapToInt(Job::number).max().orElse(0) + 1;
    Job job = new Job(number, child, group, text);
    jobs.add(job);
    Thread.ofVirtual().name("job " + child.pid()).start(() -> watch(job));
    return job;
  }

  private void watch(Job job) {
    try {
      job.child().waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    tell(new Event.Ended(job));
  }

  void tell(Event event) {
    events.add(event);
  }

  List<Job> all() {
    return List.copyOf(jobs);
  }

  /// Reads `%1`, `%%`, or a process.
  Optional<Job> find(String text) {
    if (text.equals("%%") || text.equals("%+") || text.equals("%")) {
      return jobs.isEmpty() ? Optional.empty() : Optional.of(jobs.getLast());
    }
    return jobs.stream()
        .filter(job ->
            text.equals("%" + job.number())
                || text.equals("" + job.child().pid())
                || (text.startsWith("%") && job.text().startsWith(text.substring(1))))
        .findFirst();
  }

  void forget(Job job) {
    jobs.remove(job);
  }

  /// What has happened meanwhile.
  Optional<Event> poll() {
    return Optional.ofNullable(events.poll());
  }

  /// Waits for something to happen.
  Event await() throws InterruptedException {
    return events.take();
  }
}
