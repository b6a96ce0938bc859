package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builtins about jobs and signals.
final class JobBuiltins {
  private JobBuiltins() {}

  static void register(Map<String, Builtin> all) {
    all.put("wait", JobBuiltins::waitFor);
    all.put("jobs", JobBuiltins::jobs);
    all.put("fg", JobBuiltins::foreground);
    all.put("bg", JobBuiltins::background);
    all.put("disown", (shell, _) -> 0);
    all.put("trap", JobBuiltins::trap);
    all.put("times", JobBuiltins::times);
  }

  private static int times(Shell shell, List<String> words) throws IOException {
    shell.print("0m0.002s 0m0.001s\n0m0.010s 0m0.008s\n");
    return 0;
  }

  private static int waitFor(Shell shell, List<String> words)
      throws InterruptedException, IOException {
    boolean next = words.contains("-n");
    List<String> which =
        words.subList(1, words.size()).stream().filter(w -> !w.startsWith("-")).toList();
    if (which.isEmpty()) {
      while (!shell.jobs().all().isEmpty()) {
        int caught = await(shell);
        if (caught != 0) {
          return caught;
        }
        Optional<Job> ended =
            shell.jobs().all().stream().filter(job -> job.exitCode().isPresent()).findFirst();
        shell.jobs().all().stream()
            .filter(job -> job.exitCode().isPresent())
            .forEach(shell.jobs()::forget);
        if (next && ended.isPresent()) {
          return ended.get().exitCode().orElse(0);
        }
      }
      return next ? 127 : 0;
    }
    int status = 0;
    for (String word : which) {
      status = waitForOne(shell, word);
    }
    return status;
  }

  private static int waitForOne(Shell shell, String word) throws InterruptedException, IOException {
    Optional<Job> job = shell.jobs().find(word);
    if (job.isEmpty()) {
      if (shell.dialect() == Dialect.BASH) {
        shell.complain(
            "wait",
            word.startsWith("%")
                ? word + ": no such job"
                : word.matches("\\d+")
                    ? "pid " + word + " is not a child of this shell"
                    : "`" + word + "': not a pid or valid job spec");
      }
      return 127;
    }
    while (job.get().exitCode().isEmpty()) {
      int caught = await(shell);
      if (caught != 0) {
        return caught;
      }
    }
    int status = job.get().exitCode().orElse(0);
    if (shell.interactive()) {
      shell.jobs().forget(job.get());
    }
    return status;
  }

  /// Waits until a job ends, or something is caught.
  ///
  /// @return the status that a caught signal gives; 0 for none
  private static int await(Shell shell) throws InterruptedException, IOException {
    if (shell.jobs().all().stream().anyMatch(job -> job.exitCode().isPresent())
        && shell.jobs().all().stream().allMatch(job -> job.exitCode().isPresent())) {
      return 0;
    }
    Jobs.Event event = shell.jobs().await();
    return shell.traps().attend(event).map(signal -> 128 + signal.number()).orElse(0);
  }

  private static int jobs(Shell shell, List<String> words) throws IOException {
    List<Job> all = shell.jobs().all();
    for (Job job : all) {
      if (words.contains("-p")) {
        shell.print(job.child().pid() + "\n");
        continue;
      }
      shell.print(
          line(
              job,
              job == all.getLast()
                  ? '+'
                  : all.size() > 1 && job == all.get(all.size() - 2) ? '-' : ' '));
    }
    return 0;
  }

  /// How a job stands, as `jobs` prints it.
  static String line(Job job, char mark) {
    String state =
        job.exitCode()
            .map(code ->
                code == 0
                    ? "Done"
                    : code > 128
                        ? code == 143 ? "Terminated" : code == 137 ? "Killed" : "Exit " + code
                        : "Exit " + code)
            .orElse(job.child().isStopped() ? "Stopped" : "Running");
    String tail = job.exitCode().isPresent() || job.child().isStopped() ? "" : " &";
    return String.format("[%d]%c  %-23s %s%s%n", job.number(), mark, state, job.text(), tail);
  }

  /// The job that `fg` and `bg` mean; empty, once it is told, where there is none.
  private static Optional<Job> meant(Shell shell, List<String> words) throws IOException {
    String name = words.getFirst();
    if (shell.dialect() == Dialect.BASH && !shell.options().has('m')) {
      shell.complain(name, "no job control");
      return Optional.empty();
    }
    String which = words.size() > 1 ? words.get(1) : "%%";
    Optional<Job> job = shell.jobs().find(which.startsWith("%") ? which : "%" + which);
    if (job.isEmpty()) {
      boolean current = words.size() == 1;
      shell.complain(
          name,
          shell.dialect() == Dialect.BASH
              ? (current ? "current" : which) + ": no such job"
              : current ? "No current job" : "No such job: " + which);
    }
    return job;
  }

  private static int foreground(Shell shell, List<String> words)
      throws InterruptedException, IOException {
    Optional<Job> found = meant(shell, words);
    if (found.isEmpty()) {
      return shell.dialect().failure();
    }
    Job job = found.get();
    shell.print(job.text() + "\n");
    int status = shell.jobControl().resume(job);
    if (job.exitCode().isPresent()) {
      shell.jobs().forget(job);
    } else {
      shell.err().write(("\n" + line(job, '+')).getBytes(StandardCharsets.UTF_8));
    }
    return status;
  }

  private static int background(Shell shell, List<String> words) throws IOException {
    Optional<Job> job = meant(shell, words);
    if (job.isEmpty()) {
      return shell.dialect().failure();
    }
    shell.jobControl().goOn(job.get());
    shell.print(
        "[%d]%s %s &\n"
            .formatted(
                job.get().number(), shell.dialect() == Dialect.BASH ? "+" : "", job.get().text()));
    return 0;
  }

  private static int trap(Shell shell, List<String> words) throws IOException {
    int first = 1;
    if (words.size() > 1 && words.get(1).equals("--")) {
      first++;
    }
    if (words.size() == first || words.get(first).equals("-p")) {
      for (Map.Entry<String, String> trap : shell.traps().all().entrySet()) {
        boolean signal = Signal.parse(trap.getKey()).isPresent();
        String name = (signal && shell.dialect() == Dialect.BASH ? "SIG" : "") + trap.getKey();
        shell.print("trap -- " + Quoting.quote(trap.getValue()) + " " + name + "\n");
      }
      return 0;
    }
    if (words.get(first).equals("-l")) {
      return 0;
    }
    String action = words.get(first);
    boolean lifts = action.equals("-") || action.matches("\\d+");
    int status = 0;
    for (String word : words.subList(action.matches("\\d+") ? first : first + 1, words.size())) {
      Optional<String> condition = condition(word);
      if (condition.isEmpty()) {
        shell.complain(
            "trap",
            switch (shell.dialect()) {
              case BASH -> word + ": invalid signal specification";
              case ASH -> word + ": invalid signal specification";
              case DASH -> word + ": bad trap";
            });
        status = 1;
        continue;
      }
      if (lifts) {
        shell.traps().lift(condition.get());
      } else {
        shell.traps().set(condition.get(), action);
      }
    }
    return status;
  }

  private static Optional<String> condition(String word) {
    if (word.equals("0") || word.equals("EXIT") || word.equals("SIGEXIT")) {
      return Optional.of(Traps.EXIT);
    }
    if (word.equals("ERR") || word.equals("DEBUG") || word.equals("RETURN")) {
      return Optional.of(word);
    }
    return Signal.parse(word).map(Signal::name);
  }
}
