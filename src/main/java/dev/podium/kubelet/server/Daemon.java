package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.process.Signal;
import dev.podium.network.Connection;
import dev.podium.network.Endpoint;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpServer;
import dev.podium.network.tls.TlsConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// A process that serves: what all servers do with it.
public record Daemon(Process self) {
  /// What a server needs to end its connections and itself.
  private static final Duration FAREWELL = Duration.ofMillis(200);

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter COMMON_LOG_DATE =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss +0000", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public void listen(int port, HttpServer.Handler handler) throws IOException {
    self.network().listen(port, false, new HttpServer(handler));
  }

  /// The same within TLS.
  public void listen(int port, SSLContext context, HttpServer.Handler handler) throws IOException {
    HttpServer within = new HttpServer(handler);
    self.network()
        .listen(
            port,
            false,
            connection -> {
              try (Connection secure = TlsConnection.server(connection, context)) {
                within.serve(secure);
              }
            });
  }

  /// Ends with this exit code when one of these signals comes.
  public void endsOn(int code, Signal... signals) {
    for (Signal signal : signals) {
      self.onSignal(
          signal, () -> self.clock().schedule(self.clock().pause(FAREWELL), () -> self.exit(code)));
    }
  }

  /// As programs in Go end, whose runtime takes no notice of being the first process.
  public void endsLikeGo() {
    endsOn(2, Signal.TERM, Signal.INT, Signal.QUIT, Signal.HUP);
  }

  /// Writes a line to stdout; what nobody takes is lost.
  public void out(String line) {
    write(self.stdout(), line);
  }

  public void error(String line) {
    write(self.stderr(), line);
  }

  static void write(OutputStream to, String line) {
    try {
      to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException _) {
      // A server goes on without its log.
    }
  }

  public Instant now() {
    return self.clock().now();
  }

  /// The present time as HTTP headers have it.
  public String httpDate() {
    return httpDate(now());
  }

  public static String httpDate(Instant at) {
    return HTTP_DATE.format(at);
  }

  /// The present time as in the common log format.
  public String logDate() {
    return COMMON_LOG_DATE.format(now());
  }

  /// The line of an answered request in the common log format.
  String commonLog(Endpoint client, HttpRequest request, Page page) {
    int size = page.body().length;
    return "%s - - [%s] \"%s %s %s\" %d %s"
        .formatted(
            client.address(),
            logDate(),
            request.method(),
            request.target(),
            request.version(),
            page.status(),
            size == 0 ? "-" : Integer.toString(size));
  }

  /// The same in the combined format, which also tells with what was asked.
  String combinedLog(Endpoint client, HttpRequest request, Page page) {
    return commonLog(client, request, page)
        + " \"-\" \"%s\"".formatted(request.headers().find("User-Agent").orElse("-"));
  }

  public String time(DateTimeFormatter format) {
    return format.withZone(ZoneOffset.UTC).format(now());
  }

  public String hostname() {
    return self.container().hostname();
  }

  public String env(String name, String otherwise) {
    return self.environment().getOrDefault(name, otherwise);
  }

  /// The value of an option, as `-name value`, `-name=value` or with two dashes.
  public Optional<String> option(String name) {
    List<String> arguments = self.arguments();
    for (int i = 1; i < arguments.size(); i++) {
      String bare = arguments.get(i).replaceFirst("^--?", "");
      if (bare.equals(name) && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
      if (bare.startsWith(name + "=")) {
        return Optional.of(bare.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  /// Whether a flag without a value, or with `=true`, is there.
  public boolean flag(String name, boolean otherwise) {
    for (String argument : self.arguments()) {
      String bare = argument.replaceFirst("^--?", "");
      if (bare.equals(name)) {
        return true;
      }
      if (bare.startsWith(name + "=")) {
        return Boolean.parseBoolean(bare.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  public int portOption(String name, int otherwise) {
    return option(name).map(text -> port(text, otherwise)).orElse(otherwise);
  }

  /// The port of `8080` or `:8080`.
  public static int port(String text, int otherwise) {
    try {
      return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1).strip());
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  /// The arguments without the program's name.
  public List<String> words() {
    List<String> words = new ArrayList<>(self.arguments());
    words.removeFirst();
    return words;
  }
}
