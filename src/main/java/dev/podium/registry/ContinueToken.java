package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;

/// Where a paged list goes on: a revision and the key behind which the next page begins.
///
/// Upstream: apiserver's storage/continue.go. A revision of -1 asks for whatever is newest.
record ContinueToken(long revision, String afterKey) {
  private static final String VERSION = "meta.k8s.io/v1";

  String encode() {
    JsonObject token = JsonObject.of("v", VERSION, "rv", revision, "start", afterKey + "\u0000");
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
  }

  static ContinueToken decode(String text) {
    byte[] json;
    try {
      json = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw invalid("illegal base64 data");
    }
    JsonObject token;
    try {
      token = Json.parse(json) instanceof JsonObject object ? object : JsonObject.EMPTY;
    } catch (JacksonException e) {
      throw invalid("not JSON");
    }
    if (!token.string("v").equals(VERSION)) {
      throw ApiException.badRequest(
          "continue key is not valid: server does not recognize this encoded version \""
              + token.string("v")
              + "\"");
    }
    long revision = token.integer("rv");
    if (revision == 0) {
      throw ApiException.badRequest(
          "continue key is not valid: incorrect encoded start resourceVersion (version"
              + " meta.k8s.io/v1)");
    }
    String start = token.string("start");
    if (start.isEmpty()) {
      throw ApiException.badRequest(
          "continue key is not valid: encoded start key empty (version meta.k8s.io/v1)");
    }
    return new ContinueToken(
        revision, start.endsWith("\u0000") ? start.substring(0, start.length() - 1) : start);
  }

  private static ApiException invalid(String why) {
    return ApiException.badRequest("continue key is not valid: " + why);
  }
}
