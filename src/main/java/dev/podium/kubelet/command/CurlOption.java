package dev.podium.kubelet.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The options of `curl` that are understood; the rest of what a real one has is refused by name.
enum CurlOption {
  CACERT("", Takes.TEXT),
  CERT("E", Takes.TEXT),
  COMPRESSED(""),
  CONNECT_TIMEOUT("", Takes.SECONDS),
  CONNECT_TO("", Takes.TEXT),
  COOKIE("b", Takes.TEXT),
  COOKIE_JAR("c", Takes.TEXT),
  CREATE_DIRS(""),
  DATA("d", Takes.TEXT),
  DATA_ASCII("", Takes.TEXT),
  DATA_BINARY("", Takes.TEXT),
  DATA_RAW("", Takes.TEXT),
  DATA_URLENCODE("", Takes.TEXT),
  DUMP_HEADER("D", Takes.TEXT),
  FAIL("f"),
  FAIL_EARLY(""),
  FAIL_WITH_BODY(""),
  FORM("F", Takes.TEXT),
  FORM_STRING("", Takes.TEXT),
  GET("G"),
  GLOBOFF("g"),
  HEAD("I"),
  HEADER("H", Takes.TEXT),
  HELP("h"),
  INCLUDE("i"),
  INSECURE("k"),
  JSON("", Takes.TEXT),
  KEY("", Takes.TEXT),
  LOCATION("L"),
  LOCATION_TRUSTED(""),
  MAX_FILESIZE("", Takes.NUMBER),
  MAX_REDIRS("", Takes.NUMBER),
  MAX_TIME("m", Takes.SECONDS),
  NEXT(":"),
  NO_PROGRESS_METER(""),
  OAUTH2_BEARER("", Takes.TEXT),
  OUTPUT("o", Takes.TEXT),
  OUTPUT_DIR("", Takes.TEXT),
  PATH_AS_IS(""),
  POST301(""),
  POST302(""),
  POST303(""),
  PROGRESS_BAR("#"),
  PROXY("x", Takes.TEXT),
  RANGE("r", Takes.TEXT),
  REFERER("e", Takes.TEXT),
  REMOTE_HEADER_NAME("J"),
  REMOTE_NAME("O"),
  REQUEST("X", Takes.TEXT),
  REQUEST_TARGET("", Takes.TEXT),
  RESOLVE("", Takes.TEXT),
  RETRY("", Takes.NUMBER),
  RETRY_ALL_ERRORS(""),
  RETRY_CONNREFUSED(""),
  RETRY_DELAY("", Takes.NUMBER),
  RETRY_MAX_TIME("", Takes.NUMBER),
  SHOW_ERROR("S"),
  SILENT("s"),
  STDERR("", Takes.TEXT),
  UPLOAD_FILE("T", Takes.TEXT),
  URL("", Takes.TEXT),
  USER("u", Takes.TEXT),
  USER_AGENT("A", Takes.TEXT),
  VERBOSE("v"),
  VERSION("V"),
  WRITE_OUT("w", Takes.TEXT),

  // These make no difference to a simulated transfer.
  ANYAUTH(""),
  BASIC(""),
  CAPATH("", Takes.TEXT),
  DISABLE("q"),
  HTTP1_0("0"),
  HTTP1_1(""),
  HTTP2(""),
  HTTP2_PRIOR_KNOWLEDGE(""),
  INTERFACE("", Takes.TEXT),
  IPV4("4"),
  IPV6("6"),
  KEEPALIVE_TIME("", Takes.NUMBER),
  LIMIT_RATE("", Takes.TEXT),
  NETRC("n"),
  NO_BUFFER("N"),
  NO_KEEPALIVE(""),
  NO_SESSIONID(""),
  NOPROXY("", Takes.TEXT),
  PARALLEL("Z"),
  RAW(""),
  SPEED_LIMIT("Y", Takes.NUMBER),
  SPEED_TIME("y", Takes.NUMBER),
  SSL_NO_REVOKE(""),
  TCP_NODELAY(""),
  TLS_MAX("", Takes.TEXT),
  TLSV1("1"),
  TLSV1_2(""),
  TLSV1_3("");

  /// What stands behind an option.
  enum Takes {
    NOTHING,
    TEXT,
    NUMBER,
    SECONDS
  }

  private final String letter;
  private final Takes takes;

  CurlOption(String letter) {
    this(letter, Takes.NOTHING);
  }

  CurlOption(String letter, Takes takes) {
    this.letter = letter;
    this.takes = takes;
  }

  Takes takes() {
    return takes;
  }

  /// Without the hyphens in front.
  String longName() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_(\\d)$", ".$1").replace('_', '-');
  }

  static Optional<CurlOption> ofLetter(char letter) {
    for (CurlOption option : values()) {
      if (option.letter.equals(String.valueOf(letter))) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /// The option of a name, or those that begin with it.
  static List<CurlOption> ofName(String name) {
    List<CurlOption> found = new ArrayList<>();
    for (CurlOption option : values()) {
      if (option.longName().equals(name)) {
        return List.of(option);
      }
      if (option.longName().startsWith(name)) {
        found.add(option);
      }
    }
    return found;
  }
}
