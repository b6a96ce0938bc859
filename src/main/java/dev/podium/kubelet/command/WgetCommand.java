package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpWire;
import dev.podium.network.tls.PemIdentity;
import dev.podium.network.tls.TlsConnection;
import dev.podium.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// `wget`: busybox's and GNU's.
final class WgetCommand {
  private final Cli cli;
  private final Opts opts;
  private final boolean quiet;

  private WgetCommand(Cli cli, Opts opts) {
    this.cli = cli;
    this.opts = opts;
    this.quiet = opts.has('q');
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    Opts opts =
        Opts.parse(
            cli,
            "qO:T:t:ScsP:U:Y:nvdNr1:2:3:45:6:7:8:w:i:L:",
            "quiet=q",
            "output-document=O",
            "timeout=T",
            "tries=t",
            "server-response=S",
            "spider=s",
            "continue=c",
            "directory-prefix=P",
            "user-agent=U",
            "header=1",
            "post-data=2",
            "post-file=3",
            "no-check-certificate=4",
            "ca-certificate=5",
            "method=6",
            "body-data=7",
            "no-verbose=n",
            "connect-timeout=T",
            "read-timeout=T",
            "no-cache=N",
            "no-proxy=N",
            "retry-connrefused=N",
            "content-on-error=N",
            "max-redirect=8",
            "dns-timeout=T",
            "waitretry=w",
            "wait=w",
            "user=L",
            "password=L");
    if (opts.operands().isEmpty()) {
      throw new Usage(
          cli.busybox()
              ? "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]\n\t[--post-data STR | --post-file FILE] [-Y on/off]\n\t[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL..."
              : "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.",
          1);
    }
    int code = 0;
    for (String url : opts.operands()) {
      code = new WgetCommand(cli, opts).fetch(url);
    }
    return code;
  }

