package dev.podium.web.ui;

import dev.podium.auth.pki.ClusterIdentity;
import dev.podium.web.server.Listeners;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Gives the local user the admin's kubeconfig, for the server's name as the user knows it.
@RestController
@Tag(name = "kubeconfig")
class KubeconfigController {
  private final ClusterIdentity identity;
  private final Listeners listeners;

  KubeconfigController(ClusterIdentity identity, Listeners listeners) {
    this.identity = identity;
    this.listeners = listeners;
  }

  @GetMapping(path = "/kubeconfig", produces = "application/yaml")
  @Operation(
      summary = "The admin's kubeconfig",
      description =
          "With the CA and the admin's certificate and key embedded:"
              + " `curl -s localhost:8080/kubeconfig > kubeconfig`.")
  byte[] kubeconfig(
      HttpServletRequest request,
      @Parameter(
              description =
                  "port under which the API is reached, where a container publishes it under"
                      + " another one")
          @RequestParam(name = "port")
          Optional<Integer> port) {
    String host = request.getServerName();
    return identity
        .kubeconfig("https://" + host + ":" + port.orElse(listeners.httpsPort()))
        .getBytes(StandardCharsets.UTF_8);
  }
}
