package dev.podium.web.media;

import dev.podium.object.Json;
import dev.podium.object.JsonText;
import dev.podium.schema.protobuf.ProtobufForm;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Writes whole answers.
///
/// Upstream: apiserver's endpoints/handlers/responsewriters/writers.go.
public final class AnswerWriter {
  /// Shorter answers are not worth compressing (defaultGzipThresholdBytes).
  private static final int WORTH_COMPRESSING = 128 * 1024;

  private AnswerWriter() {}

  /// A text, which is compact JSON, in the form that was agreed on.
  public static JsonText encoded(Negotiated form, JsonText text) {
    return switch (form.encoding()) {
      case YAML ->
          new JsonText()
              .append(YamlText.of(Json.parse(text.bytes())).getBytes(StandardCharsets.UTF_8));
      case PROTOBUF -> new JsonText().append(ProtobufForm.of(Json.parseObject(text.bytes())));
      case JSON -> form.pretty() ? text.indented() : new JsonText().append(text).append("\n");
    };
  }

  /// As upstream's WriteRawJSON: indented, whatever the client accepts.
  public static void writeIndented(
      HttpServletRequest request, HttpServletResponse response, int status, JsonText text)
      throws IOException {
    write(request, response, status, "application/json", text.indented());
  }

  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String contentType,
      JsonText body)
      throws IOException {
    response.setStatus(status);
    write(request, response, contentType, body.length(), body::writeTo);
  }

  /// Writes itself.
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /// @param length empty where only writing it can tell
  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      String contentType,
      OptionalLong length,
      Body body)
      throws IOException {
    response.setHeader("Content-Type", contentType);
    if (length.orElse(Long.MAX_VALUE) > WORTH_COMPRESSING && acceptsGzip(request)) {
      response.setHeader("Content-Encoding", "gzip");
      response.addHeader("Vary", "Accept-Encoding");
      try (OutputStream out = new FastGzip(response.getOutputStream())) {
        body.writeTo(out);
      }
    } else {
      length.ifPresent(response::setContentLengthLong);
      body.writeTo(response.getOutputStream());
    }
  }

  private static boolean acceptsGzip(HttpServletRequest request) {
    String header = request.getHeader("Accept-Encoding");
    if (header == null) {
      return false;
    }
    for (String part : header.split(",", -1)) {
      if (part.split(";", 2)[0].strip().equals("gzip")) {
        return true;
      }
    }
    return false;
  }

  /// Level 1, as upstream: a list is compressed to reach the client sooner.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 64 * 1024);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
