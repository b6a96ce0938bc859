package dev.podium.web.health;

import dev.podium.object.ApiException;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.web.StatusResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// `/version`: the Kubernetes that is emulated, and in the fields that no client depends on, by
/// whom (apiserver's server/routes/version.go).
public final class VersionServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient byte[] body;

  /// @param kubernetes as `1.36.2`
  /// @param podium the version of this server
  public VersionServlet(String kubernetes, String podium) {
    String[] parts = kubernetes.split("\\.");
    int minor = Integer.parseInt(parts[1]);
    this.body =
        Json.prettyBytes(
            JsonObject.of(
                "major",
                parts[0],
                "minor",
                parts[1],
                "emulationMajor",
                parts[0],
                "emulationMinor",
                parts[1],
                "minCompatibilityMajor",
                parts[0],
                "minCompatibilityMinor",
                String.valueOf(minor - 1),
                "gitVersion",
                "v" + kubernetes,
                "gitCommit",
                commit("podium-" + podium),
                "gitTreeState",
                "clean",
                "buildDate",
                "1970-01-01T00:00:00Z",
                "goVersion",
                "java" + Runtime.version().feature(),
                "compiler",
                "gc",
                "platform",
                "linux/" + architecture()));
  }

  /// A name in the digits that clients expect of a commit.
  private static String commit(String name) {
    return HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
  }

  /// In Go's words.
  private static String architecture() {
    return switch (System.getProperty("os.arch", "")) {
      case "aarch64" -> "arm64";
      case "x86_64", "amd64" -> "amd64";
      case String other -> other;
    };
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("GET")) {
      StatusResponse.write(request, response, ApiException.methodNotAllowed());
      return;
    }
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
