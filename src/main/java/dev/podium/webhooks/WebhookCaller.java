package dev.podium.webhooks;

import dev.podium.object.GoText;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Posts reviews to webhooks by their `clientConfig`.
///
/// Connects to nothing but loopback addresses and services of the cluster, and asks no name server
/// either: whoever starts a cluster to try a manifest must not find it calling the outside.
public final class WebhookCaller {
  private static final int HTTPS = 443;
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  private final ServiceDialer services;

  public WebhookCaller(ServiceDialer services) {
    this.services = services;
  }

  /// Where a webhook is.
  ///
  /// @param serverName what its certificate must be for
  private record Target(URI url, String serverName, Dialer dialer) {}

  @FunctionalInterface
  private interface Dialer {
    Socket connect() throws IOException;
  }

  /// @param client the `clientConfig`
  /// @param timeout for all of it
  /// @return the body of an answer with status 200
  public byte[] post(JsonObject client, byte[] body, Duration timeout) throws WebhookFailure {
    Target target = target(client);
    requireAuthorities(client.string("caBundle"));
    URI url = URI.create(target.url() + "?timeout=" + timeout.toSeconds() + "s");
    String prefix = "Post " + GoText.quote(url.toString()) + ": ";
    Exchange exchange = new Exchange(url, body, target.serverName(), client.string("caBundle"));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Exchange.Answer> answer =
          executor.submit(() -> exchange.run(target.dialer().connect()));
      try {
        return body(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException _) {
        throw new WebhookFailure(prefix + "context deadline exceeded");
      } catch (ExecutionException e) {
        throw new WebhookFailure(
            prefix + GoErrors.of(Objects.requireNonNullElse(e.getCause(), e), url));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new WebhookFailure(prefix + "context canceled");
      } finally {
        exchange.close();
      }
    }
  }

  private static void requireAuthorities(String caBundle) throws WebhookFailure {
    Optional<String> fault = CaBundle.fault(caBundle);
    if (fault.isPresent()) {
      throw WebhookFailure.unusable(fault.get());
    }
  }

  private static byte[] body(Exchange.Answer answer) throws WebhookFailure {
    return switch (answer.status()) {
      case 200, 201, 202 -> answer.body();
      case 404 -> throw new WebhookFailure("the server could not find the requested resource");
      case 400 -> throw new WebhookFailure("the server rejected our request for an unknown reason");
      default -> {
        String text = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
        throw new WebhookFailure(
            answer.status() >= 500
                ? "an error on the server (%s) has prevented the request from succeeding"
                    .formatted(GoText.quote(text.strip().isEmpty() ? "unknown" : text.strip()))
                : "the server responded with the status code %d but did not return more information"
                    .formatted(answer.status()));
      }
    };
  }

  private Target target(JsonObject client) {
    Optional<JsonObject> service = client.findObject("service");
    if (service.isPresent()) {
      String namespace = service.get().string("namespace");
      String name = service.get().string("name");
      int port = (int) service.get().findLong("port").orElse(HTTPS);
      String host = name + "." + namespace + ".svc";
      String path = service.get().string("path");
      return new Target(
          URI.create("https://" + host + ":" + port + (path.startsWith("/") ? path : "/" + path)),
          host,
          () -> services.connect(namespace, name, port));
    }
    URI url = URI.create(client.string("url"));
    return new Target(url, bare(url.getHost()), () -> dial(url));
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Socket dial(URI url) throws IOException {
    String host = bare(url.getHost());
    boolean loopback =
        host.equals("localhost") || host.equals("::1") || LOOPBACK_V4.matcher(host).matches();
    if (!loopback) {
      throw new Refused(
          "Podium connects to webhooks on loopback addresses only, and %s is none".formatted(host));
    }
    int port = url.getPort() < 0 ? HTTPS : url.getPort();
    // Both are literals or the one name that every machine knows: no name server is asked.
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
    return socket;
  }

  /// A connection that is not made; the message says why as it is.
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }
}
