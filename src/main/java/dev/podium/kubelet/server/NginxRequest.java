package dev.podium.kubelet.server;

import dev.podium.network.Endpoint;
import dev.podium.network.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request on its way through nginx, with its variables.
final class NginxRequest {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");

  private final HttpRequest request;
  private final Endpoint client;
  private final Map<String, String> variables = new HashMap<>();
  private String uri;

  NginxRequest(HttpRequest request, Endpoint client) {
    this.request = request;
    this.client = client;
    this.uri = normal(request.path());
    set("uri", uri);
    set("request_uri", request.target());
    set("args", request.query());
    set("query_string", request.query());
    set("is_args", request.query().isEmpty() ? "" : "?");
    set("request_method", request.method());
    set("server_protocol", request.version());
    set("scheme", "http");
    set("remote_addr", client.address());
    set("remote_port", Integer.toString(client.port()));
    set("remote_user", "-");
    set("request", request.method() + " " + request.target() + " " + request.version());
    String forwarded = header("X-Forwarded-For");
    set(
        "proxy_add_x_forwarded_for",
        forwarded.isEmpty() ? client.address() : forwarded + ", " + client.address());
  }

  /// Without escapes and dots.
  private static String normal(String path) {
    String decoded;
    try {
      decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      decoded = path;
    }
    java.util.Deque<String> parts = new java.util.ArrayDeque<>();
    for (String part : decoded.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.equals(".") && !part.isEmpty()) {
        parts.addLast(part);
      }
    }
    boolean folder = decoded.endsWith("/") && !parts.isEmpty();
    return "/" + String.join("/", parts) + (folder ? "/" : "");
  }

  HttpRequest http() {
    return request;
  }

  Endpoint client() {
    return client;
  }

  String uri() {
    return uri;
  }

  void redirect(String to) {
    uri = to.startsWith("/") ? to : "/" + to;
    set("uri", uri);
  }

  void set(String name, String value) {
    variables.put(name, value);
  }

  void setGroups(Matcher matcher) {
    for (int i = 0; i <= matcher.groupCount(); i++) {
      String group = matcher.group(i);
      set(Integer.toString(i), group == null ? "" : group);
    }
  }

  String header(String name) {
    return request.headers().find(name).orElse("");
  }

  /// The host that is asked for, without its port.
  String host() {
    return header("Host").replaceFirst(":\\d+$", "");
  }

  /// A text with the values of the variables in it.
  String expand(String text) {
    return expand(text, "");
  }

  /// As logs have it: what is not there is a dash.
  String expandForLog(String text) {
    return expand(text, "-");
  }

  private String expand(String text, String absent) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> {
          String braced = match.group(1);
          String found = value(braced == null ? match.group(2) : braced);
          return Matcher.quoteReplacement(found.isEmpty() ? absent : found);
        });
  }

  private String value(String name) {
    if (name.startsWith("http_")) {
      return header(name.substring(5).replace('_', '-'));
    }
    if (name.startsWith("arg_")) {
      return Arrays.stream(request.query().split("&"))
          .filter(pair -> pair.startsWith(name.substring(4) + "="))
          .map(pair -> pair.substring(name.length() - 3))
          .findFirst()
          .orElse("");
    }
    return variables.getOrDefault(name, "");
  }
}
