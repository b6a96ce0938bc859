package dev.podium.kubelet.pod;

import dev.podium.kubelet.kernel.LiveContainer;
import dev.podium.kubelet.logs.LogLine;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a container says about its end: what it wrote to a file, or the end of its log, where the
/// policy is that and it failed.
final class TerminationMessage {
  /// Upstream: kubecontainer.MaxContainerTerminationMessageLength, …LogLines and …LogLength.
  private static final int MOST_BYTES = 4096;

  private static final int MOST_LINES = 80;
  private static final int MOST_CHARACTERS = 2048;

  private TerminationMessage() {}

  static String of(JsonObject container, LiveContainer ended, int code) {
    String written =
        written(
            ended, container.findString("terminationMessagePath").orElse("/dev/termination-log"));
    if (!written.isEmpty()
        || code == 0
        || !container.string("terminationMessagePolicy").equals("FallbackToLogsOnError")) {
      return written;
    }
    List<LogLine> log = ended.log().lines();
    StringBuilder text = new StringBuilder();
    log.subList(Math.max(0, log.size() - MOST_LINES), log.size())
        .forEach(line -> text.append(line.text()).append(line.complete() ? "\n" : ""));
    return text.substring(Math.max(0, text.length() - MOST_CHARACTERS));
  }

  private static String written(LiveContainer ended, String path) {
    if (!ended.hasTouchedFiles() || ended.files().isEmpty()) {
      return "";
    }
    try (InputStream in = ended.files().get().read(path)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
