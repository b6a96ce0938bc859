package dev.podium.web.server;

import dev.podium.web.ClientPresence;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/// Gives each request of HTTP/1.x the way to see whether its client hung up.
public final class PresenceValve extends ValveBase {
  public PresenceValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (request.getProtocol().startsWith("HTTP/1")) {
      org.apache.coyote.Request connection = request.getCoyoteRequest();
      ClientPresence.offer(request, () -> hasEnded(connection));
    }
    getNext().invoke(request, response);
  }

  /// Tomcat says that there is something to read also where the connection has ended, so that who
  /// reads learns it; says so once where the client's next request came, and again where nothing
  /// will come.
  private static boolean hasEnded(org.apache.coyote.Request connection) {
    boolean first = hasMore(connection);
    return first && hasMore(connection);
  }

  /// Reads ahead without waiting.
  private static boolean hasMore(org.apache.coyote.Request connection) {
    connection.action(ActionCode.AVAILABLE, Boolean.TRUE);
    return connection.getAvailable() > 0;
  }
}
