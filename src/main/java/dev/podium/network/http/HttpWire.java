package dev.podium.network.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;

/// The messages on one connection, of any pair of streams. Not for several threads.
public final class HttpWire {
  private static final int BUFFER = 4096;
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxLineLength(64 << 10)
          .setMaxHeaderCount(1000)
          .build();

  private final SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER);
  private final InputStream in;
  private final OutputStream out;

  public HttpWire(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// What is no HTTP.
  public static final class MalformedMessage extends IOException {
    private static final long serialVersionUID = 1;

    MalformedMessage(HttpException cause) {
      super("malformed HTTP message: " + cause.getMessage(), cause);
    }
  }

  /// Empty where the other side has closed.
  ///
  /// @throws MalformedMessage where it is no request
  public Optional<HttpRequest> readRequest() throws IOException {
    try {
      ClassicHttpRequest head = new DefaultHttpRequestParser(LIMITS).parse(buffer, in);
      if (head == null) {
        return Optional.empty();
      }
      Headers headers = headers(head);
      InputStream body = hasBody(headers) ? body(headers, 0) : InputStream.nullInputStream();
      String version = Optional.ofNullable(head.getVersion()).map(Object::toString).orElse("");
      return Optional.of(
          new HttpRequest(head.getMethod(), head.getRequestUri(), version, headers, body));
    } catch (HttpException e) {
      throw new MalformedMessage(e);
    }
  }

  private static boolean hasBody(Headers headers) {
    return headers.find("Content-Length").isPresent()
        || headers.has("Transfer-Encoding", "chunked");
  }

  /// The answer to a request, without those in between such as 100.
  ///
  /// @param method of the request
  public HttpResponse readResponse(String method) throws IOException {
    try {
      while (true) {
        ClassicHttpResponse head = new DefaultHttpResponseParser(LIMITS).parse(buffer, in);
        if (head == null) {
          throw new EOFException("EOF");
        }
        int status = head.getCode();
        if (status >= 200 || status == 101) {
          Headers headers = headers(head);
          boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
          InputStream body = bodiless ? InputStream.nullInputStream() : body(headers, status);
          String reason = Optional.ofNullable(head.getReasonPhrase()).orElse("");
          return new HttpResponse(status, reason, headers, body);
        }
      }
    } catch (HttpException e) {
      throw new MalformedMessage(e);
    }
  }

  private InputStream body(Headers headers, int status) throws MalformedMessage {
    if (status == 101) {
      return rest();
    }
    if (headers.has("Transfer-Encoding", "chunked")) {
      return new ChunkedInputStream(buffer, in, LIMITS);
    }
    Optional<String> length = headers.find("Content-Length");
    if (length.isEmpty()) {
      return rest();
    }
    try {
      return new ContentLengthInputStream(buffer, in, Long.parseLong(length.get().strip()));
    } catch (NumberFormatException e) {
      throw new MalformedMessage(new HttpException("bad Content-Length", e));
    }
  }

  /// All that is still to come, whatever it is.
  public InputStream rest() {
    return new IdentityInputStream(buffer, in);
  }

  public OutputStream out() {
    return out;
  }

  private static Headers headers(HttpMessage message) {
    List<Headers.Field> fields = new ArrayList<>();
    for (Header header : message.getHeaders()) {
      String value = header.getValue();
      fields.add(new Headers.Field(header.getName(), value == null ? "" : value));
    }
    return new Headers(fields);
  }

  /// Sends a request; a body of unknown length goes in chunks.
  public void write(HttpRequest request) throws IOException {
    Headers headers = request.headers();
    head(request.method() + " " + request.target() + " HTTP/1.1", headers);
    if (hasBody(headers)) {
      body(headers, request.body());
    }
  }

  /// Sends a response.
  ///
  /// @param method of the request
  public void write(HttpResponse response, String method) throws IOException {
    Headers headers = response.headers();
    head("HTTP/1.1 " + response.status() + " " + response.reason(), headers);
    if (!method.equals("HEAD") && response.status() != 304 && response.status() != 204) {
      body(headers, response.body());
    }
  }

  private void head(String line, Headers headers) throws IOException {
    StringBuilder text = new StringBuilder(line).append("\r\n");
    for (Headers.Field field : headers.fields()) {
      text.append(field.name()).append(": ").append(clean(field.value())).append("\r\n");
    }
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// A value cannot begin a line of its own.
  private static String clean(String value) {
    return value.replace('\r', ' ').replace('\n', ' ');
  }

  private void body(Headers headers, InputStream body) throws IOException {
    if (headers.has("Transfer-Encoding", "chunked")) {
      chunked(body);
    } else {
      copy(body, out);
    }
    out.flush();
  }

  private void chunked(InputStream body) throws IOException {
    var chunks = new ChunkedOutputStream(new SessionOutputBufferImpl(BUFFER), out, BUFFER);
    copy(body, chunks);
    chunks.finish();
    chunks.flush();
  }

  /// Passes on at once whatever has come.
  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] part = new byte[8 << 10];
    for (int read = from.read(part); read >= 0; read = from.read(part)) {
      to.write(part, 0, read);
      to.flush();
    }
  }
}
