package dev.podium.web.server;

import dev.podium.web.ExactContentType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/// Gives each request the way to set a media type just as it is written.
final class ContentTypeValve extends ValveBase {
  ContentTypeValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    ExactContentType.offer(request, response.getCoyoteResponse()::setContentTypeNoCharset);
    getNext().invoke(request, response);
  }
}
