package dev.podium.network.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podium.network.Connection;
import dev.podium.network.Peeked;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/// TLS as those speak it who look at no certificate: probes and proxies. Both sides are in this
/// process, and there is nobody to keep a secret from, so that they agree on no cipher at all. That
/// spares a cluster the arithmetic of a few handshakes every second as long as it runs.
///
/// Whoever does not speak TLS takes the greeting for what it takes any TLS greeting for.
public final class Unciphered {
  private static final int HANDSHAKE = 22;

  /// A message of a type that no handshake knows. Its empty line ends what a server of HTTP in
  /// plain text waits for.
  private static final byte[] MESSAGE = "\u00f0no cipher\r\n\r\n".getBytes(ISO_8859_1);

  /// The message in a record of its own (RFC 8446, 5.1).
  private static final byte[] GREETING = record(MESSAGE);

  /// Enough to tell it from others: the head of a record and the type of a message.
  static final int TELLING = 6;

  private Unciphered() {}

  private static byte[] record(byte[] message) {
    byte[] record = new byte[5 + message.length];
    record[0] = HANDSHAKE;
    record[1] = 3;
    record[2] = 1;
    record[4] = (byte) message.length;
    System.arraycopy(message, 0, record, 5, message.length);
    return record;
  }

  /// Greets a server.
  ///
  /// @param carrier which is closed where the server does not speak TLS
  /// @throws SSLException with the words of Go's HTTP client, where it is no server of TLS
  public static Connection client(Connection carrier) throws IOException {
    try {
      carrier.out().write(GREETING);
      carrier.out().flush();
      byte[] answer = carrier.in().readNBytes(GREETING.length);
      if (Arrays.equals(answer, GREETING)) {
        return carrier;
      }
      throw answer.length == 0 ? new EOFException("EOF") : new SSLException(refusal(answer));
    } catch (IOException e) {
      carrier.close();
      throw e;
    }
  }

  private static String refusal(byte[] answer) {
    return new String(answer, ISO_8859_1).startsWith("HTTP/")
        ? "http: server gave HTTP response to HTTPS client"
        : "tls: first record does not look like a TLS handshake";
  }

  /// Answers a client, if this is how it begins; else nothing was read.
  static boolean isAgreed(Peeked carrier) throws IOException {
    if (!Arrays.equals(carrier.peek(TELLING), Arrays.copyOf(GREETING, TELLING))) {
      return false;
    }
    carrier.out().write(carrier.in().readNBytes(GREETING.length));
    carrier.out().flush();
    return true;
  }
}
