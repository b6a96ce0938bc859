package dev.podium.network;

import java.io.InputStream;
import java.io.OutputStream;

/// A connection that does what another does, but for what a subclass changes.
public abstract class ForwardingConnection implements Connection {
  private final Connection connection;

  protected ForwardingConnection(Connection connection) {
    this.connection = connection;
  }

  @Override
  public InputStream in() {
    return connection.in();
  }

  @Override
  public OutputStream out() {
    return connection.out();
  }

  @Override
  public Endpoint local() {
    return connection.local();
  }

  @Override
  public Endpoint remote() {
    return connection.remote();
  }

  @Override
  public void shutdownOutput() {
    connection.shutdownOutput();
  }

  @Override
  public void close() {
    connection.close();
  }
}
