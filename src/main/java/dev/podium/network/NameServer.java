package dev.podium.network;

import java.util.List;

/// Answers questions about names, as CoreDNS with its kubernetes plugin does.
public interface NameServer {
  /// The types of records that there are.
  enum RecordType {
    A,
    AAAA,
    CNAME,
    SRV,
    PTR,
    NS,
    SOA,
    TXT
  }

  /// @param data as `dig` prints it, such as `10.96.0.10` or `0 50 80
  ///   web.default.svc.cluster.local.`
  record Resource(String name, RecordType type, long ttl, String data) {}

  /// @param exists false for NXDOMAIN
  record Answer(boolean exists, List<Resource> resources) {}

  /// @param name fully qualified, with or without the dot at its end; search domains are the
  ///   client's affair
  Answer query(String name, RecordType type);

  /// Where it is reached.
  String address();
}
