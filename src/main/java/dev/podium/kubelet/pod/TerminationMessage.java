package dev.podium.kubelet.pod;

import dev.podium.kubelet.program.ContainerProcess;
import dev.podium.kubelet.program.Exit;
import dev.podium.kubelet.program.LogLine;
import dev.podium.object.JsonObject;
import java.util.List;

/// What a container says about its end: the end of its log, where the policy is that and it failed.
final class TerminationMessage {
  /// Upstream: kubecontainer.MaxContainerTerminationMessageLogLines and …LogLength.
  private static final int MOST_LINES = 80;

  private static final int MOST_CHARACTERS = 2048;

  private TerminationMessage() {}

  static String of(JsonObject container, ContainerProcess process, Exit exit) {
    if (exit.code() == 0
        || !container.string("terminationMessagePolicy").equals("FallbackToLogsOnError")) {
      return "";
    }
    List<LogLine> log = process.log(exit.at());
    StringBuilder text = new StringBuilder();
    log.subList(Math.max(0, log.size() - MOST_LINES), log.size())
        .forEach(line -> text.append(line.text()).append('\n'));
    return text.substring(Math.max(0, text.length() - MOST_CHARACTERS));
  }
}
