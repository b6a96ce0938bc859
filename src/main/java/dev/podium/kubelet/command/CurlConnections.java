package dev.podium.kubelet.command;

import dev.podium.network.ConnectFailure;
import dev.podium.network.tls.TlsConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// The connections of one call of `curl`: the last one is used again by whatever goes to the same
/// place.
final class CurlConnections implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(130);

  private final Cli cli;
  private Optional<Kept> kept = Optional.empty();
  private int made;

  private record Kept(String place, int number, HttpLink link) {}

  /// A connection for one exchange.
  ///
  /// @param used whether there was an exchange on it before, so that the server may have given up
  record Lease(HttpLink link, int number, boolean used) {}

  CurlConnections(Cli cli) {
    this.cli = cli;
  }

  /// What a transfer asks for.
  record Wish(CurlOptions options, Url url, CurlOutput output, CurlReport report, Instant begin) {}

  private static String place(Url url) {
    return url.scheme() + "://" + url.host() + ":" + url.port();
  }

  /// @throws CurlFailure 6, 7, 28, 35, 58, 60 or 77
  Lease lease(Wish wish) throws IOException, InterruptedException, CurlFailure {
    Optional<Kept> old = kept.filter(k -> k.place.equals(place(wish.url)));
    if (old.isPresent()) {
      kept = Optional.empty();
      wish.output.note("Found bundle for host: 0x55d0c85d2e30 [serially]");
      wish.output.note("Can not multiplex, even if we wanted to");
      wish.output.note("Re-using existing connection with host " + wish.url.host());
      left(wish).ifPresent(old.get().link::limit);
      return new Lease(old.get().link, old.get().number, true);
    }
    HttpLink link = connect(wish);
    wish.report.add("num_connects", 1);
    if (wish.url.secure()) {
      secure(wish, link);
    }
    wish.report.put("time_pretransfer", elapsed(wish));
    return new Lease(link, made++, false);
  }

  /// Takes one back, for others to use.
  void giveBack(Lease lease, Url url) {
    lease.link().unlimited();
    kept.ifPresent(k -> k.link.close());
    kept = Optional.of(new Kept(place(url), lease.number(), lease.link()));
  }

  private Duration elapsed(Wish wish) {
    return Duration.between(wish.begin, cli.self().clock().now());
  }

  private Optional<Duration> left(Wish wish) {
    return wish.options.seconds(CurlOption.MAX_TIME).map(most -> most.minus(elapsed(wish)));
  }

  private HttpLink connect(Wish wish) throws IOException, InterruptedException, CurlFailure {
    Url url = wish.url;
    Target target = target(wish.options, url);
    List<String> addresses = addresses(wish.options, target);
    wish.report.put("time_namelookup", elapsed(wish));
    if (addresses.isEmpty()) {
      wish.output.note("Could not resolve host: " + target.host);
      wish.output.note("Closing connection");
      throw new CurlFailure(6, "Could not resolve host: " + target.host);
    }
    if (!Hosts.isAddress(target.host)) {
      wish.output.note("Host " + target.host + ":" + target.port + " was resolved.");
      wish.output.note("IPv6: (none)");
      wish.output.note("IPv4: " + String.join(", ", addresses));
    }
    String address = addresses.getFirst();
    wish.output.note("  Trying " + address + ":" + target.port + "...");
    Optional<Duration> own = wish.options.seconds(CurlOption.CONNECT_TIMEOUT);
    Optional<Duration> patience =
        left(wish).filter(l -> own.isEmpty() || l.compareTo(own.get()) < 0).or(() -> own);
    try {
      HttpLink link = HttpLink.connect(cli, address, target.port, patience.orElse(PATIENCE));
      left(wish).ifPresent(link::limit);
      wish.output.note("Connected to " + target.host + " (" + address + ") port " + target.port);
      wish.report.put("remote_ip", address);
      wish.report.put("remote_port", target.port);
      wish.report.put("local_ip", link.connection().local().address());
      wish.report.put("local_port", link.connection().local().port());
      wish.report.put("time_connect", elapsed(wish));
      return link;
    } catch (ConnectFailure e) {
      wish.output.note(
          "connect to " + address + " port " + target.port + " failed: " + e.reason().text());
      throw unreachable(e, wish, target, patience);
    }
  }

  private CurlFailure unreachable(
      ConnectFailure e, Wish wish, Target target, Optional<Duration> patience) throws IOException {
    boolean late = e.reason() == ConnectFailure.Reason.TIMED_OUT;
    long millis = elapsed(wish).toMillis();
    String newer =
        Flavour.isBusybox(cli.self())
            ? "Could not connect to server"
            : "Couldn't connect to server";
    String text =
        late && patience.isPresent()
            ? "Connection timed out after "
                + Math.max(millis, patience.get().toMillis())
                + " milliseconds"
            : "Failed to connect to "
                + target.host
                + " port "
                + target.port
                + " after "
                + millis
                + " ms: "
                + newer;
    wish.output.note(text);
    wish.output.note("Closing connection");
    return new CurlFailure(late ? 28 : 7, text);
  }

  /// Where a connection leads, which `--connect-to` may change.
  private record Target(String host, int port) {}

  private static Target target(CurlOptions options, Url url) {
    for (String entry : options.all(CurlOption.CONNECT_TO)) {
      String[] parts = entry.split(":", 4);
      boolean fits =
          parts.length == 4
              && (parts[0].isEmpty() || parts[0].equalsIgnoreCase(url.host()))
              && (parts[1].isEmpty() || parts[1].equals("" + url.port()));
      if (fits) {
        return new Target(
            parts[2].isEmpty() ? url.host() : parts[2],
            parts[3].matches("\\d{1,5}") ? Integer.parseInt(parts[3]) : url.port());
      }
    }
    return new Target(url.host(), url.port());
  }

  private List<String> addresses(CurlOptions options, Target target) {
    for (String entry : options.all(CurlOption.RESOLVE)) {
      String[] parts = entry.replaceFirst("^\\+", "").split(":", 3);
      if (parts.length == 3
          && (parts[0].equalsIgnoreCase(target.host) || parts[0].equals("*"))
          && parts[1].equals("" + target.port)) {
        return List.of(parts[2].replaceAll("[\\[\\]]", "").split(",")[0]);
      }
    }
    return Hosts.addresses(cli, target.host);
  }

  private void secure(Wish wish, HttpLink link)
      throws IOException, InterruptedException, CurlFailure {
    String host = wish.url.host();
    try {
      TlsConnection secure = link.secure(host, CurlTls.identity(cli, wish.options));
      CurlTls.describe(secure.session(), wish.options.has(CurlOption.INSECURE), wish.output);
      wish.report.put("time_appconnect", elapsed(wish));
    } catch (SSLException e) {
      link.close();
      throw CurlTls.refused(e, host);
    } catch (IOException e) {
      link.close();
      throw link.late()
          ? new CurlFailure(
              28, "Connection timed out after " + elapsed(wish).toMillis() + " milliseconds")
          : CurlTls.broken(e, wish.url);
    }
  }

  @Override
  public void close() {
    kept.ifPresent(k -> k.link.close());
  }
}
