package dev.podium.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes the AOT cache beside the jar: starts the jar once, asks it what a first kubectl asks, and
/// ends it, on which the JVM writes what it had loaded and linked.
///
/// Arguments: the jar, the cache to write.
public final class Training {
  private static final Pattern HTTP = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final List<String> ASKED =
      List.of("/version", "/api", "/apis", "/openapi/v3", "/api/v1/namespaces", "/api/v1/pods");

  private Training() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("podium-training");
    try {
      train(Path.of(args[0]), Path.of(args[1]), data);
    } finally {
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void train(Path jar, Path cache, Path data)
      throws IOException, InterruptedException {
    Process podium =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:AOTCacheOutput=" + cache,
                // Warnings name each class that can't go in.
                "-Xlog:aot*=off",
                "-Xlog:cds*=off",
                "-jar",
                jar.toString(),
                "--podium.bind=127.0.0.1",
                "--podium.https.port=0",
                "--podium.http.port=0",
                "--podium.data-dir=" + data)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = podium.inputReader()) {
      ask(ready(output));
      // By its handle: the process itself would close what it still writes to.
      podium.toHandle().destroy();
      output.transferTo(Writer.nullWriter());
    } finally {
      podium.destroy();
    }
    if (podium.waitFor() != 0 || !Files.exists(cache)) {
      throw new IOException("no AOT cache was made of " + jar);
    }
  }

  /// The plain listener's URL, once the last line of the start, which tells of it, is there.
  private static String ready(BufferedReader output) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      all.append(line).append('\n');
      Matcher url = HTTP.matcher(all);
      if (line.contains("KUBECONFIG") && url.find()) {
        return url.group();
      }
    }
    throw new IOException("Podium did not start:\n" + all);
  }

  private static void ask(String server) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path : ASKED) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path)).build();
        if (client.send(request, BodyHandlers.discarding()).statusCode() != 200) {
          throw new IOException(path + " is not answered");
        }
      }
    }
  }
}
