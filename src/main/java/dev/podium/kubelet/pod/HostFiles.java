package dev.podium.kubelet.pod;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The texts of `/etc/hosts` and `/etc/resolv.conf`.
///
/// Upstream: pkg/kubelet/kubelet_pods.go (managedHostsFileContent, hostsEntriesFromHostAliases),
/// pkg/kubelet/network/dns/dns.go.
final class HostFiles {
  static final String CLUSTER_DOMAIN = "cluster.local";

  private HostFiles() {}

  static String hosts(ApiObject pod, String hostname, String address) {
    if (pod.spec().bool("hostNetwork")) {
      return aliases(
          pod,
          new StringBuilder(
              """
              # Kubernetes-managed hosts file (host network).
              127.0.0.1	localhost
              ::1	localhost ip6-localhost ip6-loopback
              """));
    }
    StringBuilder text =
        new StringBuilder(
            """
            # Kubernetes-managed hosts file.
            127.0.0.1	localhost
            ::1	localhost ip6-localhost ip6-loopback
            fe00::	ip6-localnet
            fe00::	ip6-mcastprefix
            fe00::1	ip6-allnodes
            fe00::2	ip6-allrouters
            """);
    String qualified = qualified(pod, hostname);
    String name = qualified.equals(hostname) ? hostname : qualified + "\t" + hostname;
    return aliases(pod, text.append(address).append('\t').append(name).append('\n'));
  }

  /// The host name with its domain, where the pod has one.
  static String qualified(ApiObject pod, String hostname) {
    String subdomain = pod.spec().string("subdomain");
    return subdomain.isEmpty()
        ? hostname
        : "%s.%s.%s.svc.%s".formatted(hostname, subdomain, pod.namespace(), CLUSTER_DOMAIN);
  }

  private static String aliases(ApiObject pod, StringBuilder text) {
    List<JsonObject> aliases = pod.spec().objects("hostAliases");
    if (!aliases.isEmpty()) {
      text.append("\n# Entries added by HostAliases.\n");
      aliases.forEach(alias ->
          text.append(alias.string("ip"))
              .append('\t')
              .append(String.join("\t", alias.strings("hostnames")))
              .append('\n'));
    }
    return text.toString();
  }

  /// @param nameServer of the cluster
  static String resolver(ApiObject pod, String nameServer) {
    String policy = pod.spec().findString("dnsPolicy").orElse("ClusterFirst");
    boolean host =
        policy.equals("Default") || policy.equals("ClusterFirst") && pod.spec().bool("hostNetwork");
    Set<String> servers = new LinkedHashSet<>();
    Set<String> searches = new LinkedHashSet<>();
    Map<String, String> options = new LinkedHashMap<>();
    if (host) {
      servers.add("172.18.0.1");
    } else if (!policy.equals("None")) {
      servers.add(nameServer);
      searches.add(pod.namespace() + ".svc." + CLUSTER_DOMAIN);
      searches.add("svc." + CLUSTER_DOMAIN);
      searches.add(CLUSTER_DOMAIN);
      options.put("ndots", "5");
    }
    JsonObject config = pod.spec().object("dnsConfig");
    servers.addAll(config.strings("nameservers"));
    searches.addAll(config.strings("searches"));
    config
        .objects("options")
        .forEach(option -> options.put(option.string("name"), option.string("value")));
    return text(servers, searches, options);
  }

  private static String text(
      Set<String> servers, Set<String> searches, Map<String, String> options) {
    StringBuilder text = new StringBuilder();
    if (!searches.isEmpty()) {
      text.append("search ").append(String.join(" ", searches)).append('\n');
    }
    servers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!options.isEmpty()) {
      List<String> words = new ArrayList<>();
      options.forEach((name, value) -> words.add(value.isEmpty() ? name : name + ":" + value));
      text.append("options ").append(String.join(" ", words)).append('\n');
    }
    return text.toString();
  }
}
