package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.kubelet.process.FileSystem;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpRequest;
import dev.podium.network.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where what `curl` fetches goes to, and what it tells of it meanwhile with `-v`, `-i` and `-D`.
final class CurlOutput {
  private static final Pattern FILE_NAME = Pattern.compile("filename=\"?([^\";]+)");

  private final Cli cli;
  private final CurlOptions options;
  private Optional<String> file;
  private final Set<String> begun = new HashSet<>();
  private boolean traced;

  /// @param file where the bodies go, empty for stdout
  CurlOutput(Cli cli, CurlOptions options, Optional<String> file) {
    this.cli = cli;
    this.options = options;
    this.file = file.filter(name -> !name.equals("-"));
  }

  Optional<String> file() {
    return file;
  }

  /// Gives its file the name that the server says, with `-J`.
  void named(Headers headers) {
    String said = headers.find("Content-Disposition").orElse("");
    Matcher name = FILE_NAME.matcher(said);
    if (options.has(CurlOption.REMOTE_HEADER_NAME)
        && options.has(CurlOption.REMOTE_NAME)
        && name.find()) {
      file = Optional.of(Cli.baseName(name.group(1)));
    }
  }

  /// Whether it goes elsewhere than to the terminal.
  boolean apart() {
    return file.isPresent() || !cli.onTerminal();
  }

  /// With `-v`, a remark.
  void note(String text) throws IOException {
    trace("* " + text + "\n");
  }

  private void trace(String text) throws IOException {
    if (options.has(CurlOption.VERBOSE)) {
      cli.flush();
      cli.err().write(text.getBytes(StandardCharsets.UTF_8));
      traced = false;
    }
  }

  /// With `-v`, that bytes go by.
  private void data(char direction, long count) throws IOException {
    if (!traced && count > 0 && apart()) {
      trace(direction + " [" + count + " bytes data]\n");
      traced = true;
    }
  }

  void sent(HttpRequest request, long body) throws IOException {
    String line = request.method() + " " + request.target() + " HTTP/1.1";
    trace(lines(line, request.headers(), "> "));
    data('}', body);
  }

  private static String lines(String first, Headers headers, String mark) {
    StringBuilder text = new StringBuilder(mark + first + "\r\n");
    for (Headers.Field field : headers.fields()) {
      String value = field.value().isEmpty() ? "" : " " + field.value();
      text.append(mark).append(field.name()).append(':').append(value).append("\r\n");
    }
    return text.append(mark).append("\r\n").toString();
  }

  /// @return how long the head is, in bytes
  ///
  /// @param refused whether `-f` makes it the end
  long head(HttpResponse response, boolean refused) throws IOException, CurlFailure {
    String line = "HTTP/1.1 " + response.status() + " " + response.reason();
    String shown = lines(line, response.headers(), "< ");
    trace(refused ? shown.substring(0, shown.length() - 4) : shown);
    String head = lines(line, response.headers(), "");
    Optional<String> dump = options.value(CurlOption.DUMP_HEADER);
    if (dump.isPresent()) {
      write(dump.get().equals("-") ? cli.out() : open(dump.get()), head);
    }
    if (options.has(CurlOption.INCLUDE) || options.has(CurlOption.HEAD)) {
      write(body(), head);
    }
    return head.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void write(OutputStream to, String text) throws IOException {
    try (to) {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// What comes first begins a file anew.
  private OutputStream open(String path) throws IOException, CurlFailure {
    try {
      if (options.has(CurlOption.CREATE_DIRS) && path.contains("/")) {
        folders(path.substring(0, path.lastIndexOf('/')));
      }
      return cli.create(path, begun.add(path) ? FileSystem.Open.TRUNCATE : FileSystem.Open.APPEND);
    } catch (Errno e) {
      if (!options.has(CurlOption.SILENT)) {
        cli.complain("Warning: Failed to open the file " + path + ": " + Cli.reason(e));
      }
      throw new CurlFailure(23, "Failure writing output to destination");
    }
  }

  OutputStream body() throws IOException, CurlFailure {
    return file.isEmpty() ? cli.out() : open(file.get());
  }

  private void folders(String path) throws Errno {
    for (int i = path.indexOf('/', 1); i > 0; i = path.indexOf('/', i + 1)) {
      folder(path.substring(0, i));
    }
    folder(path);
  }

  private void folder(String path) throws Errno {
    if (!path.isEmpty() && !cli.files().exists(path)) {
      cli.files().makeDirectory(path, 0777);
    }
  }

  /// With `-v`, that a piece of a body has come.
  void passes(int count) throws IOException {
    data('{', count);
  }

  /// Writes a piece of a body; at once, where somebody is looking.
  void piece(OutputStream out, byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
    if (file.isEmpty()) {
      cli.flush();
    }
  }
}
