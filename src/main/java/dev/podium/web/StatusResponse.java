package dev.podium.web;

import dev.podium.object.ApiException;
import dev.podium.object.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/// Writes a `Status` where a request ends before its resource is looked at.
public final class StatusResponse {
  private static final List<String> PEOPLE = List.of("curl", "Wget", "Mozilla/5.0");

  private StatusResponse() {}

  public static void write(
      HttpServletRequest request, HttpServletResponse response, ApiException refusal)
      throws IOException {
    boolean pretty = pretty(QueryString.of(request), request.getHeader("User-Agent"));
    byte[] body = pretty ? Json.prettyBytes(refusal.status()) : Json.bytes(refusal.status());
    response.setStatus(refusal.code());
    response.setContentType("application/json");
    response.setContentLength(body.length + 1);
    response.getOutputStream().write(body);
    response.getOutputStream().write('\n');
  }

  /// Indented where asked for, or where nothing is asked and a person seems to read it (apiserver's
  /// endpoints/handlers/negotiation and endpoints/handlers/responsewriters).
  static boolean pretty(QueryString query, @org.jspecify.annotations.Nullable String userAgent) {
    if (query.has("pretty")) {
      return query.first("pretty").equals("true") || query.first("pretty").equals("1");
    }
    return userAgent != null && PEOPLE.stream().anyMatch(userAgent::startsWith);
  }
}
