package dev.podium.kubelet.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

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
    CurlExchange exchange =
        new CurlExchange(
            cli, shared, new CurlExchange.Terms(options, follows, begin), report, output, meter);
    CurlRequest request = first;
    for (int redirects = 0; ; redirects++) {
      report.put("num_redirects", redirects);
      report.put("redirect_url", "");
      Optional<Url> next = exchange.run(request);
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
}
