package dev.podium.web.streams;

import dev.podium.object.ApiException;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How a command ended, as its client is told on the error stream.
///
/// Upstream: kubelet's remotecommand/exec.go (ServeExec) and websocket.go (v1, v4WriteStatusFunc).
sealed interface Outcome {
  /// What cannot be told by an exit code.
  record Failed(ApiException why) implements Outcome {}

  /// It ran to its end.
  ///
  /// @param code 0 for success
  record Exited(int code) implements Outcome {}

  static Outcome success() {
    return new Exited(0);
  }

  /// A Status without kind and version.
  default byte[] json() {
    return Json.bytes(
        switch (this) {
          case Exited(int code) when code == 0 ->
              JsonObject.of("metadata", JsonObject.EMPTY, "status", "Success");
          case Exited(int code) ->
              JsonObject.of(
                  "metadata",
                  JsonObject.EMPTY,
                  "status",
                  "Failure",
                  "message",
                  message(code),
                  "reason",
                  "NonZeroExitCode",
                  "details",
                  JsonObject.of(
                      "causes",
                      List.of(
                          JsonObject.of("reason", "ExitCode", "message", Integer.toString(code)))));
          case Failed(ApiException why) -> why.status().without("kind").without("apiVersion");
        });
  }

  /// As the protocols before version 4 tell it; nothing for success.
  default byte[] text() {
    String text =
        switch (this) {
          case Exited(int code) when code == 0 -> "";
          case Exited(int code) -> message(code);
          case Failed(ApiException why) -> String.valueOf(why.getMessage());
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String message(int code) {
    return "command terminated with non-zero exit code: exit status " + code;
  }
}
