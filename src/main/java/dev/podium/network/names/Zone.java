package dev.podium.network.names;

import dev.podium.network.NameServer.Answer;
import dev.podium.network.NameServer.RecordType;
import dev.podium.network.NameServer.Resource;
import dev.podium.network.NameServer.Status;
import dev.podium.network.names.ServiceRecords.Target;
import dev.podium.object.ApiObject;
import dev.podium.object.IpAddress;
import dev.podium.object.JsonObject;
import dev.podium.runtime.Informer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The zone `cluster.local`, and the addresses in reverse.
///
/// Upstream: coredns/plugin/kubernetes (kubernetes.go, parse.go, reverse.go, object/endpoint.go).
final class Zone {
  private static final String ORIGIN = "cluster.local";
  private static final long TTL = 30;

  /// Domains that are nobody's (RFC 2606, RFC 6761), or that do not leave a site.
  private static final Set<String> RESERVED =
      Set.of("test", "example", "invalid", "localhost", "local", "internal", "arpa");

  private final ServiceRecords records;
  private final Informer namespaces;

  Zone(ServiceRecords records, Informer namespaces) {
    this.records = records;
    this.namespaces = namespaces;
  }

  Answer query(String asked, RecordType type) {
    String name = asked.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
    if (name.equals(ORIGIN)) {
      return apex(type);
    }
    if (name.endsWith("." + ORIGIN)) {
      String within = name.substring(0, name.length() - ORIGIN.length() - 1);
      return within(name, List.of(within.split("\\.", -1)), type);
    }
    if (name.endsWith(".in-addr.arpa")) {
      return reverse(name, type);
    }
    String last = name.substring(name.lastIndexOf('.') + 1);
    return last.equals(name) || RESERVED.contains(last)
        ? Answer.NO_SUCH_NAME
        : new Answer(Status.SERVFAIL, List.of());
  }

  private static Answer apex(RecordType type) {
    return switch (type) {
      case NS -> found(List.of(resource(ORIGIN, RecordType.NS, "ns.dns." + ORIGIN + ".")));
      case SOA ->
          found(
              List.of(
                  resource(
                      ORIGIN,
                      RecordType.SOA,
                      "ns.dns.%1$s. hostmaster.%1$s. 1782900000 7200 1800 86400 30"
                          .formatted(ORIGIN))));
      default -> found(List.of());
    };
  }

  /// @param labels those before `cluster.local`
  private Answer within(String name, List<String> labels, RecordType type) {
    String kind = labels.getLast();
    if (labels.equals(List.of("dns-version"))) {
      return found(
          type == RecordType.TXT
              ? List.of(resource(name, RecordType.TXT, "\"1.1.0\""))
              : List.of());
    }
    if (!kind.equals("svc") && !kind.equals("pod")) {
      return Answer.NO_SUCH_NAME;
    }
    if (labels.size() == 1) {
      return found(List.of());
    }
    String namespace = labels.get(labels.size() - 2);
    if (namespaces.find("", namespace).isEmpty()) {
      return Answer.NO_SUCH_NAME;
    }
    List<String> rest = labels.subList(0, labels.size() - 2);
    if (rest.isEmpty()) {
      return found(List.of());
    }
    return kind.equals("pod") ? pod(name, rest, type) : service(name, namespace, rest, type);
  }

  /// The address in the name itself, whether there is such a pod or not (`pods insecure`).
  private static Answer pod(String name, List<String> labels, RecordType type) {
    String text = labels.getLast();
    Optional<IpAddress> address =
        labels.size() > 1
            ? Optional.empty()
            : IpAddress.parse(text.replace('-', '.'))
                .or(() -> IpAddress.parse(text.replace('-', ':')));
    return address
        .map(found -> found(addresses(name, List.of(found.toString()), type)))
        .orElse(Answer.NO_SUCH_NAME);
  }

