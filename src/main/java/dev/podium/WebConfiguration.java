package dev.podium;

import dev.podium.registry.ResourceService;
import dev.podium.schema.Schemas;
import dev.podium.time.Clock;
import dev.podium.web.api.ApiServlet;
import dev.podium.web.api.WatchStreams;
import java.security.SecureRandom;
import java.util.Map;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/// The API over HTTP.
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
  @Bean
  WatchStreams watchStreams() {
    return new WatchStreams(new SecureRandom());
  }

  /// Before the container waits for its requests, of which watches are some that never end.
  @Bean
  ApplicationListener<ContextClosedEvent> endOfWatches(WatchStreams streams) {
    return _ -> streams.close();
  }

  @Bean
  ServletRegistrationBean<ApiServlet> apiServlet(
      ResourceService service, WatchStreams streams, Clock clock) {
    return new ServletRegistrationBean<>(
        new ApiServlet(service, Schemas.builtIn(), streams, clock),
        "/api",
        "/api/*",
        "/apis",
        "/apis/*",
        "/openapi/*");
  }

  /// What nobody else knows is answered as the API server answers it, never by Spring's pages.
  @Bean
  HandlerMapping everythingElse(ServletRegistrationBean<ApiServlet> api) {
    HttpRequestHandler handler = (request, response) -> api.getServlet().service(request, response);
    return new SimpleUrlHandlerMapping(Map.of("/**", handler), Ordered.LOWEST_PRECEDENCE);
  }
}
