package dev.podium.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;

/// Sends a media type as it was given: `text/plain; charset=utf-8`, from which the servlet
/// container would drop the blank.
///
/// The listener leaves a way past the container in a request attribute; where there is none, the
/// container has its will.
public final class ExactContentType extends HttpServletResponseWrapper {
  private static final String ATTRIBUTE = ExactContentType.class.getName();

  private final Consumer<String> header;
  private String given = "";

  private ExactContentType(HttpServletResponse response, Consumer<String> header) {
    super(response);
    this.header = header;
  }

  /// @param header sets the header's text
  public static void offer(ServletRequest request, Consumer<String> header) {
    request.setAttribute(ATTRIBUTE, header);
  }

  @SuppressWarnings("unchecked")
  static HttpServletResponse wrap(ServletRequest request, HttpServletResponse response) {
    return Optional.ofNullable((Consumer<String>) request.getAttribute(ATTRIBUTE))
        .<HttpServletResponse>map(header -> new ExactContentType(response, header))
        .orElse(response);
  }

  @Override
  public void setContentType(String type) {
    given = type;
    header.accept(type);
  }

  @Override
  public void setHeader(String name, String value) {
    if (name.equalsIgnoreCase("Content-Type")) {
      setContentType(value);
    } else {
      super.setHeader(name, value);
    }
  }

  /// Who writes characters needs the container to know the charset.
  @Override
  public PrintWriter getWriter() throws IOException {
    if (!given.isEmpty()) {
      super.setContentType(given);
    }
    return super.getWriter();
  }
}
