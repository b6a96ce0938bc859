package dev.podium.kubelet.kernel;

import dev.podium.network.ConnectFailure;
import dev.podium.network.Connection;
import dev.podium.network.DatagramServer;
import dev.podium.network.ForwardingConnection;
import dev.podium.network.Listener;
import dev.podium.network.NameServer;
import dev.podium.network.NetworkStack;
import dev.podium.network.Server;
import dev.podium.network.Standing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The network as one process uses it: what it has opened ends with it, and is not more than it may
/// have. One lock guards what is open.
final class TaskNetwork implements NetworkStack, AutoCloseable {
  private static final int MOST_OPEN = 1024;

  private final NetworkStack stack;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<AutoCloseable> open = new ArrayList<>(1);
  private boolean closed;

  TaskNetwork(NetworkStack stack) {
    this.stack = stack;
  }

  private <T extends AutoCloseable> T keep(T opened) {
    lock.lock();
    try {
      if (!closed) {
        open.add(opened);
        return opened;
      }
    } finally {
      lock.unlock();
    }
    close(opened);
    return opened;
  }

  private boolean isFull() {
    lock.lock();
    try {
      return open.size() >= MOST_OPEN;
    } finally {
      lock.unlock();
    }
  }

  private void forget(AutoCloseable ended) {
    lock.lock();
    try {
      open.remove(ended);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    List<AutoCloseable> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(open);
      open.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(TaskNetwork::close);
  }

  private static void close(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<String> addresses() {
    return stack.addresses();
  }

  @Override
  public Listener listen(int port, boolean loopbackOnly, Server server) throws IOException {
    if (isFull()) {
      throw new IOException("Too many open files");
    }
    return keep(new Ending(stack.listen(port, loopbackOnly, server)));
  }

  @Override
  public Connection connect(String address, int port, Duration timeout)
      throws ConnectFailure, InterruptedException {
    if (isFull()) {
      throw new ConnectFailure(ConnectFailure.Reason.UNREACHABLE);
    }
    return keep(new Counted(stack.connect(address, port, timeout)));
  }

  @Override
  public Optional<Standing> standing(String address, int port) {
    return stack.standing(address, port);
  }

  @Override
  public Listener bind(int port, DatagramServer server) throws IOException {
    if (isFull()) {
      throw new IOException("Too many open files");
    }
    return keep(new Ending(stack.bind(port, server)));
  }

  @Override
  public Optional<byte[]> ask(String address, int port, byte[] datagram, Duration timeout)
      throws ConnectFailure, InterruptedException {
    return stack.ask(address, port, datagram, timeout);
  }

  @Override
  public boolean answersPing(String address) {
    return stack.answersPing(address);
  }

  @Override
  public NameServer nameServer() {
    return stack.nameServer();
  }

  @Override
  public NameServer nameServer(String address) {
    return stack.nameServer(address);
  }

  @Override
  public List<SocketState> sockets() {
    return stack.sockets();
  }

  private final class Ending implements Listener {
    private final Listener listener;

    Ending(Listener listener) {
      this.listener = listener;
    }

    @Override
    public int port() {
      return listener.port();
    }

    @Override
    public void close() {
      forget(this);
      listener.close();
    }
  }

  private final class Counted extends ForwardingConnection {
    Counted(Connection connection) {
      super(connection);
    }

    @Override
    public void close() {
      forget(this);
      super.close();
    }
  }
}
