package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.network.ConnectFailure;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// GNU's words.
final class WgetGnu implements WgetWords {
  private final Cli cli;
  private final Opts opts;

  WgetGnu(Cli cli, Opts opts) {
    this.cli = cli;
    this.opts = opts;
  }

  private boolean verbose() {
    return !opts.has('q') && !opts.has('n');
  }

  private void say(String text) throws IOException {
    if (verbose()) {
      write(text);
    }
  }

  /// Said with `-nv`, too.
  private void tell(String text) throws IOException {
    if (!opts.has('q')) {
      write(text);
    }
  }

  private void write(String text) throws IOException {
    cli.flush();
    cli.err().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private String now() {
    return Dates.format("%Y-%m-%d %H:%M:%S", cli.self().clock().now().atZone(ZoneOffset.UTC));
  }

  @Override
  public void begin(Url url, int attempt) throws IOException {
    boolean spider = opts.has('s') && attempt == 1;
    say(spider ? "Spider mode enabled. Check if remote file exists.\n" : "");
    say("--" + now() + "--  " + (attempt > 1 ? "(try: " + attempt + ")  " : "") + url + "\n");
  }

  @Override
  public void retrying(boolean more) throws IOException {
    say(more ? "Retrying.\n\n" : "Giving up.\n\n");
  }

  @Override
  public int unsupported(String url, String scheme) throws IOException {
    cli.complain(url + ": Unsupported scheme '" + scheme + "'.");
    return 1;
  }

  @Override
  public int unresolved(Url url) throws IOException {
    String name = url.host();
    say("Resolving " + name + " (" + name + ")... failed: Name or service not known.\n");
    tell("wget: unable to resolve host address '" + name + "'\n");
    return 4;
  }

  @Override
  public void connecting(Url url, String address) throws IOException {
    String name = url.host();
    boolean named = !Hosts.isAddress(name);
    say(named ? "Resolving " + name + " (" + name + ")... " + address + "\n" : "");
    String shown = named ? name + " (" + name + ")|" + address + "|" : name;
    say("Connecting to " + shown + ":" + url.port() + "... ");
  }

  @Override
  public void connected() throws IOException {
    say("connected.\n");
  }

  @Override
  public int unreachable(String address, ConnectFailure failure, boolean late) throws IOException {
    say("failed: " + failure.reason().text() + ".\n");
    return 4;
  }

  @Override
  public int untrusted(Url url) throws IOException {
    tell(
        "ERROR: cannot verify %1$s's certificate:\n  Unable to locally verify the issuer's authority.\nTo connect to %1$s insecurely, use `--no-check-certificate'.\n"
            .formatted(url.host()));
    return 5;
  }

  @Override
  public int silence(boolean late) throws IOException {
    say("HTTP request sent, awaiting response... ");
    say(late ? "Read error (Connection timed out) in headers.\n" : "No data received.\n");
    return 4;
  }

  @Override
  public void answered(HttpResponse response) throws IOException {
    String status = response.status() + " " + response.reason();
    if (!opts.has('S')) {
      say("HTTP request sent, awaiting response... " + status + "\n");
      return;
    }
    say("HTTP request sent, awaiting response... \n");
    StringBuilder head = new StringBuilder("  HTTP/1.1 " + status);
    for (Headers.Field field : response.headers().fields()) {
      head.append("\n  ").append(field.name()).append(": ").append(field.value());
    }
    cli.complain(head.toString());
  }

  @Override
  public void redirected(String location) throws IOException {
    say("Location: " + location + " [following]\n");
  }

  @Override
  public int tooManyRedirections() throws IOException {
    say("20 redirections exceeded.\n");
    return 8;
  }

  @Override
  public int failed(Url url, HttpResponse response) throws IOException {
    if (opts.has('s')) {
      say("Remote file does not exist -- broken link!!!\n\n");
      return 8;
    }
    String error = now() + " ERROR " + response.status() + ": " + response.reason() + ".\n";
    tell(verbose() ? error + "\n" : url + ":\n" + error);
    return 8;
  }

  private String length(HttpResponse response) {
    Optional<String> type = response.headers().find("Content-Type");
    return "Length: "
        + response.headers().find("Content-Length").orElse("unspecified")
        + type.map(t -> " [" + t.replaceFirst(";.*", "") + "]").orElse("")
        + "\n";
  }

  @Override
  public void exists(HttpResponse response) throws IOException {
    say(length(response) + "Remote file exists.\n\n");
  }

  @Override
  public int unwritable(String file, Errno why) throws IOException {
    tell(file + ": " + Cli.reason(why) + "\n");
    return 1;
  }

  @Override
  public void saving(HttpResponse response, Optional<String> file) throws IOException {
    say(length(response) + "Saving to: '" + file.orElse("STDOUT") + "'\n\n");
  }

  /// As if it had taken a thousandth of a second.
  @Override
  public void saved(Url url, HttpResponse response, Optional<String> file, long count)
      throws IOException {
    Optional<String> length = response.headers().find("Content-Length");
    String of = " [" + count + length.map(l -> "/" + l).orElse("") + "]";
    if (!verbose()) {
      tell(now() + " URL:" + url + of + " -> \"" + file.orElse("-") + "\" [1]\n");
      return;
    }
    String where = file.map(f -> "'" + f + "' saved").orElse("written to stdout");
    say(progress(file, count, length.isPresent() ? 100 : -1));
    say("\n\n" + now() + " (" + speed(count) + "/s) - " + where + of + "\n\n");
  }

  private static String speed(long count) {
    double perSecond = Math.max(1, count) * 1000.0;
    return perSecond < 1 << 20
        ? String.format(Locale.ROOT, "%.0f KB", perSecond / 1024)
        : String.format(Locale.ROOT, "%.2f MB", perSecond / (1 << 20));
  }

  /// A bar at a terminal, dots elsewhere, one for a kibibyte.
  private String progress(Optional<String> file, long count, int percent) {
    String share = percent < 0 ? "    " : String.format("%3d%%", percent);
    if (cli.self().terminal().isPresent()) {
      return String.format("%-19.19s ", file.map(Cli::baseName).orElse("-"))
          + share
          + "[===================>] "
          + String.format("%7d", count)
          + "  --.-KB/s    in 0s      ";
    }
    StringBuilder lines = new StringBuilder();
    for (long from = 0; from == 0 || from < count >> 10; from += 50) {
      StringBuilder dots = new StringBuilder();
      for (long dot = from; dot < from + 50; dot++) {
        dots.append(dot % 10 == 0 ? " " : "").append(dot < count >> 10 ? '.' : ' ');
      }
      lines.append(from == 0 ? "" : "\n").append(String.format("%6dK%s", from, dots));
    }
    String speed = speed(count).replaceFirst(" (.)B", "$1");
    return lines + share + String.format("%6s", speed) + "=0s";
  }

  @Override
  public int cut(HttpResponse response, long count) throws IOException {
    long whole = Long.parseLong(response.headers().find("Content-Length").orElse("" + count));
    say(progress(Optional.empty(), count, (int) (count * 100 / Math.max(1, whole))));
    say("\n\n" + now() + " (" + speed(count) + "/s) - Connection closed at byte " + count + ". ");
    return 4;
  }
}
