package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.FileSystem.Open;
import dev.podium.kubelet.process.Process;
import dev.podium.kubelet.server.Page;
import dev.podium.network.ConnectFailure;
import dev.podium.network.http.HttpRequest;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What netexec does for those who ask: dials, runs commands, takes files.
final class NetexecActions {
  private static final int MOST_TRIES = 1000;
  private static final int LARGEST = 8 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Agnhost host;
  private final Process self;
  private final Asker asker;

  NetexecActions(Agnhost host) {
    this.host = host;
    this.self = host.self();
    this.asker = new Asker(self);
  }

  private static Page text(int status, String text) {
    return Page.of(status, Agnhost.TEXT, text);
  }

  /// Asks another server a number of times and tells what it said.
  Page dial(Form form) throws InterruptedException {
    String server = form.get("host");
    String port = form.get("port");
    String question = form.get("request");
    String protocol = form.get("protocol").toLowerCase(Locale.ROOT);
    String tries = form.get("tries");
    host.log(
        "GET /dial?host=%s&protocol=%s&port=%s&request=%s&tries=%s"
            .formatted(server, protocol, port, question, tries));
    if (!tries.matches("\\d{0,9}")) {
      return text(
          400,
          "tries parameter is invalid. strconv.Atoi: parsing \"%s\": invalid syntax\n"
              .formatted(tries));
    }
    if (question.isEmpty()) {
      return text(400, "request parameter not specified. <nil>\n");
    }
    if (protocol.equals("sctp")) {
      return text(400, "podium: SCTP is not simulated\n");
    }
    if (!List.of("", "http", "udp").contains(protocol)) {
      return text(400, "unsupported protocol. " + protocol + "\n");
    }
    String address;
    try {
      address = asker.address(server);
    } catch (IOException e) {
      return text(400, "host and/or port param are invalid. " + e.getMessage() + "\n");
    }
    if (!port.matches("\\d{1,5}")) {
      return text(400, "host and/or port param are invalid. address " + port + ": invalid port\n");
    }
    int times = tries.isEmpty() ? 1 : Math.clamp(Integer.parseInt(tries), 1, MOST_TRIES);
    return asked(
        times,
        protocol.equals("udp")
            ? () -> datagram(address, Integer.parseInt(port), question)
            : () -> asker.get(address, Integer.parseInt(port), "/" + question).text());
  }

  /// Asks once.
  private interface Question {
    String ask() throws IOException, InterruptedException;
  }

  private static Page asked(int times, Question question) throws InterruptedException {
    List<String> responses = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      try {
        responses.add(question.ask());
      } catch (IOException e) {
        errors.add(String.valueOf(e.getMessage()));
      }
    }
    JsonObject answer = JsonObject.EMPTY;
    if (!errors.isEmpty()) {
      answer = answer.with("errors", errors);
    }
    if (!responses.isEmpty()) {
      answer = answer.with("responses", responses);
    }
    return text(200, Json.write(answer));
  }

  private String datagram(String address, int port, String question)
      throws IOException, InterruptedException {
    String failed = "reading from udp connection failed. err:'read udp: ";
    try {
      Optional<byte[]> answer =
          self.network().ask(address, port, question.getBytes(StandardCharsets.UTF_8), PATIENCE);
      return new String(
          answer.orElseThrow(() -> new IOException(failed + "i/o timeout'")),
          StandardCharsets.UTF_8);
    } catch (ConnectFailure e) {
      throw new IOException(
          failed
              + (e.reason() == ConnectFailure.Reason.REFUSED
                  ? "read: connection refused'"
                  : "i/o timeout'"),
          e);
    }
  }

  /// Runs a shell command of the container.
  Page shell(Form form) throws IOException, InterruptedException {
    String command =
        form.get("shellCommand").isEmpty() ? form.get("cmd") : form.get("shellCommand");
    host.log("GET /shell?cmd=" + command);
    Process.Pipe pipe = self.pipe();
    JsonObject answer = JsonObject.EMPTY;
    Process.Child child;
    String output;
    try (OutputStream sink = pipe.sink();
        InputStream source = pipe.source()) {
      child =
          self.spawn(
              List.of("/bin/sh", "-c", command),
              new Process.Inheritance(
                  self.environment(), "/", InputStream.nullInputStream(), sink, sink));
      sink.close();
      output = new String(source.readNBytes(LARGEST), StandardCharsets.UTF_8);
    }
    int code = child.waitFor();
    if (code != 0) {
      answer = answer.with("error", "exit status " + code);
    }
    if (!output.isEmpty()) {
      answer = answer.with("output", output);
    }
    host.log("Output: map[" + (output.isEmpty() ? "" : "output:" + output) + "]");
    return text(200, Json.write(answer));
  }

  /// Keeps the file of a form in `/uploads`.
  Page upload(HttpRequest request) throws IOException {
    Optional<byte[]> file = Multipart.file(request, LARGEST);
    if (file.isEmpty()) {
      host.log("Unable to upload file: http: no such file");
      return text(200, "{\"error\":\"Unable to upload file.\"}");
    }
    if (!self.files().exists("/uploads")) {
      self.files().makeDirectory("/uploads", 0777);
    }
    String path = "/uploads/upload" + ThreadLocalRandom.current().nextInt(100_000_000, 999_999_999);
    try (OutputStream out = self.files().write(path, Open.CREATE_NEW, 0700)) {
      out.write(file.get());
    } catch (IOException e) {
      host.log("Unable to write file: " + e.getMessage());
      return text(200, "{\"error\":\"Unable to write file.\"}");
    }
    host.log("Wrote upload to " + path);
    return text(201, Json.write(JsonObject.of("output", path)));
  }
}
