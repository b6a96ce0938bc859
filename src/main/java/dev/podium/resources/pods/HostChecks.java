package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.IpFormats;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.List;

/// Names that a pod has and finds, and the namespaces of the host that it shares.
///
/// Upstream: pkg/apis/core/validation/validation.go (validatePodDNSConfig, ValidateHostAliases,
/// validatePodHostNetworkDeps, validateHostUsers).
final class HostChecks {
  private static final int MOST_NAMESERVERS = 3;
  private static final int MOST_SEARCHES = 32;
  private static final int LONGEST_SEARCH_LIST = 2048;

  private HostChecks() {}

  /// @param inPod whether the ports have been filled in by now, as those of a template are not
  static void network(Part spec, boolean inPod) {
    if (!spec.bool("hostNetwork")) {
      return;
    }
    for (Part container : spec.items("containers")) {
      for (Part port : container.items("ports")) {
        long host = port.integer("hostPort");
        if ((inPod || host != 0) && host != port.integer("containerPort")) {
          port.invalid("hostPort", host, "must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }

  static void users(Part spec) {
    if (!spec.has("hostUsers") || spec.bool("hostUsers")) {
      return;
    }
    String detail = "when `pod.Spec.HostUsers` is false";
    if (spec.bool("hostNetwork")) {
      spec.forbidden("hostNetwork", detail);
    }
    if (spec.bool("hostPID")) {
      spec.forbidden("HostPID", detail);
    }
    if (spec.bool("hostIPC")) {
      spec.forbidden("HostIPC", detail);
    }
  }

  static void dns(Part spec) {
    if (spec.string("dnsPolicy").equals("None")) {
      if (!spec.has("dnsConfig")) {
        spec.required("dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None");
        return;
      }
      if (spec.at("dnsConfig").array("nameservers").isEmpty()) {
        spec.at("dnsConfig")
            .required(
                "nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
        return;
      }
    }
    spec.find("dnsConfig").ifPresent(HostChecks::dnsConfig);
  }

  private static void dnsConfig(Part config) {
    List<String> servers = config.strings("nameservers");
    if (servers.size() > MOST_NAMESERVERS) {
      config.invalid("nameservers", "must not have more than " + MOST_NAMESERVERS + " nameservers");
    }
    for (int i = 0; i < servers.size(); i++) {
      FieldChecks.format(
          servers.get(i),
          IpFormats.legacyIp(servers.get(i)),
          config.child("nameservers").index(i),
          config.errors());
    }
    searches(config);
    List<Part> options = config.items("options");
    for (Part option : options) {
      if (option.string("name").isEmpty()) {
        option.add(FieldError.required(option.path(), "must not be empty"));
      }
    }
  }

  private static void searches(Part config) {
    List<String> searches = config.strings("searches");
    if (searches.size() > MOST_SEARCHES) {
      config.invalid("searches", "must not have more than " + MOST_SEARCHES + " search paths");
    }
    if (String.join(" ", searches).length() > LONGEST_SEARCH_LIST) {
      config.invalid(
          "searches",
          "must not have more than "
              + LONGEST_SEARCH_LIST
              + " characters (including spaces) in the search list");
    }
    for (int i = 0; i < searches.size(); i++) {
      String search = searches.get(i);
      if (search.equals(".")) {
        continue;
      }
      String name = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
      FieldChecks.format(
          name,
          NameFormats.dns1123SubdomainWithUnderscore(name),
          config.child("searches").index(i),
          config.errors());
    }
  }

  static void aliases(Part spec) {
    for (Part alias : spec.items("hostAliases")) {
      alias.faults("ip", IpFormats.legacyIp(alias.string("ip")));
      List<String> names = alias.strings("hostnames");
      for (int i = 0; i < names.size(); i++) {
        FieldChecks.format(
            names.get(i),
            NameFormats.dns1123Subdomain(names.get(i)),
            alias.child("hostnames").index(i),
            alias.errors());
      }
    }
  }

  /// Upstream: validateHostnameOverride.
  static void names(Part spec) {
    for (String field : List.of("hostname", "subdomain")) {
      if (!spec.string(field).isEmpty()) {
        spec.faults(field, NameFormats.dns1123Label(spec.string(field)));
      }
    }
    if (!spec.has("hostnameOverride")) {
      return;
    }
    String name = spec.string("hostnameOverride");
    if (name.length() > 64) {
      spec.add(FieldError.tooLong(spec.child("hostnameOverride"), 64));
    } else {
      spec.faults("hostnameOverride", NameFormats.dns1123Subdomain(name));
    }
    if (spec.bool("hostNetwork")) {
      spec.forbidden("hostnameOverride", "may not be specified when `hostNetwork` is true");
    }
    if (spec.bool("setHostnameAsFQDN")) {
      spec.forbidden("hostnameOverride", "may not be specified when `setHostnameAsFQDN` is true");
    }
  }
}
