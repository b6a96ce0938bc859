package dev.podium.kubelet.program;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem.Open;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Program;
import dev.podium.kubelet.process.Signal;
import dev.podium.kubelet.program.Timeline.FileChange;
import dev.podium.kubelet.program.Timeline.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Stands in for shells and their commands until they are there: works out what a command line
/// comes to, and does that.
final class TimelineProgram implements Program.Command {
  @Override
  public int run(Process self) throws InterruptedException, IOException {
    Timeline timeline = timeline(self);
    Instant start = self.clock().now();
    timeline.terminates().ifPresent(code -> self.onSignal(Signal.TERM, () -> self.exit(code)));
    List<Object> steps = new ArrayList<>(timeline.lines());
    steps.addAll(timeline.files());
    steps.sort(Comparator.comparing(TimelineProgram::at));
    for (Object step : steps) {
      wait(self, start.plus(at(step)));
      act(self, step);
    }
    if (timeline.loop().isPresent()) {
      repeat(self, start, timeline.loop().get());
    }
    if (timeline.end().isEmpty()) {
      self.sleep(Duration.ofDays(36_500));
    }
    wait(self, start.plus(timeline.end().orElseThrow().after()));
    if (timeline.outOfMemory()) {
      self.allocate(self.container().memoryLimit().orElse(0) + 1);
    }
    return timeline.end().orElseThrow().code();
  }

  private static Timeline timeline(Process self) throws IOException {
    List<String> command = self.arguments();
    String name = command.getFirst().substring(command.getFirst().lastIndexOf('/') + 1);
    Launch launch =
        new Launch(
            self.container().image(),
            command,
            self.environment(),
            self.container().hostname(),
            List.of(),
            false,
            self.container().memoryLimit(),
            self.clock().now());
    if (!Commands.isShell(name)) {
      return new ShellScript(launch, files(self)).command(command);
    }
    for (int i = 1; i + 1 < command.size(); i++) {
      String option = command.get(i);
      if (option.startsWith("-") && !option.startsWith("--") && option.contains("c")) {
        return new ShellScript(launch, files(self)).script(command.get(i + 1));
      }
    }
    self.stdin().readAllBytes();
    return Timeline.ending(Duration.ZERO, 0);
  }

  private static Set<String> files(Process self) throws IOException {
    Set<String> files = new HashSet<>();
    for (String name : self.files().list("/tmp")) {
      files.add("/tmp/" + name);
    }
    return files;
  }

  private static Duration at(Object step) {
    return step instanceof Line line ? line.at() : ((FileChange) step).at();
  }

  private static void act(Process self, Object step) throws IOException {
    if (step instanceof Line line) {
      write(self, line, self.clock().now());
    } else if (step instanceof FileChange change) {
      try {
        if (change.exists()) {
          self.files().write(change.path(), Open.APPEND, 0644).close();
        } else {
          self.files().remove(change.path());
        }
      } catch (Errno _) {
        // It was so before.
      }
    }
  }

  private static void repeat(Process self, Instant start, Timeline.Loop loop)
      throws InterruptedException, IOException {
    Instant round = start.plus(loop.begin());
    while (true) {
      for (Line line : loop.lines()) {
        wait(self, round.plus(line.at()));
        write(self, line, self.clock().now());
      }
      round = round.plus(loop.period());
      wait(self, round);
      self.checkpoint();
    }
  }

  private static void write(Process self, Line line, Instant now) throws IOException {
    OutputStream out = line.error() ? self.stderr() : self.stdout();
    out.write(line.textAt(now).getBytes(StandardCharsets.UTF_8));
  }

  private static void wait(Process self, Instant time) throws InterruptedException {
    Duration left = Duration.between(self.clock().now(), time);
    if (left.isPositive()) {
      self.sleep(left);
    }
  }
}