  private void say(String text) throws IOException {
    if (!quiet && !(opts.has('n') && !cli.busybox())) {
      cli.flush();
      cli.err().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private int fetch(String text) throws IOException, InterruptedException {
    Optional<Url> parsed = Url.parse(text);
    if (parsed.isEmpty() || !parsed.get().scheme().startsWith("http")) {
      cli.complain(
          cli.busybox() ? "wget: not an http or ftp url: " + text : text + ": Unsupported scheme.");
      return 1;
    }
    Url url = parsed.get();
    if (!cli.busybox()) {
      say(
          "--"
              + Dates.format("%Y-%m-%d %H:%M:%S", cli.self().clock().now().atZone(ZoneOffset.UTC))
              + "--  "
              + url
              + "\n");
    }
    for (int redirects = 0; redirects < 20; redirects++) {
      List<String> addresses = Hosts.addresses(cli, url.host());
      if (addresses.isEmpty()) {
        if (cli.busybox()) {
          cli.complain(
              "wget: bad address '" + url.host() + (url.usualPort() ? "" : ":" + url.port()) + "'");
          return 1;
        }
        say(
            "Resolving "
                + url.host()
                + " ("
                + url.host()
                + ")... failed: Name or service not known.\n");
        cli.complain("wget: unable to resolve host address '" + url.host() + "'");
        return 4;
      }
      Optional<Integer> code = attempts(url, addresses);
      if (code.isPresent()) {
        return code.get();
      }
      url = next.orElse(url);
    }
    return cli.fail("too many redirections");
  }

  private Optional<Url> next = Optional.empty();

  /// Empty where a redirection is to be followed.
  private Optional<Integer> attempts(Url url, List<String> addresses)
      throws IOException, InterruptedException {
    int tries =
        cli.busybox()
            ? 1
            : opts.value('t')
                .filter(t -> t.matches("[1-9]\\d{0,3}"))
                .map(Integer::parseInt)
                .orElse(20);
    Duration patience =
        opts.value('T')
            .filter(t -> t.matches("\\d*\\.?\\d+"))
            .map(t -> Duration.ofMillis((long) (Double.parseDouble(t) * 1000)))
            .filter(d -> !d.isZero())
            .orElse(Duration.ofSeconds(130));
    String address = addresses.getFirst();
    for (int attempt = 1; ; attempt++) {
      if (cli.busybox()) {
        say("Connecting to " + url.host() + " (" + address + ":" + url.port() + ")\n");
      } else {
        if (!Hosts.isAddress(url.host()) && attempt == 1) {
          say("Resolving " + url.host() + " (" + url.host() + ")... " + address + "\n");
        }
        say(
            "Connecting to "
                + url.host()
                + (Hosts.isAddress(url.host()) ? "" : " (" + url.host() + ")|" + address + "|")
                + ":"
                + url.port()
                + "... ");
      }
      try (Connection connection = cli.self().network().connect(address, url.port(), patience)) {
        if (!cli.busybox()) {
          say("connected.\n");
        }
        return exchange(url, connection, patience);
      } catch (ConnectFailure e) {
        String reason = e.reason().text();
        if (cli.busybox()) {
          boolean late = e.reason() == ConnectFailure.Reason.TIMED_OUT && opts.has('T');
          cli.complain(
              late
                  ? "wget: download timed out"
                  : "wget: can't connect to remote host (" + address + "): " + reason);
          return Optional.of(1);
        }
        say("failed: " + reason + ".\n");
        if (e.reason() == ConnectFailure.Reason.REFUSED || attempt >= tries) {
          if (attempt >= tries && e.reason() != ConnectFailure.Reason.REFUSED) {
            say("Giving up.\n\n");
          }
          return Optional.of(4);
        }
        say("Retrying.\n\n");
        cli.self().sleep(Duration.ofSeconds(Math.min(attempt, 10)));
      }
    }
  }

  private Headers fields(Url url) {
    Headers fields =
        cli.busybox()
            ? Headers.of(
                "Host",
                url.authority(),
                "User-Agent",
                opts.value('U').orElse("Wget"),
                "Connection",
                "close")
            : Headers.of(
                "Host",
                url.authority(),
                "User-Agent",
                opts.value('U').orElse("Wget/1.21.4"),
                "Accept",
                "*/*",
                "Accept-Encoding",
                "identity",
                "Connection",
                "Keep-Alive");
    for (String header : opts.values('1')) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        fields =
            fields.with(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  private HttpRequest request(Url url) throws IOException {
    Headers fields = fields(url);
    boolean posts = opts.has('2') || opts.has('3') || opts.has('7');
    String method = opts.value('6').orElse(opts.has('s') ? "HEAD" : posts ? "POST" : "GET");
    if (!posts) {
      return new HttpRequest(method, url.target(), fields, InputStream.nullInputStream());
    }
    byte[] body =
        opts.has('3')
            ? cli.all(cli.open(opts.value('3').orElse("-")))
            : opts.value('2').or(() -> opts.value('7')).orElse("").getBytes(StandardCharsets.UTF_8);
    fields =
        fields
            .and("Content-Type", "application/x-www-form-urlencoded")
            .and("Content-Length", "" + body.length);
    return new HttpRequest(method, url.target(), fields, new ByteArrayInputStream(body));
  }

  private Optional<Integer> exchange(Url url, Connection connection, Duration patience)
      throws IOException, InterruptedException {
    boolean[] late = {false};
    Clock.Timer timer =
        cli.self()
            .clock()
            .schedule(
                patience,
                () ->
                    Thread.ofVirtual()
                        .name("wget -T")
                        .start(() -> {
                          late[0] = true;
                          connection.close();
                        }));
    try {
      HttpWire wire = new HttpWire(connection.in(), connection.out());
      if (url.secure()) {
        String authorities =
            Tls.text(cli, opts.value('5').orElse("/etc/ssl/certs/ca-certificates.crt")).orElse("");
        boolean anybody = opts.has('4') || (cli.busybox() && !opts.has('5'));
        TlsConnection secure =
            Tls.client(connection, url.host(), new PemIdentity(anybody, authorities, "", ""));
        wire = new HttpWire(secure.in(), secure.out());
      }
      HttpRequest request = request(url);
      wire.write(request);
      HttpResponse response = wire.readResponse(request.method());
      return answered(url, response);
    } catch (java.io.InterruptedIOException e) {
      throw new InterruptedException();
    } catch (javax.net.ssl.SSLException e) {
      cli.complain(
          cli.busybox()
              ? "wget: error getting response: Connection reset by peer"
              : "ERROR: cannot verify "
                  + url.host()
                  + "'s certificate:\n  Unable to locally verify the issuer's authority.\nTo connect to "
                  + url.host()
                  + " insecurely, use `--no-check-certificate'.");
      return Optional.of(cli.busybox() ? 1 : 5);
    } catch (Errno e) {
      return Optional.of(cli.fail(Cli.reason(e)));
    } catch (IOException e) {
      if (cli.busybox()) {
        cli.complain(
            late[0]
                ? "wget: download timed out"
                : "wget: error getting response: Connection reset by peer");
        return Optional.of(1);
      }
      say(late[0] ? "Read error (Connection timed out) in headers.\n" : "No data received.\n");
      return Optional.of(4);
    } finally {
      timer.cancel();
    }
  }

  private Optional<Integer> answered(Url url, HttpResponse response) throws IOException {
    String status = response.status() + " " + response.reason();
    if (!cli.busybox()) {
      say("HTTP request sent, awaiting response... " + status + "\n");
    }
    if (opts.has('S')) {
      StringBuilder head = new StringBuilder("  HTTP/1.1 " + status + "\n");
      response
          .headers()
          .fields()
          .forEach(
              f -> head.append("  ").append(f.name()).append(": ").append(f.value()).append('\n'));
      cli.err().write(head.toString().getBytes(StandardCharsets.UTF_8));
    }
    Optional<String> location =
        response.headers().find("Location").filter(_ -> response.status() / 100 == 3);
    if (location.isPresent()) {
      next = url.resolve(location.get());
      say(cli.busybox() ? "" : "Location: " + location.get() + " [following]\n");
      return Optional.empty();
    }
    if (response.status() >= 400) {
      if (cli.busybox()) {
        cli.complain("wget: server returned error: HTTP/1.1 " + status);
        return Optional.of(1);
      }
      say(
          Dates.format("%Y-%m-%d %H:%M:%S", cli.self().clock().now().atZone(ZoneOffset.UTC))
              + " ERROR "
              + response.status()
              + ": "
              + response.reason()
              + ".\n\n");
      return Optional.of(8);
    }
    if (opts.has('s')) {
      say(cli.busybox() ? "remote file exists\n" : "Remote file exists.\n\n");
      return Optional.of(0);
    }
    return Optional.of(save(url, response));
  }

  private int save(Url url, HttpResponse response) throws IOException {
    String base = Cli.baseName(url.target().replaceFirst("\\?.*$", ""));
    String name = base.isEmpty() ? "index.html" : base;
    String file =
        opts.value('O')
            .orElse(opts.has('P') ? FileCommands.join(opts.value('P').orElse("."), name) : name);
    boolean output = file.equals("-");
    if (cli.busybox() && !output && !opts.has('O') && cli.files().exists(file)) {
      cli.complain("wget: can't open '" + file + "': File exists");
      return 1;
    }
    Optional<String> length = response.headers().find("Content-Length");
    if (!cli.busybox()) {
      String type =
          response
              .headers()
              .find("Content-Type")
              .map(t -> " [" + t.replaceFirst(";.*", "") + "]")
              .orElse("");
      say(
          "Length: "
              + length.orElse("unspecified")
              + type
              + "\nSaving to: '"
              + (output ? "STDOUT" : file)
              + "'\n\n");
    } else {
      say(output ? "writing to stdout\n" : "saving to '" + file + "'\n");
    }
    byte[] body = response.body().readAllBytes();
    if (output) {
      cli.write(body);
      cli.flush();
    } else {
      try (OutputStream out = cli.files().write(file, FileSystem.Open.TRUNCATE, 0666)) {
        out.write(body);
      } catch (Errno e) {
        cli.complain(
            cli.busybox()
                ? "wget: can't open '" + file + "': " + Cli.reason(e)
                : file
                    + ": "
                    + Cli.reason(e)
                    + "\n\nCannot write to '"
                    + file
                    + "' ("
                    + Cli.reason(e)
                    + ").");
        return cli.busybox() ? 1 : 3;
      }
    }
    String shown = output ? "-" : Cli.baseName(file);
    if (cli.busybox()) {
      String cut = String.format("%-20.20s", shown);
      say(
          cut
              + " 100% |"
              + "*".repeat(32)
              + "| "
              + String.format("%5d", body.length)
              + "  0:00:00 ETA\n"
              + (output ? "written to stdout\n" : "'" + file + "' saved\n"));
    } else {
      String time =
          Dates.format("%Y-%m-%d %H:%M:%S", cli.self().clock().now().atZone(ZoneOffset.UTC));
      say(
          String.format("%-20.20s", shown)
              + "100%[===================>] "
              + String.format("%7d", body.length)
              + "  --.-KB/s    in 0s      \n\n"
              + time
              + " ("
              + String.format(java.util.Locale.ROOT, "%.1f", Math.max(1, body.length / 1000.0))
              + " MB/s) - "
              + (output ? "written to stdout" : "'" + file + "' saved")
              + " ["
              + body.length
              + length.map(l -> "/" + l).orElse("")
              + "]\n\n");
    }
    return 0;
  }
}