  private Answer service(String name, String namespace, List<String> labels, RecordType type) {
    Optional<ApiObject> service = records.service(namespace, labels.getLast());
    if (service.isEmpty() || labels.size() > 3) {
      return Answer.NO_SUCH_NAME;
    }
    if (service.get().spec().string("type").equals("ExternalName")) {
      return labels.size() == 1 ? alias(name, service.get(), type) : Answer.NO_SUCH_NAME;
    }
    List<Target> targets = targets(service.get(), labels);
    if (targets.isEmpty()) {
      return Answer.NO_SUCH_NAME;
    }
    return switch (type) {
      case A, AAAA ->
          found(addresses(name, targets.stream().map(Target::address).distinct().toList(), type));
      case SRV -> found(locations(name, service.get(), targets));
      case CNAME, PTR, NS, SOA, TXT -> found(List.of());
    };
  }

  /// What of a Service a name means: all of it, one endpoint, or one port.
  private List<Target> targets(ApiObject service, List<String> labels) {
    boolean headless = service.spec().string("clusterIP").equals("None");
    if (labels.size() == 2) {
      return records.endpoints(service).stream()
          .filter(target -> target.hostname().equals(labels.getFirst()))
          .toList();
    }
    List<Target> all = headless ? records.endpoints(service) : fronts(service);
    if (labels.size() == 1) {
      return all;
    }
    return all.stream()
        .filter(target ->
            labels.get(0).equals("_" + target.portName())
                && labels.get(1).equals("_" + target.protocol().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static List<Target> fronts(ApiObject service) {
    List<Target> all = new ArrayList<>();
    for (String address : service.spec().strings("clusterIPs")) {
      for (JsonObject port : service.spec().objects("ports")) {
        all.add(
            new Target(
                "", address, port.string("name"), port.string("protocol"), port.integer("port")));
      }
    }
    return all;
  }

  /// An alias, and what it stands for where that is known here.
  private Answer alias(String name, ApiObject service, RecordType type) {
    String target = service.spec().string("externalName").replaceAll("\\.$", "");
    List<Resource> all = new ArrayList<>();
    all.add(resource(name, RecordType.CNAME, target + "."));
    if (type != RecordType.CNAME && !target.equals(name) && target.endsWith("." + ORIGIN)) {
      all.addAll(query(target, type).resources());
    }
    return found(all);
  }

  private static List<Resource> addresses(String name, List<String> addresses, RecordType type) {
    List<Resource> all = new ArrayList<>();
    for (String address : addresses) {
      RecordType own = address.contains(":") ? RecordType.AAAA : RecordType.A;
      if (own == type) {
        all.add(resource(name, own, address));
      }
    }
    return all;
  }

  private static List<Resource> locations(String name, ApiObject service, List<Target> targets) {
    String base = service.name() + "." + service.namespace() + ".svc." + ORIGIN + ".";
    Set<Resource> all = new LinkedHashSet<>();
    for (Target target : targets) {
      String host = target.hostname().isEmpty() ? base : target.hostname() + "." + base;
      int weight = Math.max(1, 100 / targets.size());
      all.add(
          resource(
              name, RecordType.SRV, "0 " + weight + " " + Math.max(0, target.port()) + " " + host));
    }
    return List.copyOf(all);
  }

  private Answer reverse(String name, RecordType type) {
    List<String> parts =
        new ArrayList<>(
            List.of(name.substring(0, name.length() - ".in-addr.arpa".length()).split("\\.", -1)));
    String address = String.join(".", parts.reversed());
    List<String> names =
        records
            .serviceAt(address)
            .map(service -> List.of(service.name() + "." + service.namespace()))
            .orElseGet(() -> records.namesOf(address));
    if (names.isEmpty()) {
      return Answer.NO_SUCH_NAME;
    }
    return found(
        type == RecordType.PTR
            ? names.stream()
                .map(n -> resource(name, RecordType.PTR, n + ".svc." + ORIGIN + "."))
                .toList()
            : List.of());
  }

  private static Answer found(List<Resource> resources) {
    return new Answer(Status.NOERROR, resources);
  }

  private static Resource resource(String name, RecordType type, String data) {
    return new Resource(name + ".", type, TTL, data);
  }
}
