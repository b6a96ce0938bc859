package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpWire;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/// One URL fetched by `curl`, with its redirections and further attempts.
final class CurlTransfer {
  private static final int MOST_REDIRECTS = 50;
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

  private final Cli cli;
  private final CurlOptions options;
  private final Shared shared;
  private final CurlGlob text;
  private final Optional<String> file;
  private final CurlReport report = new CurlReport();
  private Instant begin;

  /// What all transfers of a call have in common.
  record Shared(CurlConnections connections, CurlCookies cookies) {}

  /// @param file where it is to go
  CurlTransfer(Cli cli, CurlOptions options, Shared shared, CurlGlob text, Optional<String> file) {
    this.cli = cli;
    this.options = options;
    this.shared = shared;
    this.text = text;
    this.file = file;
    this.begin = cli.self().clock().now();
    report.put("filename_effective", file.orElse(""));
  }

  CurlReport report() {
    return report;
  }

  /// @return curl's exit code
  int run() throws IOException, InterruptedException {
    long retries = options.number(CurlOption.RETRY).orElse(0L);
    Optional<Duration> own =
        options.number(CurlOption.RETRY_DELAY).filter(d -> d > 0).map(Duration::ofSeconds);
    Duration delay = Duration.ofSeconds(1);
    for (int attempt = 0; ; attempt++) {
      Optional<CurlFailure> failure = attempt(attempt);
      Optional<String> problem = attempt < retries ? problem(failure) : Optional.empty();
      if (problem.isEmpty()) {
        int code = failure.map(CurlFailure::code).orElse(0);
        report.put("exitcode", code);
        report.put("errormsg", failure.map(CurlFailure::text).orElse(""));
        report.put("num_retries", attempt);
        return code;
      }
      Duration wait = own.orElse(delay);
      if (!options.has(CurlOption.SILENT)) {
        cli.complain(
            "Warning: Problem: %s. Will retry in %d seconds. %d retries left."
                .formatted(problem.get(), wait.toSeconds(), retries - attempt));
      }
      cli.self().sleep(wait);
      delay = Duration.ofSeconds(Math.min(600, delay.toSeconds() * 2));
    }
  }

  /// What is worth another attempt.
  private Optional<String> problem(Optional<CurlFailure> failure) {
    int code = failure.map(CurlFailure::code).orElse(0);
    boolean answered = code == 0 || code == 22;
    if (answered && PASSING.contains(Integer.parseInt(report.value("http_code")))) {
      return Optional.of("HTTP error");
    }
    boolean refused = code == 7 && options.has(CurlOption.RETRY_CONNREFUSED);
    if (code == 28 || code == 6) {
      return Optional.of("timeout");
    }
    return refused
        ? Optional.of("connection refused")
        : code != 0 && options.has(CurlOption.RETRY_ALL_ERRORS)
            ? Optional.of("(retrying all errors)")
            : Optional.empty();
  }

  private Optional<CurlFailure> attempt(int number) throws IOException, InterruptedException {
    CurlOutput output = new CurlOutput(cli, options, file);
    CurlMeter meter = new CurlMeter(cli, options, output.apart());
    begin = cli.self().clock().now();
    try {
      Url url = url();
      meter.begin(number > 0);
      follow(CurlRequest.first(options, url, CurlBody.of(cli, options)), output, meter);
      return Optional.empty();
    } catch (CurlFailure e) {
      meter.fail(e.code() != 6);
      if (options.complains()) {
        cli.complain("curl: (" + e.code() + ") " + e.text());
      }
      return Optional.of(e);
    } finally {
      report.put("time_total", elapsed());
    }
  }

  private Duration elapsed() {
    return Duration.between(begin, cli.self().clock().now());
  }

  private Url url() throws CurlFailure {
    String given = text.url();
    report.put("url", given);
    boolean clean = !given.matches("(?s).*[\\s\\p{Cntrl}].*");
    Optional<Url> url = clean ? Url.parse(given) : Optional.empty();
    if (url.isEmpty()) {
      boolean port = clean && given.matches("[^/]*(//[^/]*)?:(?!//)[^/:\\]]+(/.*)?");
      throw new CurlFailure(
          3,
          "URL rejected: "
              + (port
                  ? "Port number was not a decimal number between 0 and 65535"
                  : given.endsWith("//")
                      ? "No host part in the URL"
                      : "Malformed input to a URL function"));
    }
    String file = options.value(CurlOption.UPLOAD_FILE).map(Cli::baseName).orElse("");
    Url whole =
        url.get().target().endsWith("/")
            ? url.get().withTarget(url.get().target() + file)
            : url.get();
    return options.has(CurlOption.PATH_AS_IS) ? whole : whole.normal();
  }

