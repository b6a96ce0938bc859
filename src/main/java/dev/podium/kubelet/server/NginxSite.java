package dev.podium.kubelet.server;

import dev.podium.kubelet.server.NginxConfig.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// A `server` of nginx's configuration, with what it inherits.
record NginxSite(Directive http, Directive server) {
  private static final int USUAL_PORT = 80;

  List<Integer> ports() {
    List<Integer> ports = server.all("listen").map(NginxSite::port).distinct().toList();
    return ports.isEmpty() ? List.of(USUAL_PORT) : ports;
  }

  private static int port(Directive listen) {
    String value = listen.value();
    boolean addressOnly = !value.contains(":") && value.contains(".") || value.endsWith("]");
    return addressOnly ? USUAL_PORT : Daemon.port(value, USUAL_PORT);
  }

  boolean isDefault(int port) {
    return server
        .all("listen")
        .anyMatch(listen ->
            port(listen) == port
                && (listen.arguments().contains("default_server")
                    || listen.arguments().contains("default")));
  }

  boolean isNamed(String host) {
    return server
        .all("server_name")
        .flatMap(names -> names.arguments().stream())
        .anyMatch(name -> matches(name, host));
  }

  private static boolean matches(String name, String host) {
    if (name.startsWith("*.")) {
      return host.endsWith(name.substring(1));
    }
    if (name.endsWith(".*")) {
      return host.startsWith(name.substring(0, name.length() - 1));
    }
    return name.startsWith("~")
        ? compile(name.substring(1), false).matcher(host).find()
        : name.equalsIgnoreCase(host);
  }

  String name() {
    return server.all("server_name").map(Directive::value).findFirst().orElse("");
  }

  /// The `location` for a path, as nginx chooses: an exact one, else the longest prefix unless a
  /// regular expression matches.
  Optional<Directive> location(NginxRequest request) {
    return location(server, request);
  }

  private static Optional<Directive> location(Directive outer, NginxRequest request) {
    String uri = request.uri();
    Optional<Directive> longest = Optional.empty();
    List<Directive> expressions = new ArrayList<>();
    for (Directive location : outer.all("location").toList()) {
      String kind = location.arguments().size() > 1 ? location.value() : "";
      String path = location.arguments().isEmpty() ? "" : location.arguments().getLast();
      switch (kind) {
        case "=" -> {
          if (uri.equals(path)) {
            return Optional.of(location);
          }
        }
        case "~", "~*" -> expressions.add(location);
        default -> {
          int best = longest.map(found -> found.arguments().getLast().length()).orElse(-1);
          if (uri.startsWith(path) && path.length() > best) {
            longest = Optional.of(location);
          }
        }
      }
    }
    boolean settled = longest.filter(found -> found.value().equals("^~")).isPresent();
    for (Directive location : settled ? List.<Directive>of() : expressions) {
      boolean anyCase = location.value().equals("~*");
      Matcher matcher = compile(location.arguments().getLast(), anyCase).matcher(uri);
      if (matcher.find()) {
        request.setGroups(matcher);
        return Optional.of(location);
      }
    }
    return longest.flatMap(found -> location(found, request).or(() -> Optional.of(found)));
  }

  /// A location with a name, to which other ones send.
  ///
  /// @param name such as `@other`
  Optional<Directive> named(String name) {
    return server
        .all("location")
        .filter(location -> location.arguments().equals(List.of(name)))
        .findFirst();
  }

  /// Nothing matches what cannot be read.
  static Pattern compile(String expression, boolean anyCase) {
    try {
      return Pattern.compile(expression, anyCase ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException _) {
      return Pattern.compile("(?!)");
    }
  }

  /// The directive that holds at a place: the location's own, else the server's, else the general
  /// one.
  Optional<Directive> effective(String name, Optional<Directive> location) {
    return location
        .flatMap(l -> l.last(name))
        .or(() -> server.last(name))
        .or(() -> http.last(name));
  }

  /// All of a name from the innermost place that has any.
  List<Directive> allEffective(String name, Optional<Directive> location) {
    return Stream.of(location, Optional.of(server), Optional.of(http))
        .flatMap(Optional::stream)
        .map(place -> place.all(name).toList())
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
