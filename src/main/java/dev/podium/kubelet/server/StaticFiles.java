package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.kubelet.process.FileSystem.Stat;
import dev.podium.kubelet.process.FileSystem.Type;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files below a folder, as web servers hand them out: with their types, dates and tags, whole or
/// in part.
public record StaticFiles(FileSystem files) {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html"),
          Map.entry("htm", "text/html"),
          Map.entry("css", "text/css"),
          Map.entry("txt", "text/plain"),
          Map.entry("xml", "text/xml"),
          Map.entry("js", "application/javascript"),
          Map.entry("json", "application/json"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("pdf", "application/pdf"));

  /// What a path leads to.
  public sealed interface Found {
    /// What can be handed out.
    ///
    /// @param path of the file itself, which may be an index
    record File(String path, Stat stat) implements Found {}

    /// A folder that was asked for without the slash at its end.
    record Folder() implements Found {}

    /// A folder without an index.
    record NoIndex(String path) implements Found {}

    /// Nothing that can be read.
    record Missing(String path, Errno.Code code) implements Found {}
  }

  public Found find(String path, List<String> indexes) {
    try {
      Stat stat = files.stat(path);
      if (stat.type() != Type.DIRECTORY) {
        return new Found.File(path, stat);
      }
      if (!path.endsWith("/")) {
        return new Found.Folder();
      }
    } catch (Errno e) {
      return new Found.Missing(path, e.code());
    }
    for (String index : indexes) {
      try {
        return new Found.File(path + index, files.stat(path + index));
      } catch (Errno _) {
        // The next one may be there.
      }
    }
    return new Found.NoIndex(path);
  }

  static String type(String path, String otherwise) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(ending, otherwise);
  }

  /// A file, or what of it the client does not have.
  public Page page(Found.File file, HttpRequest request, String otherType) throws IOException {
    Instant modified = Instant.ofEpochSecond(file.stat().modified().getEpochSecond());
    String tag = "\"%x-%x\"".formatted(modified.getEpochSecond(), file.stat().size());
    Headers validators = Headers.of("Last-Modified", Daemon.httpDate(modified), "ETag", tag);
    boolean same =
        request.headers().find("If-None-Match").filter(tag::equals).isPresent()
            || request
                .headers()
                .find("If-Modified-Since")
                .filter(Daemon.httpDate(modified)::equals)
                .isPresent();
    if (same) {
      return new Page(304, validators, new byte[0]);
    }
    byte[] bytes = files.bytes(file.path());
    Headers headers =
        Headers.of("Content-Type", type(file.path(), otherType))
            .and("Last-Modified", Daemon.httpDate(modified))
            .and("ETag", tag)
            .and("Accept-Ranges", "bytes");
    return request
        .headers()
        .find("Range")
        .flatMap(range -> part(range, bytes, headers))
        .orElseGet(() -> new Page(200, headers, bytes));
  }

  private static Optional<Page> part(String range, byte[] bytes, Headers headers) {
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches() || range.length() > 40) {
      return Optional.empty();
    }
    long first = matcher.group(1).isEmpty() ? -1 : Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? -1 : Long.parseLong(matcher.group(2));
    long from = first < 0 ? Math.max(0, bytes.length - last) : first;
    long to = first < 0 || last < 0 ? bytes.length - 1L : Math.min(last, bytes.length - 1L);
    if (from > to) {
      return Optional.of(
          new Page(416, Headers.of("Content-Range", "bytes */" + bytes.length), new byte[0]));
    }
    return Optional.of(
        new Page(
            206,
            headers.and("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length),
            Arrays.copyOfRange(bytes, (int) from, (int) to + 1)));
  }
}
