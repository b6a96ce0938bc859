package dev.podium.web.proxy;

import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.NetworkStack;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import dev.podium.network.http.HttpWire;
import dev.podium.network.tls.Unciphered;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.registry.ResourceService;
import dev.podium.web.kubelet.KubeletServer;
import dev.podium.web.proxy.Destinations.Destination;
import dev.podium.web.streams.Tunnel;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/// Passes requests on to pods, Services and nodes: `pods/proxy`, `services/proxy`, `nodes/proxy`.
///
/// Upstream: apimachinery/pkg/util/proxy (upgradeaware.go, transport.go).
public final class Proxies {
  private static final Duration DIAL = Duration.ofSeconds(30);
  private static final int LARGEST_PAGE = 16 << 20;

  private final Destinations destinations;
  private final KubeletServer kubelet;
  private final Supplier<NetworkStack> network;
  private final Tunnel tunnel;

  /// @param kubelet of every node
  /// @param network where the API server stands
  /// @param tunnel for clients that change to another protocol
  public Proxies(
      ResourceService service,
      KubeletServer kubelet,
      Supplier<NetworkStack> network,
      RandomGenerator random,
      Tunnel tunnel) {
    this.tunnel = tunnel;
    this.destinations = new Destinations(service, random);
    this.kubelet = kubelet;
    this.network = network;
  }

