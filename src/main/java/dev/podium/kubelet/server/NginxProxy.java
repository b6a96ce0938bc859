package dev.podium.kubelet.server;

import dev.podium.kubelet.server.NginxConfig.Directive;
import dev.podium.kubelet.server.NginxConfig.Faulty;
import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpClient;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `proxy_pass`: to a server, or to those of an `upstream` in turn. Names are looked up once, when
/// the configuration is read, as nginx does.
final class NginxProxy {
  private static final Pattern TARGET =
      Pattern.compile("(https?)://([^/:$]+|\\[[^\\]]+\\])(?::(\\d+))?(/.*)?");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LARGEST = 32 << 20;

  private final Daemon daemon;
  private final Map<String, List<Peer>> upstreams = new TreeMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  private record Peer(String address, int port) {}

  private NginxProxy(Daemon daemon) {
    this.daemon = daemon;
  }

  static NginxProxy of(Daemon daemon, Directive http) throws Faulty {
    NginxProxy proxy = new NginxProxy(daemon);
    for (Directive upstream : http.all("upstream").toList()) {
      List<Peer> peers = new ArrayList<>();
      for (Directive server : upstream.all("server").toList()) {
        String host = server.value().replaceFirst(":\\d+$", "");
        peers.add(proxy.peer(server, "upstream", host, Daemon.port(server.value(), 80)));
      }
      proxy.upstreams.put(upstream.value(), peers);
    }
    proxy.lookUp(http);
    return proxy;
  }

  private void lookUp(Directive place) throws Faulty {
    for (Directive directive : place.block()) {
      Matcher target = TARGET.matcher(directive.value());
      if (directive.name().equals("proxy_pass") && target.matches()) {
        String host = target.group(2);
        if (!upstreams.containsKey(host)) {
          String port = target.group(3);
          Peer peer = peer(directive, "upstream", host, port == null ? 80 : Integer.parseInt(port));
          upstreams.put(directive.value(), List.of(peer));
        }
      }
      lookUp(directive);
    }
  }

  private Peer peer(Directive directive, String what, String host, int port) throws Faulty {
    Optional<String> address = Names.address(daemon.self(), host);
    if (address.isEmpty()) {
      throw new Faulty(directive, "host not found in " + what + " \"" + host + "\"");
    }
    return new Peer(address.get(), port);
  }

  /// @param failed what is answered where the other side cannot be reached
  Page pass(
      Directive directive,
      NginxSite site,
      Directive location,
      NginxRequest request,
      Function<String, Page> failed)
      throws InterruptedException {
    Matcher target = TARGET.matcher(directive.value());
    if (!target.matches()) {
      return failed.apply("podium: proxy_pass to \"" + directive.value() + "\" is not simulated");
    }
    String host = target.group(2);
    List<Peer> peers =
        upstreams.getOrDefault(host, upstreams.getOrDefault(directive.value(), List.of()));
    if (peers.isEmpty()) {
      return failed.apply("no live upstreams while connecting to upstream");
    }
    Peer peer = peers.get(Math.floorMod(turn.getAndIncrement(), peers.size()));
    String uri = uri(Optional.ofNullable(target.group(4)), location, request);
    try {
      Connection connection =
          daemon.self().network().connect(peer.address(), peer.port(), PATIENCE);
      HttpResponse response =
          HttpClient.exchange(connection, forwarded(site, location, request, directive, uri));
      try (var body = response.body()) {
        return new Page(
            response.status(),
            response
                .headers()
                .endToEnd()
                .without("Server")
                .without("Date")
                .without("Content-Length"),
            body.readNBytes(LARGEST));
      }
    } catch (ConnectFailure e) {
      int number = e.reason() == ConnectFailure.Reason.REFUSED ? 111 : 110;
      return failed.apply(
          "connect() failed (%d: %s) while connecting to upstream, upstream: \"http://%s:%d%s\""
              .formatted(number, e.reason().text(), peer.address(), peer.port(), uri));
    } catch (IOException e) {
      return failed.apply("upstream prematurely closed connection while reading response header");
    }
  }

  /// A path in the target takes the place of what the location matched.
  private static String uri(Optional<String> path, Directive location, NginxRequest request) {
    if (path.isEmpty()) {
      return request.http().target();
    }
    String prefix = location.arguments().getLast();
    String target = request.http().target();
    String rest = target.startsWith(prefix) ? target.substring(prefix.length()) : target;
    return path.get() + rest;
  }

  private static HttpRequest forwarded(
      NginxSite site, Directive location, NginxRequest request, Directive directive, String uri) {
    Headers headers =
        request
            .http()
            .headers()
            .endToEnd()
            .with("Host", directive.value().replaceFirst("^https?://", "").replaceFirst("/.*", ""));
    for (Directive set : site.allEffective("proxy_set_header", Optional.of(location))) {
      if (set.arguments().size() > 1) {
        String value = request.expand(set.arguments().get(1));
        headers = value.isEmpty() ? headers.without(set.value()) : headers.with(set.value(), value);
      }
    }
    return new HttpRequest(
        request.http().method(), uri, headers.with("Connection", "close"), request.http().body());
  }
}
