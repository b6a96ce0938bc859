package dev.podium;

import dev.podium.auth.Authorizer;
import dev.podium.kubelet.RunningPods;
import dev.podium.network.Network;
import dev.podium.registry.ResourceService;
import dev.podium.resources.metrics.Measurements;
import dev.podium.schema.Schemas;
import dev.podium.store.Store;
import dev.podium.time.Clock;
import dev.podium.web.api.ApiServlet;
import dev.podium.web.api.PodLogs;
import dev.podium.web.api.WatchStreams;
import dev.podium.web.kubelet.KubeletServer;
import dev.podium.web.proxy.Proxies;
import dev.podium.web.streams.MessageSockets;
import dev.podium.web.streams.OpenConnections;
import dev.podium.web.streams.PodStreams;
import dev.podium.web.streams.Tunnel;
import java.security.SecureRandom;
import java.util.Random;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/// The API over HTTP.
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
  @Bean
  WatchStreams watchStreams(OpenConnections connections) {
    return new WatchStreams(new SecureRandom(), new MessageSockets(connections));
  }

  /// Before the container waits for its requests, of which watches are some that never end.
  @Bean
  ApplicationListener<ContextClosedEvent> endOfWatches(WatchStreams streams) {
    return _ -> streams.close();
  }

  @Bean
  OpenConnections openConnections() {
    return new OpenConnections();
  }

  @Bean
  ApplicationListener<ContextClosedEvent> endOfConnections(OpenConnections connections) {
    return _ -> connections.close();
  }

  /// Everything that nobody else claims, so that what is unknown is answered as the API server
  /// answers it.
  @Bean
  ServletRegistrationBean<ApiServlet> apiServlet(
      ResourceService service,
      Store store,
      Authorizer authorizer,
      WatchStreams streams,
      OpenConnections connections,
      Clock clock,
      RunningPods running,
      Network network) {
    return new ServletRegistrationBean<>(
        new ApiServlet(
            service,
            Schemas.builtIn(),
            authorizer,
            new PodLogs(running, streams, clock),
            new Proxies(
                service,
                new KubeletServer(service, new Measurements(store, clock, running), running),
                () ->
                    network.node(
                        ClusterConfiguration.CONTROL_PLANE,
                        ClusterConfiguration.CONTROL_PLANE_ADDRESS),
                new Random(),
                new Tunnel(connections)),
            new PodStreams(running, connections),
            streams,
            clock),
        "/");
  }
}