  /// @param kind `pods`, `services` or `nodes`
  /// @param name as it stands in the path
  /// @throws ApiException where there is no way
  public void forward(
      String kind,
      ApiObject object,
      ProxyName name,
      HttpServletRequest request,
      HttpServletResponse response) {
    String prefix = prefix(request.getRequestURI(), kind);
    String path = request.getRequestURI().substring(prefix.length());
    if (path.isEmpty() && isRead(request.getMethod())) {
      response.setStatus(HttpServletResponse.SC_MOVED_PERMANENTLY);
      response.setHeader("Location", prefix + "/" + query(request));
      return;
    }
    Optional<Destination> to =
        switch (kind) {
          case "pods" -> Optional.of(destinations.pod(object, name));
          case "services" -> Optional.of(destinations.service(object, name));
          default -> destinations.node(object, name).findFirst();
        };
    String host = to.map(d -> d.address() + ":" + d.port()).orElse("");
    Links links = new Links(prefix, host, header(request, "Host"));
    if (to.isPresent() && Tunnel.isWanted(request)) {
      upgrade(to.get(), request, response, path, links);
      return;
    }
    try {
      HttpResponse answer =
          to.isPresent() ? ask(to.get(), request, prefix, path) : kubelet.answer(object, path);
      write(answer, links, request, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  private static String query(HttpServletRequest request) {
    return request.getQueryString() == null ? "" : "?" + request.getQueryString();
  }

  private static String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  /// The path as far as `/proxy`: `/api/v1/namespaces/NS/pods/NAME/proxy`.
  private static String prefix(String uri, String kind) {
    int slashes = kind.equals("nodes") ? 6 : 8;
    int end = 0;
    for (int i = 1; i < slashes && end >= 0; i++) {
      end = uri.indexOf('/', end + 1);
    }
    return end < 0 ? uri : uri.substring(0, end);
  }

  /// The server says whether the protocol changes; its answer is passed on where it does not.
  private void upgrade(
      Destination to,
      HttpServletRequest request,
      HttpServletResponse response,
      String path,
      Links links) {
    Connection connection = connected(to);
    try {
      Headers headers =
          headers(request, links.prefix() + path)
              .with("Connection", "Upgrade")
              .with("Upgrade", header(request, "Upgrade"));
      HttpWire wire = new HttpWire(connection.in(), connection.out());
      wire.write(
          new HttpRequest(
              request.getMethod(),
              (path.isEmpty() ? "/" : path) + query(request),
              headers,
              InputStream.nullInputStream()));
      HttpResponse answer = wire.readResponse(request.getMethod());
      if (answer.status() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
        answer.headers().fields().forEach(f -> response.addHeader(f.name(), f.value()));
        tunnel.carry(request, answer.body(), connection.out(), connection);
        return;
      }
      write(answer, links, request, response);
      connection.close();
    } catch (IOException e) {
      connection.close();
      throw unreachable(Optional.ofNullable(e.getMessage()).orElse("EOF"));
    }
  }

  private Connection connected(Destination to) {
    try {
      return connect(to);
    } catch (ConnectFailure e) {
      throw unreachable(dial(to, e));
    } catch (SSLException _) {
      // Go's transport, other than its client, does not look what it is instead.
      throw unreachable("tls: first record does not look like a TLS handshake");
    } catch (IOException e) {
      throw unreachable(Optional.ofNullable(e.getMessage()).orElse("EOF"));
    }
  }

  private HttpResponse ask(Destination to, HttpServletRequest request, String prefix, String path)
      throws IOException {
    String target = (path.isEmpty() ? "/" : path) + query(request);
    Connection connection = connected(to);
    try {
      return HttpClient.exchange(
          connection,
          new HttpRequest(
              request.getMethod(),
              target,
              headers(request, prefix + path),
              request.getInputStream()));
    } catch (IOException e) {
      throw unreachable(Optional.ofNullable(e.getMessage()).orElse("EOF"));
    }
  }

  private static ApiException unreachable(String why) {
    return Destinations.unavailable("error trying to reach service: " + why);
  }

  private Connection connect(Destination to) throws IOException {
    int port =
        to.number()
            .orElseThrow(() -> unreachable("dial tcp: lookup tcp/" + to.port() + ": unknown port"));
    try {
      Connection connection = network.get().connect(to.address(), port, DIAL);
      return to.tls() ? Unciphered.client(connection) : connection;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unreachable("context canceled");
    }
  }

  private static String dial(Destination to, ConnectFailure failure) {
    String dial = "dial tcp " + to.address() + ":" + to.port() + ": ";
    return failure.reason() == ConnectFailure.Reason.TIMED_OUT
        ? dial + "i/o timeout"
        : dial + "connect: " + failure.reason().text().toLowerCase(Locale.ROOT);
  }

  /// The client's headers, without what was meant for the API server.
  private static Headers headers(HttpServletRequest request, String path) {
    Headers all = Headers.NONE;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        all = all.and(name, value);
      }
    }
    boolean chunked = all.has("Transfer-Encoding", "chunked");
    Headers passed = Headers.NONE;
    for (Headers.Field field : all.endToEnd().fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!name.equals("authorization") && !name.startsWith("impersonate-")) {
        passed = passed.and(field.name(), field.value());
      }
    }
    String before = passed.find("X-Forwarded-For").map(f -> f + ", ").orElse("");
    passed =
        passed
            .with("X-Forwarded-For", before + request.getRemoteAddr())
            .with("X-Forwarded-Uri", path)
            .with("Connection", "close");
    if (passed.find("Host").isEmpty()) {
      passed = passed.with("Host", request.getServerName() + ":" + request.getServerPort());
    }
    return chunked ? passed.with("Transfer-Encoding", "chunked") : passed;
  }

  private static void write(
      HttpResponse answer, Links links, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.status());
    boolean page =
        answer.headers().find("Content-Type").filter(Proxies::isHtml).isPresent()
            && answer.headers().find("Content-Encoding").isEmpty()
            && answer.headers().find("Location").isEmpty()
            && !request.getMethod().equals("HEAD");
    for (Headers.Field field : answer.headers().endToEnd().fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      boolean length = page && name.equals("content-length");
      if (!length && !name.startsWith("access-control-")) {
        String value = name.equals("location") ? links.rewrite(field.value()) : field.value();
        response.addHeader(field.name(), value);
      }
    }
    try (InputStream body = answer.body();
        OutputStream out = response.getOutputStream()) {
      if (page) {
        String html = new String(body.readNBytes(LARGEST_PAGE), StandardCharsets.ISO_8859_1);
        out.write(links.rewriteHtml(html).getBytes(StandardCharsets.ISO_8859_1));
      } else {
        copy(body, out);
      }
    }
  }

  private static boolean isHtml(String type) {
    return type.split(";", 2)[0].strip().equalsIgnoreCase("text/html");
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] part = new byte[8 << 10];
    for (int read = from.read(part); read >= 0; read = from.read(part)) {
      to.write(part, 0, read);
      to.flush();
    }
  }
}
