package dev.podium.web.server;

import dev.podium.object.ApiException;
import dev.podium.object.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers with a `Status` what Tomcat itself refuses, such as a malformed request line, and what
/// an unexpected exception leaves unanswered. Never a page, never a stack trace.
///
/// Public with a public constructor because Tomcat makes it by name.
public final class StatusErrorValve extends ErrorReportValve {
  private static final Logger LOG = LoggerFactory.getLogger(StatusErrorValve.class);

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int code = response.getStatus();
    if (failure != null && code >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
    }
    if (code < HttpServletResponse.SC_BAD_REQUEST
        || response.getContentWritten() > 0
        || !response.setErrorReported()
        || !canAnswer(response)) {
      return;
    }
    byte[] body = Json.bytes(status(code).status());
    response.setContentType("application/json");
    response.setContentLength(body.length + 1);
    try {
      response.getOutputStream().write(body);
      response.getOutputStream().write('\n');
      response.finishResponse();
    } catch (IOException _) {
      LOG.debug("the client left before its error was written");
    }
  }

  private static boolean canAnswer(Response response) {
    AtomicBoolean allowed = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
    return allowed.get();
  }

  private static ApiException status(int code) {
    return switch (code) {
      case 400 -> ApiException.badRequest("the request is malformed");
      case 404 -> ApiException.noSuchPath();
      case 405 -> ApiException.methodNotAllowed();
      case 413 -> ApiException.requestEntityTooLarge("the request is too large");
      case 500 -> ApiException.internal("the server met a condition that it did not expect");
      default -> ApiException.of(code, "", "the server answered with code " + code);
    };
  }
}
