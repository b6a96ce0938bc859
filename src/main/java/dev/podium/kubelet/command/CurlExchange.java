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
import javax.net.ssl.SSLException;

/// One request of `curl`'s after the other, and what comes back.
final class CurlExchange {
  private final Cli cli;
  private final CurlTransfer.Shared shared;
  private final CurlOptions options;
  private final boolean follows;
  private final Instant begin;
  private final CurlReport report;
  private final CurlOutput output;
  private final CurlMeter meter;

  /// @param follows whether somebody goes where redirections lead
  /// @param begin when the transfer began
  record Terms(CurlOptions options, boolean follows, Instant begin) {}

  CurlExchange(
      Cli cli,
      CurlTransfer.Shared shared,
      Terms terms,
      CurlReport report,
      CurlOutput output,
      CurlMeter meter) {
    this.cli = cli;
    this.shared = shared;
    this.options = terms.options;
    this.follows = terms.follows;
    this.begin = terms.begin;
    this.report = report;
    this.output = output;
    this.meter = meter;
  }

  private Duration elapsed() {
    return Duration.between(begin, cli.self().clock().now());
  }

  /// @return where a redirection is to be followed to
  Optional<Url> run(CurlRequest request) throws IOException, InterruptedException, CurlFailure {
    Url url = request.url();
    if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
      throw new CurlFailure(1, "Protocol \"" + url.scheme() + "\" not supported");
    }
    CurlConnections.Lease first = lease(url);
    try {
      return new Turn(first, request).run();
    } catch (CurlFailure e) {
      if (!first.used() || e.code() != 52 && e.code() != 56) {
        throw e;
      }
    }
    // A server has closed a connection that was used before.
    output.note("Connection died, retrying a fresh connect (retry count: 1)");
    return new Turn(lease(url), request).run();
  }

  private CurlConnections.Lease lease(Url url)
      throws IOException, InterruptedException, CurlFailure {
    return shared
        .connections()
        .lease(new CurlConnections.Wish(options, url, output, report, begin));
  }

  private static long sent(CurlRequest request) {
    return request.body().map(body -> body.bytes().length).orElse(0);
  }

  /// One request over one connection, which is kept or closed afterwards.
  private final class Turn {
    private final CurlConnections.Lease lease;
    private final CurlRequest request;

    Turn(CurlConnections.Lease lease, CurlRequest request) {
      this.lease = lease;
      this.request = request;
    }

    Optional<Url> run() throws IOException, InterruptedException, CurlFailure {
      boolean kept = false;
      try {
        HttpResponse response = answer();
        Body body = head(response);
        Optional<Url> next =
            response
                .headers()
                .find("Location")
                .filter(_ -> response.status() / 100 == 3)
                .flatMap(request.url()::resolve);
        report.put("redirect_url", follows ? "" : next.map(Url::toString).orElse(""));
        boolean leads = follows && next.isPresent();
        if (leads) {
          body.skip();
        } else {
          body.copy();
          meter.end();
        }
        kept = !response.headers().has("Connection", "close") && body.bounded();
        left(kept);
        if (response.status() >= 400 && options.has(CurlOption.FAIL_WITH_BODY)) {
          throw failed(response);
        }
        return leads ? next : Optional.empty();
      } finally {
        if (!kept) {
          lease.link().close();
        }
      }
    }

    /// @throws CurlFailure 22 where `-f` makes it the end
    private Body head(HttpResponse response) throws IOException, CurlFailure {
      boolean refused = response.status() >= 400 && options.has(CurlOption.FAIL);
      output.named(response.headers());
      report.put("filename_effective", output.file().orElse(""));
      report.add("size_header", output.head(response, refused));
      Body body = new Body(lease, request, response);
      meter.expect(body.expected().orElse(0L), sent(request));
      if (refused) {
        CurlFailure failure = failed(response);
        output.note(failure.text());
        output.note("Closing connection");
        throw failure;
      }
      return body;
    }

    private static CurlFailure failed(HttpResponse response) {
      return new CurlFailure(22, "The requested URL returned error: " + response.status());
    }

    private void left(boolean open) throws IOException {
      if (open) {
        String host = request.url().host();
        output.note("Connection #" + lease.number() + " to host " + host + " left intact");
        shared.connections().giveBack(lease, request.url());
      } else {
        output.note("Closing connection");
      }
    }

    private HttpResponse answer() throws IOException, InterruptedException, CurlFailure {
      Optional<String> user = options.value(CurlOption.USER);
      if (user.isPresent() && request.trusted()) {
        output.note("Server auth using Basic with user '" + user.get().split(":")[0] + "'");
      }
      HttpRequest message = request.message(shared.cookies().of(request.url()));
      report.put("method", request.verb());
      report.put("scheme", request.scheme());
      report.put("url_effective", request.url().toString());
      report.put("size_upload", sent(request));
      try {
        output.sent(message, sent(request));
        HttpResponse response = lease.link().ask(message);
        report.response(response, elapsed());
        shared.cookies().take(response.headers(), request.url());
        return response;
      } catch (HttpWire.MalformedMessage _) {
        throw new CurlFailure(1, "Received HTTP/0.9 when not allowed");
      } catch (IOException e) {
        CurlFailure failure = lease.link().late() ? late("0 bytes received") : silent(e);
        if (!lease.link().late()) {
          output.note(failure.text());
          output.note("Closing connection");
        }
        throw failure;
      }
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
    private final CurlConnections.Lease lease;
    private final CurlRequest request;
    private final HttpResponse response;
    private long received;

    Body(CurlConnections.Lease lease, CurlRequest request, HttpResponse response) {
      this.lease = lease;
      this.request = request;
      this.response = response;
    }

    /// Whether its end can be told without the end of the connection.
    private boolean bounded() {
      return expected().isPresent()
          || response.headers().has("Transfer-Encoding", "chunked")
          || request.method().equals("HEAD")
          || response.status() == 204
          || response.status() == 304;
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

    void skip() throws IOException, InterruptedException, CurlFailure {
      output.note("Ignoring the response-body");
      pass(OutputStream.nullOutputStream(), false);
    }

    void copy() throws IOException, InterruptedException, CurlFailure {
      Optional<Long> most = options.number(CurlOption.MAX_FILESIZE).filter(m -> m > 0);
      if (most.isPresent() && expected().orElse(0L) > most.get()) {
        throw new CurlFailure(63, "Maximum file size exceeded");
      }
      if (request.method().equals("HEAD")) {
        return;
      }
      try (OutputStream out = output.body()) {
        pass(out, true);
      }
    }

    private void pass(OutputStream out, boolean shown)
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
        if (shown) {
          report.put("size_download", received);
          report.put("speed_download", received);
        }
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
      if (lease.link().late()) {
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
