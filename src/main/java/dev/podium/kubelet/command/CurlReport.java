package dev.podium.kubelet.command;

import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpResponse;
import dev.podium.object.Json;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of a transfer of `curl` when it is over, and how `-w` prints it.
final class CurlReport {
  private static final String TEXT = "";
  private static final String COUNT = "0";
  private static final String TIME = "0.000000";

  /// What each variable is worth where nothing else is known of it.
  private static final Map<String, String> VARIABLES = variables();

  private final Map<String, String> known = new HashMap<>();
  private Headers headers = Headers.NONE;

  private static Map<String, String> variables() {
    SortedMap<String, String> all = new TreeMap<>();
    for (String name :
        ("certs content_type errormsg filename_effective ftp_entry_path http_version local_ip method"
                + " redirect_url referer remote_ip scheme url url_effective")
            .split(" ")) {
      all.put(name, TEXT);
    }
    for (String name :
        ("conn_id exitcode http_connect local_port num_certs num_connects num_headers num_redirects"
                + " num_retries proxy_ssl_verify_result remote_port size_download size_header"
                + " size_request size_upload speed_download speed_upload ssl_verify_result urlnum"
                + " xfer_id")
            .split(" ")) {
      all.put(name, COUNT);
    }
    for (String name :
        ("time_appconnect time_connect time_namelookup time_pretransfer time_redirect"
                + " time_starttransfer time_total")
            .split(" ")) {
      all.put(name, TIME);
    }
    all.put("http_code", "000");
    all.put("response_code", "000");
    all.put("http_connect", "000");
    return all;
  }

  void put(String variable, String value) {
    known.put(variable, value);
  }

  void put(String variable, long value) {
    put(variable, Long.toString(value));
  }

  void put(String variable, Duration value) {
    put(variable, String.format(Locale.ROOT, "%.6f", value.toNanos() / 1e9));
  }

  void add(String variable, long more) {
    put(variable, Long.parseLong(value(variable)) + more);
  }

  /// What the last response begins with.
  void response(HttpResponse last, Duration after) {
    headers = last.headers();
    String status = String.format("%03d", last.status());
    put("http_code", status);
    put("response_code", status);
    put("http_version", "1.1");
    put("content_type", headers.find("Content-Type").orElse(""));
    put("num_headers", headers.fields().size());
    put("time_starttransfer", after);
  }

  String value(String variable) {
    return known.getOrDefault(variable, VARIABLES.getOrDefault(variable, ""));
  }

  /// Prints what a format says, to stdout until it says `%{stderr}`.
  void print(Cli cli, String format) throws IOException {
    boolean toErrors = false;
    int at = 0;
    while (at < format.length()) {
      Piece piece = piece(format, at);
      at += piece.length;
      if (piece.variable.isEmpty()) {
        write(cli, toErrors, piece.text);
        continue;
      }
      String name = piece.variable.get();
      if (name.equals("onerror") && value("exitcode").equals("0")) {
        return;
      }
      toErrors = name.equals("stderr") || toErrors && !name.equals("stdout");
      Optional<String> text = text(name);
      if (text.isEmpty()) {
        cli.complain("curl: unknown --write-out variable: '" + name + "'");
      }
      write(cli, toErrors, text.orElse(""));
    }
  }

  private static void write(Cli cli, boolean toErrors, String text) throws IOException {
    if (toErrors) {
      cli.flush();
      cli.err().write(text.getBytes(StandardCharsets.UTF_8));
    } else {
      cli.print(text);
    }
  }

  /// A part of a format: a text, or the name of a variable.
  private record Piece(int length, String text, Optional<String> variable) {
    static Piece text(int length, String text) {
      return new Piece(length, text, Optional.empty());
    }
  }

  private Piece piece(String format, int at) {
    String two = format.substring(at, Math.min(format.length(), at + 2));
    int end = format.indexOf('}', at);
    if (format.startsWith("%header{", at) && end > 0) {
      String name = format.substring(at + "%header{".length(), end);
      return Piece.text(end + 1 - at, headers.find(name).orElse(""));
    }
    return switch (two) {
      case "%{" ->
          end < 0
              ? Piece.text(2, two)
              : new Piece(end + 1 - at, "", Optional.of(format.substring(at + 2, end)));
      case "%%" -> Piece.text(2, "%");
      case "\\n" -> Piece.text(2, "\n");
      case "\\t" -> Piece.text(2, "\t");
      case "\\r" -> Piece.text(2, "\r");
      case "\\\\" -> Piece.text(2, two);
      default -> Piece.text(1, format.substring(at, at + 1));
    };
  }

  private Optional<String> text(String variable) {
    return switch (variable) {
      case "stderr", "stdout", "onerror" -> Optional.of("");
      case "json" -> Optional.of(json());
      case "header_json" -> Optional.of(headerJson());
      default -> VARIABLES.containsKey(variable) ? Optional.of(value(variable)) : Optional.empty();
    };
  }

  private String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    VARIABLES.forEach((name, usual) -> {
      String value = value(name);
      if (usual.equals(TEXT)) {
        all.put(name, value.isEmpty() ? JsonNull.NULL : value);
      } else {
        all.put(name, value.contains(".") ? Double.valueOf(value) : (Object) Long.valueOf(value));
      }
    });
    all.put("curl_version", "libcurl/" + CurlRequest.VERSION);
    return Json.write(JsonObject.of(all));
  }

  private String headerJson() {
    Map<String, List<Object>> values = new LinkedHashMap<>();
    for (Headers.Field field : headers.fields()) {
      values
          .computeIfAbsent(field.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(field.value());
    }
    return Json.write(JsonObject.of(values));
  }
}
