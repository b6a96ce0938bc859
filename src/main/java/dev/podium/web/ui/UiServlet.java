package dev.podium.web.ui;

import dev.podium.web.PlainText;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/// Spring MVC with springdoc, in a context of its own that comes up at the first request: the
/// cluster's start does not wait for what most runs never ask for.
///
/// Part of the plain listener only; by TLS its paths lead nowhere, as on any API server.
public final class UiServlet extends DispatcherServlet {
  private static final long serialVersionUID = 1;

  /// The paths that it claims.
  public static final String[] PATHS = {
    "/kubeconfig",
    "/swagger-ui.html",
    "/swagger-ui/*",
    "/v3/api-docs",
    "/v3/api-docs/*",
    "/v3/api-docs.yaml"
  };

  /// @param cluster whose beans are served
  public UiServlet(ApplicationContext cluster) {
    super(context(cluster));
  }

  private static AnnotationConfigWebApplicationContext context(ApplicationContext cluster) {
    AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
    context.setParent(cluster);
    context.register(UiConfiguration.class);
    return context;
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    if (request.isSecure()) {
      PlainText.notFound((HttpServletResponse) response);
    } else {
      super.service(new WholePath((HttpServletRequest) request), response);
    }
  }

  /// Of a servlet that claims `/swagger-ui/*`, Spring would look only at what the star stands for.
  private static final class WholePath extends HttpServletRequestWrapper {
    WholePath(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getServletPath() {
      String below = super.getPathInfo();
      return below == null ? super.getServletPath() : super.getServletPath() + below;
    }

    @Override
    public @Nullable String getPathInfo() {
      return null;
    }

    @Override
    public HttpServletMapping getHttpServletMapping() {
      return new Default(getServletName());
    }

    private String getServletName() {
      return super.getHttpServletMapping().getServletName();
    }
  }

  private record Default(String getServletName) implements HttpServletMapping {
    @Override
    public String getMatchValue() {
      return "";
    }

    @Override
    public String getPattern() {
      return "/";
    }

    @Override
    public MappingMatch getMappingMatch() {
      return MappingMatch.DEFAULT;
    }
  }
}
