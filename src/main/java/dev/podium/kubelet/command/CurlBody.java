package dev.podium.kubelet.command;

import dev.podium.kubelet.command.CurlOptions.Given;
import dev.podium.kubelet.process.Errno;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `curl` sends with a request.
///
/// @param type its `Content-Type`, empty for none
record CurlBody(byte[] bytes, String type) {
  static final Set<CurlOption> DATA =
      EnumSet.of(
          CurlOption.DATA,
          CurlOption.DATA_ASCII,
          CurlOption.DATA_BINARY,
          CurlOption.DATA_RAW,
          CurlOption.DATA_URLENCODE,
          CurlOption.JSON);
  private static final Set<CurlOption> FORM = EnumSet.of(CurlOption.FORM, CurlOption.FORM_STRING);
  private static final CurlBody NONE = new CurlBody(new byte[0], "");
  private static final String BOUNDARY = "------------------------d74496d66958873e";
  private static final String UNREADABLE = "Failed to open/read local data from file/application";

  /// What forms say of files, by the end of their names.
  private static final Map<String, String> TYPES =
      Map.of(
          "gif", "image/gif",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "png", "image/png",
          "svg", "image/svg+xml",
          "txt", "text/plain",
          "htm", "text/html",
          "html", "text/html",
          "pdf", "application/pdf",
          "xml", "application/xml");

  /// @throws CurlFailure 26, where a file cannot be read
  static CurlBody of(Cli cli, CurlOptions options) throws IOException, CurlFailure {
    if (options.has(CurlOption.UPLOAD_FILE)) {
      String file = options.value(CurlOption.UPLOAD_FILE).orElseThrow();
      try {
        return new CurlBody(read(cli, file), "");
      } catch (CurlFailure e) {
        cli.complain(CurlOptions.wrong("cannot open '" + file + "'").text());
        throw e;
      }
    }
    List<Given> parts = options.given(FORM);
    if (!parts.isEmpty()) {
      return new CurlBody(form(cli, parts), "multipart/form-data; boundary=" + BOUNDARY);
    }
    List<Given> data = options.given(DATA);
    return data.isEmpty()
        ? NONE
        : new CurlBody(data(cli, data), "application/x-www-form-urlencoded");
  }

  private static byte[] data(Cli cli, List<Given> all) throws IOException, CurlFailure {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < all.size(); i++) {
      if (i > 0 && all.get(i).option() != CurlOption.JSON) {
        out.write('&');
      }
      out.writeBytes(datum(cli, all.get(i)));
    }
    return out.toByteArray();
  }

  private static byte[] datum(Cli cli, Given given) throws IOException, CurlFailure {
    String value = given.value();
    if (given.option() == CurlOption.DATA_URLENCODE) {
      return encoded(cli, value).getBytes(StandardCharsets.UTF_8);
    }
    if (given.option() == CurlOption.DATA_RAW || !value.startsWith("@")) {
      return value.getBytes(StandardCharsets.UTF_8);
    }
    try {
      byte[] bytes = read(cli, value.substring(1));
      boolean whole = given.option() == CurlOption.DATA_BINARY || given.option() == CurlOption.JSON;
      return whole ? bytes : without(bytes, "\r\n\0");
    } catch (CurlFailure e) {
      String option = given.option() == CurlOption.DATA ? "-d" : "--" + given.option().longName();
      throw new Usage(
          CurlOptions.wrong("Failed to open " + value.substring(1)).text()
              + "\n"
              + CurlOptions.wrong("option " + option + ": error encountered when reading a file")
                  .text(),
          e.code());
    }
  }

  private static byte[] without(byte[] bytes, String left) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (byte b : bytes) {
      if (left.indexOf(b) < 0) {
        out.write(b);
      }
    }
    return out.toByteArray();
  }

  /// `content`, `=content`, `name=content`, `@file` or `name@file`.
  private static String encoded(Cli cli, String value) throws IOException, CurlFailure {
    int equals = value.indexOf('=');
    int at = value.indexOf('@');
    boolean file = equals < 0 && at >= 0;
    int split = file ? at : equals;
    String name = split > 0 ? value.substring(0, split) + "=" : "";
    String content =
        file
            ? new String(read(cli, value.substring(at + 1)), StandardCharsets.UTF_8)
            : value.substring(split + 1);
    return name
        + URLEncoder.encode(content, StandardCharsets.UTF_8)
            .replace("*", "%2A")
            .replace("%7E", "~");
  }

  private static byte[] form(Cli cli, List<Given> parts) throws IOException, CurlFailure {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Given part : parts) {
      String[] pair = part.value().split("=", 2);
      if (pair.length < 2) {
        throw CurlOptions.wrong("option -F: is badly used here");
      }
      boolean plain = part.option() == CurlOption.FORM_STRING;
      boolean file = !plain && pair[1].startsWith("@");
      boolean content = !plain && pair[1].startsWith("<");
      String[] words = plain ? new String[] {pair[1]} : pair[1].split(";(?=type=|filename=)");
      String value = words[0];
      StringBuilder head =
          new StringBuilder("--" + BOUNDARY + "\r\nContent-Disposition: form-data");
      head.append("; name=\"").append(pair[0]).append('"');
      String type = file ? typeOf(value) : "";
      String shown = file ? Cli.baseName(value.substring(1)) : "";
      for (int i = 1; i < words.length; i++) {
        type = words[i].startsWith("type=") ? words[i].substring(5) : type;
        shown = words[i].startsWith("filename=") ? words[i].substring(9) : shown;
      }
      head.append(shown.isEmpty() ? "" : "; filename=\"" + shown + "\"");
      head.append(type.isEmpty() ? "" : "\r\nContent-Type: " + type);
      out.writeBytes(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
      out.writeBytes(
          file || content ? read(cli, value.substring(1)) : value.getBytes(StandardCharsets.UTF_8));
      out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static String typeOf(String file) {
    String end = file.substring(file.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(end, "application/octet-stream");
  }

  private static byte[] read(Cli cli, String path) throws IOException, CurlFailure {
    try (InputStream in = cli.open(path)) {
      return cli.all(in);
    } catch (Errno _) {
      throw new CurlFailure(26, UNREADABLE);
    }
  }
}
