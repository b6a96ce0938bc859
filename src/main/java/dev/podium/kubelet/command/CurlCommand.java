package dev.podium.kubelet.command;

import dev.podium.kubelet.command.CurlOptions.Given;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// `curl`, for http and https: what it was called with, URL by URL.
final class CurlCommand {
  private static final String HINT =
      "curl: try 'curl --help' or 'curl --manual' for more information";

  private final Cli cli;
  private final CurlTransfer.Shared shared;
  private int number;

  private CurlCommand(Cli cli, CurlTransfer.Shared shared) {
    this.cli = cli;
    this.shared = shared;
  }

  static int run(Cli cli) throws IOException, InterruptedException {
    if (cli.arguments().isEmpty()) {
      cli.complain(HINT);
      return 2;
    }
    List<CurlOptions> parts = CurlOptions.parse(cli.arguments());
    Optional<String> errors = parts.getFirst().value(CurlOption.STDERR);
    if (errors.isEmpty()) {
      return run(cli, parts);
    }
    return cli.complaining(errors.get(), same -> run(same, parts));
  }

  private static int run(Cli cli, List<CurlOptions> parts)
      throws IOException, InterruptedException {
    CurlOptions first = parts.getFirst();
    if (first.has(CurlOption.VERSION)) {
      cli.println(
          "curl %1$s (x86_64-pc-linux-gnu) libcurl/%1$s\nProtocols: http https\nFeatures: simulated by podium"
              .formatted(CurlRequest.VERSION));
      return 0;
    }
    if (first.has(CurlOption.HELP)) {
      return help(cli);
    }
    int code = 0;
    CurlCookies cookies = new CurlCookies();
    try (CurlConnections connections = new CurlConnections(cli)) {
      CurlCommand command = new CurlCommand(cli, new CurlTransfer.Shared(connections, cookies));
      for (CurlOptions part : parts) {
        code = command.fetch(part);
        if (code != 0 && part.has(CurlOption.FAIL_EARLY)) {
          break;
        }
      }
    }
    return code;
  }

  private static int help(Cli cli) throws IOException {
    cli.println("Usage: curl [options...] <url>");
    for (CurlOption option : CurlOption.values()) {
      String value = option.takes() == CurlOption.Takes.NOTHING ? "" : " <value>";
      cli.println("     --" + option.longName() + value);
    }
    return 0;
  }

  private int fetch(CurlOptions part) throws IOException, InterruptedException {
    if (part.urls().isEmpty()) {
      cli.complain("curl: (2) no URL specified\n" + HINT);
      return 2;
    }
    for (String file : part.all(CurlOption.COOKIE)) {
      if (!file.contains("=")) {
        shared.cookies().load(cli, file);
      }
    }
    Optional<String> jar = part.value(CurlOption.COOKIE_JAR);
    if (jar.isPresent()) {
      shared.cookies().load(cli, "");
    }
    List<Given> outputs = part.given(EnumSet.of(CurlOption.OUTPUT, CurlOption.REMOTE_NAME));
    int code = 0;
    for (int i = 0; i < part.urls().size(); i++) {
      Optional<Given> output = i < outputs.size() ? Optional.of(outputs.get(i)) : Optional.empty();
      code = fetch(part, part.urls().get(i), output);
      if (code != 0 && part.has(CurlOption.FAIL_EARLY)) {
        break;
      }
    }
    if (jar.isPresent()) {
      shared.cookies().save(cli, jar.get());
    }
    return code;
  }

  private int fetch(CurlOptions part, String pattern, Optional<Given> output)
      throws IOException, InterruptedException {
    int code = 0;
    try {
      List<CurlGlob> urls =
          part.has(CurlOption.GLOBOFF)
              ? List.of(new CurlGlob(pattern, List.of()))
              : CurlGlob.expand(pattern);
      for (CurlGlob url : urls) {
        code = fetch(part, url, file(part, url, output));
        if (code != 0 && part.has(CurlOption.FAIL_EARLY)) {
          break;
        }
      }
      return code;
    } catch (CurlFailure e) {
      if (part.complains()) {
        cli.complain("curl: (" + e.code() + ") " + e.text());
      }
      return e.code();
    }
  }

  private int fetch(CurlOptions part, CurlGlob url, Optional<String> file)
      throws IOException, InterruptedException {
    CurlTransfer transfer = new CurlTransfer(cli, part, shared, url, file);
    int code = transfer.run();
    Optional<String> format = part.value(CurlOption.WRITE_OUT);
    if (format.isPresent()) {
      transfer.report().put("urlnum", number);
      String text =
          format.get().startsWith("@")
              ? new String(cli.all(cli.open(format.get().substring(1))), StandardCharsets.UTF_8)
              : format.get();
      transfer.report().print(cli, text);
    }
    number++;
    return code;
  }

  private Optional<String> file(CurlOptions part, CurlGlob url, Optional<Given> output)
      throws IOException, CurlFailure {
    if (output.isEmpty()) {
      return Optional.empty();
    }
    String name = url.named(output.get().value());
    if (output.get().option() == CurlOption.REMOTE_NAME) {
      name =
          Url.parse(url.url())
              .map(u -> Cli.baseName(u.target().replaceFirst("\\?.*$", "")))
              .orElse("");
      if (name.isEmpty()) {
        if (!part.has(CurlOption.SILENT)) {
          cli.complain("curl: Remote file name has no length!");
        }
        throw new CurlFailure(23, "Failed writing received data to disk/application");
      }
    }
    String folder = part.value(CurlOption.OUTPUT_DIR).map(d -> d + "/").orElse("");
    return Optional.of(name.equals("-") ? name : folder + name);
  }
}
