package dev.podium.controllers.serveridentity;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Controller;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import dev.podium.time.Clock;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;

/// Renews the API server's own Lease, by which others know how many of them there are.
///
/// Upstream: pkg/controlplane/apiserver/server.go and config.go (APIServerID), with the same loop
/// as a node's, component-helpers/apimachinery/lease/controller.go.
public final class ServerIdentity implements Reconciler {
  private static final String NAMESPACE = "kube-system";
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final long LEASE_SECONDS = 3600;

  private final ApiClient client;
  private final Clock clock;
  private final String host;
  private final String holder;

  private ServerIdentity(ApiClient client, Clock clock, String host, String process) {
    this.client = client;
    this.clock = clock;
    this.host = host;
    this.holder = name(host) + "_" + process;
  }

  /// @param client the API server's own
  /// @param host the name of the machine that it runs on
  /// @param process tells this run of it from others
  public static void register(
      ControlLoops loops, ApiClient client, Clock clock, String host, String process) {
    Controller controller =
        loops.controller("apiserver-identity", new ServerIdentity(client, clock, host, process));
    controller.enqueue(new Key(NAMESPACE, name(host)));
  }

  /// `apiserver-` and a hash of the host in base32, as upstream makes it.
  static String name(String host) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(host.getBytes(StandardCharsets.UTF_8));
      // 16 bytes are 26 digits with two bits to spare.
      String digits = new BigInteger(1, Arrays.copyOf(hash, 16)).shiftLeft(2).toString(32);
      StringBuilder name = new StringBuilder("apiserver-").repeat('a', 26 - digits.length());
      digits.chars().map(c -> Character.digit(c, 32)).forEach(d -> name.append(BASE32.charAt(d)));
      return name.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Outcome reconcile(Key key) {
    if (!client.serves(Kinds.LEASE)) {
      return Outcome.DONE;
    }
    if (client.find(Kinds.LEASE, key.namespace(), key.name()).isEmpty()) {
      client.create(renewed(ApiObject.named(Kinds.LEASE, key.namespace(), key.name())));
    } else {
      client.update(Kinds.LEASE, key.namespace(), key.name(), this::renewed);
    }
    return Outcome.after(RENEWAL);
  }

  private ApiObject renewed(ApiObject lease) {
    return lease
        .editMetadata(metadata ->
            metadata
                .object("labels")
                .set("apiserver.kubernetes.io/identity", "kube-apiserver")
                .set("kubernetes.io/hostname", host))
        .with(
            "spec",
            JsonObject.of(
                "holderIdentity", holder,
                "leaseDurationSeconds", LEASE_SECONDS,
                "renewTime", Timestamps.formatMicro(clock.now())));
  }
}
