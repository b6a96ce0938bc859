package dev.podium.network;

/// The name servers that can be reached.
public interface NameService {
  /// Where pods are told to ask.
  String address();

  /// What the server at an address says.
  ///
  /// @throws ConnectFailure where nobody answers there
  NameServer.Answer query(Origin origin, String server, String name, NameServer.RecordType type)
      throws ConnectFailure;

  NameService NONE =
      new NameService() {
        @Override
        public String address() {
          return "10.96.0.10";
        }

        @Override
        public NameServer.Answer query(
            Origin origin, String server, String name, NameServer.RecordType type)
            throws ConnectFailure {
          throw new ConnectFailure(ConnectFailure.Reason.TIMED_OUT);
        }
      };
}
