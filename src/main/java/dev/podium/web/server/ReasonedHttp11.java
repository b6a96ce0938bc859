package dev.podium.web.server;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.Processor;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11OutputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.apache.coyote.http11.OutputFilter;
import org.springframework.http.HttpStatus;

/// HTTP/1.1 with the reason in each status line, `HTTP/1.1 404 Not Found`, as Go's server writes
/// it.
///
/// Tomcat leaves the reasons out and has no setting for them, so the processor's buffer gives way
/// to one that adds them. Clients show them: to Python's, they are the reason of an ApiException.
/// Where the buffer cannot be replaced, status lines stay without reasons.
public final class ReasonedHttp11 extends Http11NioProtocol {
  private static final String BUFFER = "outputBuffer";

  @Override
  protected Processor createProcessor() {
    Processor processor = super.createProcessor();
    if (processor instanceof Http11Processor http) {
      replaceBuffer(http, getMaxHttpResponseHeaderSize());
    }
    return processor;
  }

  private static void replaceBuffer(Http11Processor processor, int headerBytes) {
    try {
      Field field = Http11Processor.class.getDeclaredField(BUFFER);
      field.setAccessible(true);
      Response response = processor.getRequest().getResponse();
      Buffer buffer = new Buffer(response, headerBytes);
      for (OutputFilter filter : ((Http11OutputBuffer) field.get(processor)).getFilters()) {
        buffer.addFilter(filter);
      }
      field.set(processor, buffer);
      response.setOutputBuffer(buffer);
    } catch (ReflectiveOperationException | InaccessibleObjectException _) {
      // As another Tomcat or a stricter Java has it: reasons are optional.
    }
  }

  private static final class Buffer extends Http11OutputBuffer {
    private static final int LINE_END = 2;

    Buffer(Response response, int headerBytes) {
      super(response, headerBytes);
    }

    @Override
    public void sendStatus(int status) {
      super.sendStatus(status);
      headerBuffer.position(headerBuffer.position() - LINE_END);
      write((reason(status) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /// The words of Go's http.StatusText, some of which later standards changed.
  static String reason(int status) {
    return switch (status) {
      case 408 -> "Request Timeout";
      case 413 -> "Request Entity Too Large";
      case 416 -> "Requested Range Not Satisfiable";
      case 422 -> "Unprocessable Entity";
      case 505 -> "HTTP Version Not Supported";
      default -> {
        HttpStatus known = HttpStatus.resolve(status);
        yield known == null ? "status code " + status : known.getReasonPhrase();
      }
    };
  }
}
