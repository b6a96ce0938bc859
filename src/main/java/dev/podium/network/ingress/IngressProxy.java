package dev.podium.network.ingress;

import dev.podium.network.ConnectFailure;
import dev.podium.network.Endpoint;
import dev.podium.network.NetworkStack;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpServer;
import dev.podium.network.http.StatusText;
import dev.podium.network.ingress.RoutingTable.Tls;
import dev.podium.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Passes requests on to the Services that Ingresses name, and fails as ingress-nginx does.
final class IngressProxy implements HttpServer.Handler {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final List<String> FIRST =
      List.of("Content-Type", "Content-Length", "Transfer-Encoding");
  private static final Duration DIAL = Duration.ofSeconds(5);

  private final Supplier<RoutingTable> table;
  private final Upstreams upstreams;
  private final NetworkStack network;
  private final String scheme;
  private final Clock clock;

  /// @param network where the proxy stands
  IngressProxy(
      Upstreams upstreams,
      Supplier<RoutingTable> table,
      NetworkStack network,
      String scheme,
      Clock clock) {
    this.table = table;
    this.upstreams = upstreams;
    this.network = network;
    this.scheme = scheme;
    this.clock = clock;
  }

  @Override
  public HttpResponse handle(HttpRequest request, Endpoint client)
      throws IOException, InterruptedException {
    HttpResponse response = answer(request, client);
    return response.withHeaders(inOrder(request, response.headers()));
  }

  /// As ingress-nginx sends them: who answered it does not say, and over TLS that it is to stay so.
  private Headers inOrder(HttpRequest request, Headers given) {
    Headers headers = Headers.of("Date", HTTP_DATE.format(clock.now()));
    Headers rest = given.without("Date").without("Server").without("Connection");
    for (String name : FIRST) {
      Optional<String> value = rest.find(name);
      if (value.isPresent()) {
        headers = headers.and(name, value.get());
        rest = rest.without(name);
      }
    }
    boolean last = request.headers().has("Connection", "close");
    headers = headers.and("Connection", last ? "close" : "keep-alive");
    for (Headers.Field field : rest.fields()) {
      headers = headers.and(field.name(), field.value());
    }
    return scheme.equals("https")
        ? headers.and("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        : headers;
  }

  private HttpResponse answer(HttpRequest request, Endpoint client)
      throws IOException, InterruptedException {
    String host = request.headers().find("Host").orElse("");
    if (scheme.equals("http") && table.get().findTls(host).filter(Tls::redirects).isPresent()) {
      HttpResponse page = page(308, "Permanent Redirect");
      String bare = host.replaceAll(":\\d+$", "");
      return page.withHeaders(
          page.headers().with("Location", "https://" + bare + request.target()));
    }
    Optional<PathRule> rule = table.get().find(host, request.path());
    if (rule.isEmpty()) {
      return page(404, "Not Found");
    }
    Optional<Endpoint> to = upstreams.pick(rule.get().backend());
    if (to.isEmpty()) {
      return page(503, "Service Temporarily Unavailable");
    }
    try {
      return pass(request, client, rule.get(), to.get());
    } catch (ConnectFailure e) {
      return switch (e.reason()) {
        case TIMED_OUT -> page(504, "Gateway Time-out");
        case REFUSED, NO_ROUTE, UNREACHABLE, UNKNOWN_HOST -> page(502, "Bad Gateway");
      };
    } catch (IOException _) {
      return page(502, "Bad Gateway");
    }
  }

  private HttpResponse pass(HttpRequest request, Endpoint client, PathRule rule, Endpoint to)
      throws IOException, InterruptedException {
    boolean chunked = request.headers().has("Transfer-Encoding", "chunked");
    String host = request.headers().find("Host").orElse("");
    Headers headers =
        request
            .headers()
            .endToEnd()
            .with("X-Real-IP", client.address())
            .with("X-Forwarded-For", client.address())
            .with("X-Forwarded-Host", host)
            .with("X-Forwarded-Port", scheme.equals("https") ? "443" : "80")
            .with("X-Forwarded-Proto", scheme)
            .with("X-Forwarded-Scheme", scheme)
            .with("X-Scheme", scheme)
            .with("Connection", "close");
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    HttpResponse response =
        HttpClient.exchange(
            network.connect(to.address(), to.port(), DIAL),
            new HttpRequest(
                request.method(),
                rule.rewritten(request.path()) + query,
                chunked ? headers.with("Transfer-Encoding", "chunked") : headers,
                request.body()));
    return response.withHeaders(response.headers().endToEnd());
  }

  /// As nginx words it.
  private static HttpResponse page(int status, String reason) {
    String title = status + " " + reason;
    String html =
        """
        <html>\r
        <head><title>%1$s</title></head>\r
        <body>\r
        <center><h1>%1$s</h1></center>\r
        <hr><center>nginx</center>\r
        </body>\r
        </html>\r
        """
            .formatted(title);
    HttpResponse page = HttpResponse.of(status, "text/html", html);
    String words = status == 503 ? reason : StatusText.of(status);
    return new HttpResponse(status, words, page.headers(), page.body());
  }
}
