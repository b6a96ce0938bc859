package dev.podium.network;

import java.io.InputStream;
import java.io.OutputStream;

/// One end of a connection within the process.
final class Link implements Connection {
  private final Pipe incoming;
  private final Pipe outgoing;
  private final Endpoint local;
  private final Endpoint remote;
  private final Stack owner;

  Link(Stack owner, Pipe incoming, Pipe outgoing, Endpoint local, Endpoint remote) {
    this.owner = owner;
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.local = local;
    this.remote = remote;
    owner.opened(this);
  }

  @Override
  public InputStream in() {
    return incoming.in();
  }

  @Override
  public OutputStream out() {
    return outgoing.out();
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  @Override
  public void shutdownOutput() {
    outgoing.end();
  }

  @Override
  public void close() {
    // In this order: the other side may answer the end of its input at once by its own.
    incoming.abandon();
    outgoing.end();
    owner.closed(this);
  }

  /// Ends it as the end of a process does that had no time for a farewell.
  void reset() {
    incoming.abandon();
    outgoing.reset();
    owner.closed(this);
  }
}
