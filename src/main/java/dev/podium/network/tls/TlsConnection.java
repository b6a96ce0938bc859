package dev.podium.network.tls;

import dev.podium.network.Connection;
import dev.podium.network.Endpoint;
import dev.podium.network.Peeked;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// A connection within TLS, the handshake done.
public final class TlsConnection implements Connection {
  private final Connection carrier;
  private final SSLSocket socket;
  private final InputStream in;
  private final OutputStream out;

  private TlsConnection(Connection carrier, SSLSocket socket) throws IOException {
    this.carrier = carrier;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /// Greets a server.
  ///
  /// @param carrier which is closed with the TLS connection, and where that does not come about
  /// @param host whose certificate is expected; an address where there is no name
  /// @param verified whether the certificate has to name that host
  public static TlsConnection client(
      Connection carrier, SSLContext context, String host, boolean verified) throws IOException {
    try {
      ConnectionSocket below = new ConnectionSocket(carrier);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(below, host, carrier.remote().port(), true);
      socket.setUseClientMode(true);
      if (verified) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return new TlsConnection(carrier, socket);
    } catch (IOException e) {
      carrier.close();
      throw e;
    }
  }

  /// Awaits a client's greeting.
  ///
  /// @param carrier which is closed with the TLS connection, and where that does not come about
  public static Connection server(Connection carrier, SSLContext context) throws IOException {
    try {
      Peeked whole = new Peeked(carrier, Unciphered.TELLING);
      if (Unciphered.isAgreed(whole)) {
        return whole;
      }
      ConnectionSocket below = new ConnectionSocket(whole);
      SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(below, carrier.remote().address(), carrier.remote().port(), true);
      socket.setUseClientMode(false);
      socket.startHandshake();
      return new TlsConnection(carrier, socket);
    } catch (IOException e) {
      carrier.close();
      throw e;
    }
  }

  /// What the server showed and both agreed on.
  public SSLSession session() {
    return socket.getSession();
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public Endpoint local() {
    return carrier.local();
  }

  @Override
  public Endpoint remote() {
    return carrier.remote();
  }

  @Override
  public void shutdownOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException _) {
      carrier.shutdownOutput();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // The other side has gone already.
    }
    carrier.close();
  }
}
