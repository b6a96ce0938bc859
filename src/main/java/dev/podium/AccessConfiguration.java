package dev.podium;

import dev.podium.auth.Authenticator;
import dev.podium.auth.Authorizer;
import dev.podium.auth.BearerTokens;
import dev.podium.auth.ClientCertificates;
import dev.podium.auth.StaticTokens;
import dev.podium.auth.TokenAuthenticator;
import dev.podium.auth.flow.FlowClassifier;
import dev.podium.auth.node.NodeAuthorizer;
import dev.podium.auth.node.NodeObjects;
import dev.podium.auth.pki.ClusterIdentity;
import dev.podium.auth.pki.Pki;
import dev.podium.auth.pki.PrivateFiles;
import dev.podium.auth.rbac.PolicyRule;
import dev.podium.auth.rbac.RbacAuthorizer;
import dev.podium.auth.rbac.StoredRoles;
import dev.podium.auth.serviceaccounts.ServiceAccountTokens;
import dev.podium.object.ApiException;
import dev.podium.store.Store;
import dev.podium.time.Clock;
import dev.podium.web.AccessFilter;
import dev.podium.web.RequestCounts;
import dev.podium.web.health.HealthServlet;
import dev.podium.web.health.MetricsServlet;
import dev.podium.web.health.PostStartHooks;
import dev.podium.web.health.VersionServlet;
import dev.podium.web.openid.OpenIdServlet;
import dev.podium.web.server.Listeners;
import dev.podium.web.server.TomcatListeners;
import dev.podium.web.ui.UiServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;

