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

  /// How a question was answered, with the name that `dig` and `nslookup` print.
  enum Status {
    NOERROR,
    /// There is no such name.
    NXDOMAIN,
    /// A name outside of the cluster, of which nothing can be known here.
    SERVFAIL
  }

  /// @param name with a dot at its end
  /// @param data as `dig` prints it, such as `10.96.0.10` or `0 50 80
  ///   web.default.svc.cluster.local.`
  record Resource(String name, RecordType type, long ttl, String data) {}

  /// @param resources empty also where the name exists, without records of the type
  record Answer(Status status, List<Resource> resources) {
    public static final Answer NO_SUCH_NAME = new Answer(Status.NXDOMAIN, List.of());

    public boolean exists() {
      return status == Status.NOERROR;
    }
  }

  /// @param name fully qualified, with or without the dot at its end; search domains are the
  ///   client's affair
  /// @throws ConnectFailure where no name server answers: TIMED_OUT at once, for the client to wait
  ///   and to ask again as it pleases
  Answer query(String name, RecordType type) throws ConnectFailure;

  /// Where it is reached.
  String address();
}
