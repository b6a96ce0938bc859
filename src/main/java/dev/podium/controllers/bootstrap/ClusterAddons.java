package dev.podium.controllers.bootstrap;

import dev.podium.client.ApiClient;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Puts into `kube-system` what kubeadm and a network's manifest do: coredns, kube-proxy, calico.
///
/// Upstream: cmd/kubeadm/app/phases/addons. What exists is left alone.
public final class ClusterAddons {
  private ClusterAddons() {}

  /// @param dnsAddress the cluster IP of the `kube-dns` Service, the tenth of the service range
  public static void install(ApiClient client, String dnsAddress) {
    for (JsonObject item : read(dnsAddress).objects("items")) {
      ApiObject object = ApiObject.of(item);
      if (client.serves(object.groupVersionKind())) {
        create(client, object);
      }
    }
  }

  private static void create(ApiClient client, ApiObject object) {
    try {
      client.create(object);
    } catch (ApiException e) {
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
  }

  private static JsonObject read(String dnsAddress) {
    try (InputStream in =
        ClusterAddons.class.getResourceAsStream("/dev/podium/controllers/bootstrap/addons.yaml")) {
      if (in == null) {
        throw new IllegalStateException("addons.yaml is not there");
      }
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${dns}", dnsAddress);
      return Yaml.parseObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
