package dev.podium.web.api;

import dev.podium.auth.UserInfo;
import dev.podium.object.ApiException;
import dev.podium.object.FieldManagers;
import dev.podium.object.GoText;
import dev.podium.registry.WriteContext;
import dev.podium.schema.protobuf.ProtobufForm;
import dev.podium.web.QueryString;
import dev.podium.web.RequestInfo;
import dev.podium.web.media.Negotiation;
import dev.podium.web.media.Warnings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One request on its way, with what is known of it so far.
///
/// @param now the time at which it came, the same for all that it does
record Exchange(
    HttpServletRequest request,
    HttpServletResponse response,
    RequestInfo info,
    QueryString query,
    UserInfo user,
    Instant now,
    Warnings warnings) {
  /// What upstream's MaxRequestBodyBytes allows.
  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  String method() {
    return request.getMethod();
  }

  /// A header, empty where it is absent.
  String header(String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  Negotiation negotiation() {
    return new Negotiation(
        header("Accept"),
        query.find("pretty"),
        header("User-Agent"),
        ProtobufForm.covers(info.apiGroup()));
  }

  /// The whole body, empty where there is none.
  byte[] body() {
    try {
      byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        throw ApiException.requestEntityTooLarge(
            "Request entity too large: limit is " + LARGEST_BODY);
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WriteContext writeContext(WriteOptions options) {
    String manager = options.fieldManager();
    return new WriteContext(
        user,
        manager.isEmpty() ? agent() : manager,
        options.dryRun(),
        now,
        warnings,
        options.given());
  }

  /// The user agent up to its first slash, as far as it can be printed and fits (upstream's
  /// managerOrUserAgent).
  private String agent() {
    StringBuilder manager = new StringBuilder();
    int length = 0;
    for (int c : header("User-Agent").split("/", 2)[0].codePoints().toArray()) {
      if (GoText.isPrintable(c)) {
        length += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
        if (length > FieldManagers.LONGEST) {
          break;
        }
        manager.appendCodePoint(c);
      }
    }
    return manager.toString();
  }
}
