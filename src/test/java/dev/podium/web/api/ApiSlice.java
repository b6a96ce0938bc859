package dev.podium.web.api;

import dev.podium.admission.AdmissionChain;
import dev.podium.auth.Authentication;
import dev.podium.auth.Authorizer;
import dev.podium.auth.UserInfo;
import dev.podium.auth.flow.FlowClassifier;
import dev.podium.kubelet.ContainerRuntime;
import dev.podium.kubelet.RunningPods;
import dev.podium.network.Network;
import dev.podium.object.GeneratedNames;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.registry.FieldOwnership;
import dev.podium.registry.ObjectIdentity;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.resources.metrics.Measurements;
import dev.podium.schema.Schemas;
import dev.podium.store.InMemoryStore;
import dev.podium.store.Store;
import dev.podium.time.Clock;
import dev.podium.time.Pace;
import dev.podium.time.PacedClock;
import dev.podium.web.AccessFilter;
import dev.podium.web.RequestCounts;
import dev.podium.web.kubelet.KubeletServer;
import dev.podium.web.proxy.Proxies;
import dev.podium.web.server.PresenceValve;
import dev.podium.web.streams.MessageSockets;
import dev.podium.web.streams.OpenConnections;
import dev.podium.web.streams.PodStreams;
import dev.podium.web.streams.Tunnel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.awaitility.Awaitility;

/// The API over HTTP on a free port of this machine, with the kinds that a test needs and nothing
/// else of a cluster: nobody else writes, everybody may do everything.
final class ApiSlice implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ContainerRuntime runtime;
  private final PacedClock clock = new PacedClock(Pace.of("1"), InstantSource.system());
  final Network network = Network.plain(clock);
  final OpenConnections connections = new OpenConnections();
  private final WatchStreams streams =
      new WatchStreams(new Random(1), new MessageSockets(connections));
  final Store store;
  final ResourceService service;

  ApiSlice(ResourceDefinition... kinds) {
    this(new InMemoryStore(), List.of(kinds));
  }

  ApiSlice(Store store, Collection<ResourceDefinition> kinds) {
    this(store, kinds, new MemoryRuntime());
  }

  /// @param runtime what pods are made of
  ApiSlice(Store store, Collection<ResourceDefinition> kinds, ContainerRuntime runtime) {
    this.store = store;
    this.runtime = runtime;
    ResourceCatalog catalog = new ResourceCatalog(kinds);
    GeneratedNames names = new GeneratedNames(new SecureRandom());
    ObjectIdentity identity = new ObjectIdentity(() -> UUID.randomUUID().toString(), names::next);
    this.service =
        new ResourceService(
            store, catalog, new AdmissionChain(List.of()), FieldOwnership.NONE, identity);
    start(clock);
  }

  private void start(Clock clock) {
    tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getEngine().getPipeline().addValve(new PresenceValve());
    StandardContext context = (StandardContext) tomcat.addContext("", null);
    FilterDef filter = new FilterDef();
    filter.setFilterName("access");
    filter.setAsyncSupported("true");
    filter.setFilter(
        new AccessFilter(
            _ -> Authentication.NONE,
            Authorizer.ALWAYS_ALLOW,
            new FlowClassifier(store),
            UserInfo.of("admin", "system:masters"),
            new RequestCounts()));
    context.addFilterDef(filter);
    FilterMap everything = new FilterMap();
    everything.setFilterName("access");
    everything.addURLPattern("/*");
    context.addFilterMap(everything);
    Tomcat.addServlet(
            context,
            "api",
            new ApiServlet(
                service,
                Schemas.builtIn(),
                Authorizer.ALWAYS_ALLOW,
                new PodLogs(new RunningPods(), streams, clock),
                new Proxies(
                    service,
                    new KubeletServer(
                        service,
                        new Measurements(store, clock, dev.podium.usage.ContainerUsage.NONE),
                        runtime),
                    () -> network.node("control-plane", "172.18.0.2"),
                    new Random(1),
                    new Tunnel(connections)),
                new PodStreams(runtime, connections),
                streams,
                clock))
        .setAsyncSupported(true);
    context.addServletMappingDecoded("/", "api");
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /// @param headers names and values in turn
  HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  /// Waits until so many watches are being served.
  void awaitWatches(int count) {
    Awaitility.await().until(() -> streams.running() == count);
  }

  void endWatches() {
    streams.close();
  }

  JsonObject json(HttpResponse<String> response) {
    return Json.parseObject(response.body());
  }

  @Override
  public void close() {
    streams.close();
    connections.close();
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
