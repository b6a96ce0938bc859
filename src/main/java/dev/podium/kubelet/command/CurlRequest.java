package dev.podium.kubelet.command;

import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `curl` asks of a server.
///
/// @param method before `-X` says otherwise
/// @param body empty where none is sent
/// @param trusted whether the server may see passwords
record CurlRequest(
    CurlOptions options, Url url, String method, Optional<CurlBody> body, boolean trusted) {
  static final String VERSION = "8.5.0";

  static CurlRequest first(CurlOptions options, Url url, CurlBody body) {
    boolean puts = options.has(CurlOption.UPLOAD_FILE);
    boolean sends = !body.type().isEmpty();
    if (options.has(CurlOption.HEAD)) {
      return new CurlRequest(options, url, "HEAD", Optional.empty(), true);
    }
    if (sends && options.has(CurlOption.GET)) {
      String data = new String(body.bytes(), StandardCharsets.UTF_8);
      String joint = url.target().contains("?") ? "&" : "?";
      Url longer = url.withTarget(url.target() + joint + data);
      return new CurlRequest(options, longer, "GET", Optional.empty(), true);
    }
    return new CurlRequest(
        options,
        url,
        puts ? "PUT" : sends ? "POST" : "GET",
        puts || sends ? Optional.of(body) : Optional.empty(),
        true);
  }

  /// After a redirection. What was posted is not posted again, unless the status or an option says
  /// so; passwords are for the first host only.
  CurlRequest redirected(int status, Url next) {
    boolean post = method.equals("POST");
    boolean asks =
        switch (status) {
          case 301 -> post && !options.has(CurlOption.POST301);
          case 302 -> post && !options.has(CurlOption.POST302);
          case 303 -> !method.equals("HEAD") && !(post && options.has(CurlOption.POST303));
          default -> false;
        };
    boolean same = next.host().equals(url.host()) && next.port() == url.port();
    return new CurlRequest(
        options,
        next,
        asks ? "GET" : method,
        asks ? Optional.empty() : body,
        trusted && (same || options.has(CurlOption.LOCATION_TRUSTED)));
  }

  /// What stands in the request line.
  String verb() {
    return options.value(CurlOption.REQUEST).orElse(method);
  }

  /// @param cookies as `name=value`
  HttpRequest message(List<String> cookies) {
    Headers fields = standard(cookies);
    List<Headers.Field> own = own();
    for (Headers.Field field : own) {
      if (field.name().equalsIgnoreCase("Host")) {
        fields = replaced(fields, field);
      } else {
        fields = fields.without(field.name());
      }
    }
    for (Headers.Field field : own) {
      boolean shown = trusted || !field.name().matches("(?i)authorization|cookie");
      if (shown && !field.value().isBlank() && !field.name().equalsIgnoreCase("Host")) {
        fields = fields.and(field.name(), field.value().equals(";") ? "" : field.value());
      }
    }
    byte[] bytes = body.map(CurlBody::bytes).orElse(new byte[0]);
    if (body.isPresent()) {
      fields = fields.with("Content-Length", "" + bytes.length);
      String type = body.get().type();
      boolean said = own.stream().anyMatch(f -> f.name().equalsIgnoreCase("Content-Type"));
      fields = said || type.isEmpty() ? fields : fields.and("Content-Type", type);
    }
    String target = options.value(CurlOption.REQUEST_TARGET).orElse(url.target());
    return new HttpRequest(verb(), target, fields, new ByteArrayInputStream(bytes));
  }

  private static Headers replaced(Headers fields, Headers.Field by) {
    return new Headers(
        fields.fields().stream()
            .map(f -> f.name().equalsIgnoreCase(by.name()) ? by : f)
            .filter(f -> !f.value().isBlank())
            .toList());
  }

  private Headers standard(List<String> cookies) {
    Headers fields = Headers.of("Host", url.authority());
    Optional<String> user =
        options
            .value(CurlOption.USER)
            .filter(_ -> trusted)
            .or(() -> Optional.of(url.user()).filter(u -> !u.isEmpty()).map(Url::decoded));
    if (user.isPresent()) {
      String pair = user.get().contains(":") ? user.get() : user.get() + ":";
      byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
      fields = fields.and("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    if (options.has(CurlOption.OAUTH2_BEARER) && trusted) {
      fields =
          fields.and(
              "Authorization", "Bearer " + options.value(CurlOption.OAUTH2_BEARER).orElse(""));
    }
    if (options.has(CurlOption.RANGE)) {
      fields = fields.and("Range", "bytes=" + options.value(CurlOption.RANGE).orElse(""));
    }
    String agent = options.value(CurlOption.USER_AGENT).orElse("curl/" + VERSION);
    fields = agent.isEmpty() ? fields : fields.and("User-Agent", agent);
    fields = fields.and("Accept", "*/*");
    if (options.has(CurlOption.REFERER)) {
      fields = fields.and("Referer", options.value(CurlOption.REFERER).orElse(""));
    }
    List<String> pairs = new ArrayList<>(cookies);
    if (trusted) {
      options.all(CurlOption.COOKIE).stream().filter(b -> b.contains("=")).forEach(pairs::add);
    }
    return pairs.isEmpty() ? fields : fields.and("Cookie", String.join("; ", pairs));
  }

  /// Those of `-H`: with a blank value where a field is to be left out, with `;` where it is to be
  /// empty.
  private List<Headers.Field> own() {
    List<Headers.Field> own = new ArrayList<>();
    if (options.has(CurlOption.JSON)) {
      own.add(new Headers.Field("Content-Type", "application/json"));
      own.add(new Headers.Field("Accept", "application/json"));
    }
    for (String text : options.all(CurlOption.HEADER)) {
      int colon = text.indexOf(':');
      if (colon > 0) {
        String name = text.substring(0, colon).strip();
        own.removeIf(f -> options.has(CurlOption.JSON) && f.name().equalsIgnoreCase(name));
        own.add(new Headers.Field(name, text.substring(colon + 1).strip()));
      } else if (text.endsWith(";") && text.length() > 1) {
        own.add(new Headers.Field(text.substring(0, text.length() - 1), ";"));
      }
    }
    return own;
  }

  /// Which the report and the log of a transfer name it by.
  String scheme() {
    return url.scheme().toUpperCase(Locale.ROOT);
  }
}