  /// Asks, and asks where the answers lead to.
  private void follow(CurlRequest first, CurlOutput output, CurlMeter meter)
      throws IOException, InterruptedException, CurlFailure {
    boolean follows = options.has(CurlOption.LOCATION) || options.has(CurlOption.LOCATION_TRUSTED);
    long most = options.number(CurlOption.MAX_REDIRS).orElse((long) MOST_REDIRECTS);
    CurlRequest request = first;
    for (int redirects = 0; ; redirects++) {
      report.put("num_redirects", redirects);
      report.put("redirect_url", "");
      Optional<Url> next = exchange(request, follows, output, meter);
      if (next.isEmpty()) {
        return;
      }
      if (most >= 0 && redirects >= most) {
        throw new CurlFailure(47, "Maximum (" + most + ") redirects followed");
      }
      output.note("Issue another request to this URL: '" + next.get() + "'");
      request = request.redirected(Integer.parseInt(report.value("http_code")), next.get());
    }
  }

  /// @return where a redirection is to be followed to
  private Optional<Url> exchange(
      CurlRequest request, boolean follows, CurlOutput output, CurlMeter meter)
      throws IOException, InterruptedException, CurlFailure {
    Url url = request.url();
    if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
      throw new CurlFailure(1, "Protocol \"" + url.scheme() + "\" not supported");
    }
    CurlConnections.Lease lease =
        shared.connections.lease(new CurlConnections.Wish(options, url, output, report, begin));
    boolean over = false;
    try {
      Answer answer = ask(lease, request, output);
      HttpResponse response = answer.response;
      Optional<Url> next =
          response
              .headers()
              .find("Location")
              .filter(_ -> response.status() / 100 == 3)
              .flatMap(url::resolve);
      report.put("redirect_url", follows ? "" : next.map(Url::toString).orElse(""));
      boolean failed = response.status() >= 400;
      String complaint = "The requested URL returned error: " + response.status();
      output.named(response.headers());
      report.put("filename_effective", output.file().orElse(""));
      boolean refused = failed && options.has(CurlOption.FAIL);
      report.add("size_header", output.head(response, refused));
      Body body = new Body(answer.lease.link(), request, response, output, meter);
      meter.expect(body.expected().orElse(0L), sent(request));
      if (refused) {
        output.note(complaint);
        output.note("Closing connection");
        throw new CurlFailure(22, complaint);
      }
      boolean leads = follows && next.isPresent();
      long count = leads ? body.skip() : body.copy();
      over = !response.headers().has("Connection", "close");
      if (leads) {
        left(over, answer.lease, url, output);
        return next;
      }
      report.put("size_download", count);
      report.put("speed_download", count);
      meter.end();
      left(over, answer.lease, url, output);
      if (failed && options.has(CurlOption.FAIL_WITH_BODY)) {
        throw new CurlFailure(22, complaint);
      }
      return Optional.empty();
    } finally {
      if (!over) {
        lease.link().close();
      }
    }
  }

  private void left(boolean open, CurlConnections.Lease lease, Url url, CurlOutput output)
      throws IOException {
    if (open) {
      output.note("Connection #" + lease.number() + " to host " + url.host() + " left intact");
      shared.connections.giveBack(lease, url);
    } else {
      output.note("Closing connection");
      lease.link().close();
    }
  }

  private static long sent(CurlRequest request) {
    return request.body().map(body -> body.bytes().length).orElse(0);
  }

  /// @param lease of the connection that it came over
  private record Answer(HttpResponse response, CurlConnections.Lease lease) {}

  /// Once more, where a server has closed a connection that was used before.
  private Answer ask(CurlConnections.Lease lease, CurlRequest request, CurlOutput output)
      throws IOException, InterruptedException, CurlFailure {
    try {
      return new Answer(answer(lease.link(), request, output), lease);
    } catch (CurlFailure e) {
      if (!lease.used() || e.code() != 52 && e.code() != 56) {
        throw e;
      }
      output.note("Connection died, retrying a fresh connect (retry count: 1)");
      CurlConnections.Lease fresh =
          shared.connections.lease(
              new CurlConnections.Wish(options, request.url(), output, report, begin));
      return new Answer(answer(fresh.link(), request, output), fresh);
    }
  }

  private HttpResponse answer(HttpLink link, CurlRequest request, CurlOutput output)
      throws IOException, InterruptedException, CurlFailure {
    Optional<String> user = options.value(CurlOption.USER);
    if (user.isPresent() && request.trusted()) {
      output.note("Server auth using Basic with user '" + user.get().split(":")[0] + "'");
    }
    HttpRequest message = request.message(shared.cookies.of(request.url()));
    report.put("method", request.verb());
    report.put("scheme", request.scheme());
    report.put("url_effective", request.url().toString());
    report.put("size_upload", sent(request));
    try {
      output.sent(message, sent(request));
      HttpResponse response = link.ask(message);
      String status = String.format("%03d", response.status());
      report.put("http_code", status);
      report.put("response_code", status);
      report.put("http_version", "1.1");
      report.put("content_type", response.headers().find("Content-Type").orElse(""));
      report.headers(response.headers());
      report.put("time_starttransfer", elapsed());
      shared.cookies.take(response.headers(), request.url());
      return response;
    } catch (HttpWire.MalformedMessage _) {
      throw new CurlFailure(1, "Received HTTP/0.9 when not allowed");
    } catch (IOException e) {
      CurlFailure failure = link.late() ? late("0 bytes received") : silent(e);
      if (!link.late()) {
        output.note(failure.text());
        output.note("Closing connection");
      }
      throw failure;
    }
  }

  private CurlFailure late(String received) {
    long limit = options.seconds(CurlOption.MAX_TIME).orElse(Duration.ZERO).toMillis();
    long millis = Math.max(elapsed().toMillis(), limit);
    return new CurlFailure(
        28, "Operation timed out after " + millis + " milliseconds with " + received);
  }

  private static CurlFailure silent(IOException e) {
    return e instanceof SSLException ssl
        ? CurlTls.unreadable(ssl)
        : String.valueOf(e.getMessage()).contains("reset")
            ? new CurlFailure(56, "Recv failure: Connection reset by peer")
            : new CurlFailure(52, "Empty reply from server");
  }

  /// What comes behind the head of a response.
  private final class Body {
    private final HttpLink link;
    private final CurlRequest request;
    private final HttpResponse response;
    private final CurlOutput output;
    private final CurlMeter meter;
    private long received;

    Body(
        HttpLink link,
        CurlRequest request,
        HttpResponse response,
        CurlOutput output,
        CurlMeter meter) {
      this.link = link;
      this.request = request;
      this.response = response;
      this.output = output;
      this.meter = meter;
    }

    /// The length that the server gave.
    Optional<Long> expected() {
      return response
          .headers()
          .find("Content-Length")
          .map(String::strip)
          .filter(length -> length.matches("\\d{1,18}"))
          .map(Long::parseLong);
    }

    long skip() throws IOException, InterruptedException, CurlFailure {
      output.note("Ignoring the response-body");
      return pass(OutputStream.nullOutputStream(), false);
    }

    long copy() throws IOException, InterruptedException, CurlFailure {
      Optional<Long> most = options.number(CurlOption.MAX_FILESIZE).filter(m -> m > 0);
      if (most.isPresent() && expected().orElse(0L) > most.get()) {
        throw new CurlFailure(63, "Maximum file size exceeded");
      }
      if (request.method().equals("HEAD")) {
        return 0;
      }
      try (OutputStream out = output.body()) {
        return pass(out, true);
      }
    }

    private long pass(OutputStream out, boolean shown)
        throws IOException, InterruptedException, CurlFailure {
      byte[] buffer = new byte[8192];
      InputStream body = response.body();
      try {
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          received += n;
          output.passes(n);
          if (shown) {
            meter.received(n);
            output.piece(out, buffer, n);
          }
        }
        return received;
      } catch (Errno _) {
        throw new CurlFailure(23, "Failure writing output to destination");
      } catch (InterruptedIOException _) {
        throw new InterruptedException();
      } catch (IOException _) {
        throw cut();
      }
    }

    private CurlFailure cut() {
      report.put("size_download", received);
      if (link.late()) {
        String of = expected().map(e -> received + " out of " + e).orElse("" + received);
        return late(of + " bytes received");
      }
      return new CurlFailure(
          18,
          expected()
              .map(e -> "transfer closed with " + (e - received) + " bytes remaining to read")
              .orElse("transfer closed with outstanding read data remaining"));
    }
  }
}
