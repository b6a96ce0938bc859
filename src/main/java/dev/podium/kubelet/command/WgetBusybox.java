package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.network.ConnectFailure;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Busybox's words.
///
/// @param quiet `-q`
/// @param headers `-S`
record WgetBusybox(Cli cli, boolean quiet, boolean headers) implements WgetWords {
  private void say(String text) throws IOException {
    if (!quiet) {
      cli.flush();
      cli.err().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private int fail(String text) throws IOException {
    return cli.fail(text);
  }

  @Override
  public void begin(Url url, int attempt) {}

  @Override
  public void retrying(boolean more) {}

  @Override
  public int unsupported(String url, String scheme) throws IOException {
    return fail("not an http or ftp url: " + url);
  }

  @Override
  public int unresolved(Url url) throws IOException {
    return fail("bad address '" + url.authority() + "'");
  }

  @Override
  public void connecting(Url url, String address) throws IOException {
    say("Connecting to " + url.authority() + " (" + address + ":" + url.port() + ")\n");
  }

  @Override
  public void connected() {}

  @Override
  public int unreachable(String address, ConnectFailure failure, boolean late) throws IOException {
    return fail(
        late
            ? "download timed out"
            : "can't connect to remote host (" + address + "): " + failure.reason().text());
  }

  @Override
  public int untrusted(Url url) throws IOException {
    return fail("error getting response: Connection reset by peer");
  }

  @Override
  public int silence(boolean late) throws IOException {
    return fail(late ? "download timed out" : "error getting response");
  }

  @Override
  public void answered(HttpResponse response) throws IOException {
    if (headers) {
      StringBuilder head = new StringBuilder();
      head.append("  HTTP/1.1 ").append(response.status()).append(' ').append(response.reason());
      for (Headers.Field field : response.headers().fields()) {
        head.append("\n  ").append(field.name()).append(": ").append(field.value());
      }
      cli.complain(head + "\n  ");
    }
  }

  @Override
  public void redirected(String location) {}

  @Override
  public int tooManyRedirections() throws IOException {
    return fail("too many redirections");
  }

  @Override
  public int failed(Url url, HttpResponse response) throws IOException {
    return fail("server returned error: HTTP/1.1 " + response.status() + " " + response.reason());
  }

  @Override
  public void exists(HttpResponse response) throws IOException {
    say("remote file exists\n");
  }

  @Override
  public int unwritable(String file, Errno why) throws IOException {
    return fail("can't open '" + file + "': " + Cli.reason(why));
  }

  @Override
  public void saving(HttpResponse response, Optional<String> file) throws IOException {
    say(file.map(f -> "saving to '" + f + "'\n").orElse("writing to stdout\n"));
  }

  @Override
  public void saved(Url url, HttpResponse response, Optional<String> file, long count)
      throws IOException {
    String size =
        count < 100_000 ? String.format("%5d", count) : String.format("%4dk", count >> 10);
    say(
        String.format("%-20.20s", file.map(Cli::baseName).orElse("-"))
            + " 100% |"
            + "*".repeat(32)
            + "| "
            + size
            + "  0:00:00 ETA\n"
            + file.map(f -> "'" + f + "' saved\n").orElse("written to stdout\n"));
  }

  @Override
  public int cut(HttpResponse response, long count) throws IOException {
    return fail("connection closed prematurely");
  }
}
