package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.GoJson;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.util.Base64;
import java.util.regex.Pattern;

/// Where a paged list goes on: a revision and the key behind which the next page begins.
///
/// Upstream: apiserver's storage/continue.go. A revision of -1 asks for whatever is newest.
public record ContinueToken(long revision, String afterKey) {
  private static final Pattern UNCLEAN = Pattern.compile("(^|/)\\.{0,2}(/|$)");
  private static final String VERSION = "meta.k8s.io/v1";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  String encode() {
    JsonObject token = JsonObject.of("v", VERSION, "rv", revision, "start", afterKey + "\u0000");
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
  }

  /// @throws ApiException 400 in upstream's words
  public static ContinueToken decode(String text) {
    byte[] json = base64(text);
    GoJson.syntaxError(json)
        .ifPresent(why -> {
          throw invalid(why);
        });
    JsonObject token = Json.parse(json) instanceof JsonObject object ? object : JsonObject.EMPTY;
    if (!token.string("v").equals(VERSION)) {
      throw invalid("server does not recognize this encoded version " + token.string("v"));
    }
    long revision = token.integer("rv");
    if (revision == 0) {
      throw invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
    }
    String start = token.string("start");
    if (start.isEmpty()) {
      throw invalid("encoded start key empty (version meta.k8s.io/v1)");
    }
    if (UNCLEAN.matcher(start).find()) {
      throw invalid(start);
    }
    return new ContinueToken(
        revision, start.endsWith("\u0000") ? start.substring(0, start.length() - 1) : start);
  }

  /// Go tells how far the text could be read.
  private static byte[] base64(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (ALPHABET.indexOf(text.charAt(i)) < 0) {
        throw invalid("illegal base64 data at input byte " + i);
      }
    }
    if (text.length() % 4 == 1) {
      throw invalid("illegal base64 data at input byte " + text.length());
    }
    return Base64.getUrlDecoder().decode(text);
  }

  private static ApiException invalid(String why) {
    return ApiException.badRequest("invalid continue token: continue key is not valid: " + why);
  }
}
