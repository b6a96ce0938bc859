package dev.podium.kubelet.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What `curl` shows of its progress on stderr: the table, or the bar of `-#`. A simulated transfer
/// is shown as if it had taken a second.
final class CurlMeter {
  private static final String TITLE =
      "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
          + "                                 Dload  Upload   Total   Spent    Left  Speed\n";

  private final Cli cli;
  private final boolean table;
  private final boolean bar;
  private boolean running;
  private long expected;
  private long received;
  private long sent;

  /// @param apart whether what is fetched goes elsewhere than to the terminal
  CurlMeter(Cli cli, CurlOptions options, boolean apart) {
    this.cli = cli;
    boolean shown =
        apart && !options.has(CurlOption.SILENT) && !options.has(CurlOption.NO_PROGRESS_METER);
    this.bar = shown && options.has(CurlOption.PROGRESS_BAR);
    this.table = shown && !bar;
  }

  private void write(String text) throws IOException {
    cli.flush();
    cli.err().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// @param again whether this is another attempt
  void begin(boolean again) throws IOException {
    if (table) {
      write((again ? "" : TITLE) + line());
      running = true;
    }
  }

  /// Tells how much there is to come, and to go.
  void expect(long length, long upload) {
    expected = length;
    sent = upload;
  }

  void received(long count) {
    received += count;
  }

  void end() throws IOException {
    if (running) {
      write(line() + "\n");
      running = false;
    }
    if (bar) {
      write("\r" + "#".repeat(72) + " 100.0%\n");
    }
  }

  /// Nothing came of it.
  ///
  /// @param reached whether it got as far as a connection
  void fail(boolean reached) throws IOException {
    if (running && reached) {
      write(line() + "\n");
    }
    running = false;
  }

  private String line() {
    long whole = Math.max(expected, received);
    long total = whole + sent;
    return String.format(
        "\r%3d %5s  %3d %5s  %3d %5s  %5s  %5s --:--:-- --:--:-- --:--:-- %5s",
        percent(received + sent, total),
        size(total),
        percent(received, whole),
        size(received),
        percent(sent, sent),
        size(sent),
        size(received),
        size(sent),
        size(received + sent));
  }

  private static long percent(long part, long whole) {
    return whole == 0 ? 0 : part * 100 / whole;
  }

  private static String size(long bytes) {
    return bytes < 100_000
        ? "" + bytes
        : bytes < 10_000L << 10
            ? (bytes >> 10) + "k"
            : String.format("%d.%dM", bytes >> 20, (bytes % (1 << 20)) * 10 >> 20);
  }
}
