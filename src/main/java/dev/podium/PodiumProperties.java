package dev.podium;

import dev.podium.object.Cidr;
import dev.podium.time.Pace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Everything that can be set, each property also as an environment variable and a flag.
///
/// Checked here, when the values are bound, so that a bad one ends the start with one line.
@ConfigurationProperties(prefix = "podium", ignoreUnknownFields = false)
public record PodiumProperties(
    @Option("address that both listeners bind to; 0.0.0.0 is all of them")
        @DefaultValue("127.0.0.1")
        String bind,
    @DefaultValue Https https,
    @DefaultValue Http http,
    @DefaultValue Tls tls,
    @Option("folder of the CA, the certificates and the kubeconfig; made at the first start")
        @DefaultValue(".podium")
        Path dataDir,
    @Option(value = "where the admin kubeconfig is written", otherwise = "<data-dir>/kubeconfig")
        @Nullable Path kubeconfig,
    @DefaultValue Auth auth,
    @Option("simulated nodes: control-plane, worker-1 and so on; 0 is none") @DefaultValue("4")
        int nodes,
    @Option(
            "control loops that run, as kube-controller-manager's --controllers: *, name, -name; scheduler and kubelet too")
        @DefaultValue("*")
        List<String> controllers,
    @DefaultValue Admission admission,
    @DefaultValue Authorization authorization,
    @Option("range of the Services' cluster addresses") @DefaultValue("10.96.0.0/12")
        String serviceCidr,
    @Option("range of the Services' node ports") @DefaultValue("30000-32767")
        PortRange serviceNodePortRange,
    @DefaultValue NodePorts nodePorts,
    @DefaultValue LoadBalancer loadBalancer,
    @Option("folder of YAML files that describe further images, as those in Podium's own catalogue")
        @Nullable Path imagesDir,
    @Option("speed of simulated time: 10 is ten times faster, instant waits for nothing")
        @DefaultValue("1")
        Pace pace) {

  public PodiumProperties {
    require(!bind.isBlank(), "podium.bind: an address is needed");
    require(
        Cidr.parse(serviceCidr).isPresent(),
        "podium.service-cidr: '" + serviceCidr + "' is no range of addresses; 10.96.0.0/12 is one");
    require(nodes >= 0, "podium.nodes: " + nodes + " is less than 0");
    controllers = List.copyOf(controllers);
  }

  /// The listener for kubectl.
  public record Https(
      @Option("the API for kubectl: TLS, HTTP/2 and HTTP/1.1; 0 is any free port")
          @DefaultValue("6443")
          int port) {
    public Https {
      requirePort("podium.https.port", port, 0);
    }
  }

  /// The listener for the local user's browser.
  public record Http(
      @Option(
              "Swagger UI and the API in plain text for the local user; 0 is any free port, -1 is off")
          @DefaultValue("8080")
          int port) {
    public Http {
      requirePort("podium.http.port", port, -1);
    }
  }

  public record Tls(
      @Option("further names and addresses for the server certificate, comma-separated")
          @DefaultValue
          List<String> san) {
    public Tls {
      san = List.copyOf(san);
    }
  }

  public record Auth(
      @Option("CSV of token,user,uid,\"group1,group2\", as kube-apiserver's --token-auth-file")
          @Nullable Path tokenFile) {
    public Optional<Path> findTokenFile() {
      return given(tokenFile);
    }
  }

  public record Admission(
      @Option("admission steps to leave out, by upstream's names, comma-separated") @DefaultValue
          List<String> disable) {
    public Admission {
      disable = List.copyOf(disable);
    }
  }

  public record Authorization(
      @Option("RBAC, AlwaysAllow or AlwaysDeny; several, comma-separated, are asked in turn")
          @DefaultValue("RBAC")
          List<AuthorizationMode> mode) {
    public Authorization {
      require(!mode.isEmpty(), "podium.authorization.mode: at least one mode is needed");
      for (AuthorizationMode one : mode) {
        require(
            mode.stream().filter(one::equals).count() == 1,
            "podium.authorization.mode: " + one + " is given more than once");
      }
      mode = List.copyOf(mode);
    }
  }

  /// Upstream's names (pkg/kubeapiserver/authorizer/modes/modes.go); those left out need what is
  /// not simulated.
  public enum AuthorizationMode {
    RBAC("RBAC"),
    ALWAYS_ALLOW("AlwaysAllow"),
    ALWAYS_DENY("AlwaysDeny");

    private final String text;

    AuthorizationMode(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public record NodePorts(
      @Option("whether Podium listens on the Services' node ports, at its bind address")
          @DefaultValue("true")
          boolean listen) {}

  public record LoadBalancer(
      @Option(
              "range of the addresses of LoadBalancer Services and Ingresses; none leaves them pending")
          @DefaultValue("198.18.0.0/24")
          String pool) {
    public LoadBalancer {
      require(
          pool.equals("none") || Cidr.parse(pool).isPresent(),
          "podium.load-balancer.pool: '" + pool + "' is no range of addresses, nor none");
    }

    /// Empty where Services stay pending.
    public Optional<Cidr> range() {
      return Cidr.parse(pool);
    }
  }

  /// Where the admin kubeconfig is written.
  public Path kubeconfigFile() {
    return given(kubeconfig).orElseGet(() -> dataDir.resolve("kubeconfig"));
  }

  /// The range of the Services' cluster addresses.
  public Cidr serviceRange() {
    return Cidr.require(serviceCidr);
  }

  private static Optional<Path> given(@Nullable Path path) {
    return Optional.ofNullable(path).filter(p -> !p.toString().isEmpty());
  }

  private static void requirePort(String property, int port, int least) {
    require(
        port >= least && port <= 65535,
        property + ": " + port + " is no port; " + least + " to 65535 are");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
