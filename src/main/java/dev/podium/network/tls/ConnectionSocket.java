package dev.podium.network.tls;

import dev.podium.network.Connection;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/// A simulated connection in the shape of a socket, which is what the JDK's TLS stands on. It is
/// connected to nothing of the host.
public final class ConnectionSocket extends Socket {
  private final Connection connection;
  private volatile boolean over;

  public ConnectionSocket(Connection connection) {
    this.connection = connection;
  }

  @Override
  public InputStream getInputStream() {
    return connection.in();
  }

  @Override
  public OutputStream getOutputStream() {
    return connection.out();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return over;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getPort() {
    return connection.remote().port();
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void setSoLinger(boolean on, int linger) {}

  @Override
  public int getSoLinger() {
    return -1;
  }

  @Override
  public void shutdownInput() {}

  @Override
  public void shutdownOutput() {
    connection.shutdownOutput();
  }

  @Override
  public void close() {
    over = true;
    connection.close();
  }
}
