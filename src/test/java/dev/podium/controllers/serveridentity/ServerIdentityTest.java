package dev.podium.controllers.serveridentity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerIdentityTest {
  private final Simulation cluster = new Simulation();

  @AfterEach
  void close() {
    cluster.close();
  }

  private List<ApiObject> leases() {
    return cluster.user().list(Kinds.LEASE, "kube-system");
  }

  @Test
  void theServerHasALeaseThatItRenews() {
    ServerIdentity.register(cluster.loops(), cluster.user(), cluster.clock(), "host", "run");
    cluster.settle();

    ApiObject lease = leases().getFirst();
    assertThat(lease.labels())
        .containsEntry("apiserver.kubernetes.io/identity", "kube-apiserver")
        .containsEntry("kubernetes.io/hostname", "host");
    assertThat(lease.spec().string("holderIdentity")).isEqualTo(lease.name() + "_run");

    cluster.advance(Duration.ofSeconds(11));
    assertThat(leases().getFirst().spec().string("renewTime"))
        .isGreaterThan(lease.spec().string("renewTime"));
  }

  @ParameterizedTest
  @CsvSource({
    "control-plane, apiserver-s2bgmziuyb2qrwpoihfaumwpf4",
    "a268, apiserver-abwzswrfsfdendxs32z4lvkd5y"
  })
  void itsNameIsAHashOfItsHostInBase32(String host, String name) {
    assertThat(ServerIdentity.name(host)).isEqualTo(name);
  }
}