/// Who gets in: keys and certificates, listeners, who calls, and may they.
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
  @Bean
  ClusterIdentity clusterIdentity(PodiumProperties properties) {
    return Pki.open(
        properties.dataDir(), serverNames(properties), InstantSource.system(), new SecureRandom());
  }

  /// Under what names clients reach the server: on this machine, from pods, from containers.
  private static List<String> serverNames(PodiumProperties properties) {
    List<String> names =
        new ArrayList<>(
            List.of(
                "localhost",
                "127.0.0.1",
                "::1",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "host.docker.internal",
                properties.serviceRange().address(1).toString()));
    hostName().filter(name -> !names.contains(name)).ifPresent(names::add);
    properties.tls().san().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  private static java.util.Optional<String> hostName() {
    try {
      return java.util.Optional.of(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException _) {
      return java.util.Optional.empty();
    }
  }

  @Bean
  TomcatListeners.Settings listenerSettings(PodiumProperties properties) {
    try {
      return new TomcatListeners.Settings(
          InetAddress.getByName(properties.bind()),
          properties.https().port(),
          properties.http().port());
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(
          new IOException("podium.bind: '" + properties.bind() + "' is no address", e));
    }
  }

  @Bean
  TomcatListeners tomcat(TomcatListeners.Settings settings, ClusterIdentity identity) {
    return new TomcatListeners(settings, identity.serverContext());
  }

  /// Only there once the server listens, for then the ports are known.
  @Bean
  @Lazy
  Listeners listeners(
      ServletWebServerApplicationContext context, TomcatListeners.Settings settings) {
    return TomcatListeners.listeners(Objects.requireNonNull(context.getWebServer()), settings);
  }

  /// Writes the admin's kubeconfig as soon as it is known where the server listens.
  @Bean
  ApplicationListener<WebServerInitializedEvent> kubeconfigFile(
      PodiumProperties properties, ClusterIdentity identity, ObjectProvider<Listeners> listeners) {
    return _ ->
        PrivateFiles.write(
            properties.kubeconfigFile(), identity.kubeconfig(listeners.getObject().https()));
  }

  @Bean
  ServiceAccountTokens serviceAccountTokens(ClusterIdentity identity, Clock clock, Store store) {
    return new ServiceAccountTokens(
        identity.serviceAccountKeys(), clock, store, () -> UUID.randomUUID().toString());
  }

  /// In upstream's order: the file's tokens first (kubeapiserver/authenticator/config.go).
  @Bean
  BearerTokens bearerTokens(
      PodiumProperties properties, ClusterIdentity identity, ServiceAccountTokens accounts) {
    List<TokenAuthenticator> known = new ArrayList<>();
    properties.auth().findTokenFile().map(StaticTokens::read).ifPresent(known::add);
    known.add(StaticTokens.of(Map.of(identity.adminToken(), Pki.ADMIN)));
    known.add(accounts);
    return new BearerTokens(known);
  }

  @Bean
  Authenticator authenticator(ClusterIdentity identity, BearerTokens tokens) {
    return Authenticator.anyOf(
        List.of(new ClientCertificates(identity.authority(), InstantSource.system()), tokens));
  }

  @Bean
  RbacAuthorizer roles(Store store) {
    return new RbacAuthorizer(new StoredRoles(store));
  }

  @Bean
  @Primary
  Authorizer authorizer(PodiumProperties properties, RbacAuthorizer roles, Store store) {
    Authorizer nodes = new NodeAuthorizer(new NodeObjects(store), () -> nodeRules(roles));
    List<Authorizer> asked = new ArrayList<>(List.of(Authorizer.MASTERS));
    for (PodiumProperties.AuthorizationMode mode : properties.authorization().mode()) {
      asked.add(
          switch (mode) {
            case RBAC -> Authorizer.anyOf(List.of(nodes, roles));
            case ALWAYS_ALLOW -> Authorizer.ALWAYS_ALLOW;
            case ALWAYS_DENY -> Authorizer.ALWAYS_DENY;
          });
    }
    return Authorizer.anyOf(asked);
  }

  private static List<PolicyRule> nodeRules(RbacAuthorizer roles) {
    try {
      return roles.rulesOf("ClusterRole", "", "system:node");
    } catch (ApiException _) {
      return List.of();
    }
  }

  @Bean
  FlowClassifier flowClassifier(Store store) {
    return new FlowClassifier(store);
  }

  @Bean
  RequestCounts requestCounts() {
    return new RequestCounts();
  }

  @Bean
  FilterRegistrationBean<AccessFilter> accessFilter(
      Authenticator authenticator,
      Authorizer authorizer,
      FlowClassifier flows,
      RequestCounts counts) {
    var filter =
        new FilterRegistrationBean<>(
            new AccessFilter(authenticator, authorizer, flows, Pki.ADMIN, counts));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    filter.setAsyncSupported(true);
    return filter;
  }

  @Bean
  ServletRegistrationBean<HealthServlet> healthz(ObjectProvider<PostStartHooks> hooks) {
    return health(HealthServlet.healthz(hooks.stream().toList()), "/healthz");
  }

  @Bean
  ServletRegistrationBean<HealthServlet> livez(ObjectProvider<PostStartHooks> hooks) {
    return health(HealthServlet.livez(hooks.stream().toList()), "/livez");
  }

  @Bean
  ServletRegistrationBean<HealthServlet> readyz(ObjectProvider<PostStartHooks> hooks) {
    return health(HealthServlet.readyz(hooks.stream().toList()), "/readyz");
  }

  private static ServletRegistrationBean<HealthServlet> health(HealthServlet page, String path) {
    return new ServletRegistrationBean<>(page, path, path + "/*");
  }

  @Bean
  ServletRegistrationBean<VersionServlet> versionServlet() {
    return new ServletRegistrationBean<>(
        new VersionServlet(Build.kubernetesVersion(), Build.version()), "/version", "/version/");
  }

  @Bean
  ServletRegistrationBean<OpenIdServlet> openId(ServiceAccountTokens tokens) {
    return new ServletRegistrationBean<>(
        new OpenIdServlet(tokens), OpenIdServlet.CONFIGURATION, OpenIdServlet.KEYS);
  }

  @Bean
  ServletRegistrationBean<MetricsServlet> metrics(RequestCounts counts, FlowClassifier flows) {
    return new ServletRegistrationBean<>(new MetricsServlet(counts, flows), "/metrics");
  }

  /// Nothing of it is made before the first request.
  @Bean
  ServletRegistrationBean<UiServlet> ui(ApplicationContext cluster) {
    var ui = new ServletRegistrationBean<>(new UiServlet(cluster), UiServlet.PATHS);
    ui.setLoadOnStartup(-1);
    return ui;
  }
}
