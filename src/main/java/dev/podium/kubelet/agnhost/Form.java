package dev.podium.kubelet.agnhost;

import dev.podium.network.http.HttpRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The parameters of a request, as Go's `FormValue` finds them: those of a posted form first, then
/// those of the query.
record Form(Map<String, String> values) {
  private static final int LONGEST = 1 << 20;

  static Form of(HttpRequest request) throws IOException {
    Map<String, String> values = new HashMap<>();
    boolean posted =
        request
            .headers()
            .find("Content-Type")
            .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
            .isPresent();
    if (posted) {
      add(values, new String(request.body().readNBytes(LONGEST), StandardCharsets.UTF_8));
    }
    add(values, request.query());
    return new Form(values);
  }

  private static void add(Map<String, String> values, String text) {
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      values.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Empty where there is none.
  String get(String name) {
    return values.getOrDefault(name, "");
  }
}
