package dev.podium.web.server;

import java.net.InetAddress;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;

/// Tomcat with the cluster's two listeners: TLS for kubectl, plain for the local user's browser.
///
/// The limits are set so that what Go's server takes is taken here: client-go puts all of its
/// watches on one connection and keeps it alive with pings, paths hold escaped slashes, headers may
/// be long.
public final class TomcatListeners extends TomcatServletWebServerFactory {
  private static final int STREAMS = 1000;
  private static final int WAITING_CONNECTIONS = 2000;
  private static final int CONNECTIONS = 20_000;

  /// Every connection of HTTP/1.1 keeps a buffer of this size.
  private static final int HEADER_BYTES = 32 << 10;

  /// What RFC 3986 forbids unescaped and Go takes all the same.
  private static final String RELAXED = "\"<>[\\]^`{|}";

  private final Settings settings;
  private final SSLContext tls;

  /// @param httpsPort 0 for any free one
  /// @param httpPort 0 for any free one, -1 for none
  public record Settings(InetAddress bind, int httpsPort, int httpPort) {}

  public TomcatListeners(Settings settings, SSLContext tls) {
    super(settings.httpsPort());
    this.settings = settings;
    this.tls = tls;
    setAddress(settings.bind());
    setProtocol(ReasonedHttp11.class.getName());
    setShutdown(Shutdown.IMMEDIATE);
    setRegisterDefaultServlet(false);
    addConnectorCustomizers(this::secure);
    addEngineValves(new ContentTypeValve(), new PresenceValve());
    addContextCustomizers(context -> {
      if (context.getParent() instanceof StandardHost host) {
        host.setErrorReportValveClass(StatusErrorValve.class.getName());
      }
    });
    if (settings.httpPort() >= 0) {
      addAdditionalConnectors(plain());
    }
  }

  /// Where the server listens, once it does.
  public static Listeners listeners(WebServer server, Settings settings) {
    Connector[] connectors = ((TomcatWebServer) server).getTomcat().getService().findConnectors();
    OptionalInt http = OptionalInt.empty();
    int https = 0;
    for (Connector connector : connectors) {
      if (connector.getSecure()) {
        https = connector.getLocalPort();
      } else {
        http = OptionalInt.of(connector.getLocalPort());
      }
    }
    return new Listeners(settings.bind(), https, http);
  }

  private void secure(Connector connector) {
    Http11NioProtocol protocol = configure(connector);
    connector.setSecure(true);
    connector.setScheme("https");
    protocol.setSSLEnabled(true);
    SSLHostConfig host = new SSLHostConfig();
    host.setProtocols("TLSv1.2+TLSv1.3");
    host.setCertificateVerification("optional");
    var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setSslContext(new TlsContext(tls));
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
    connector.addUpgradeProtocol(http2());
  }

  private Connector plain() {
    Connector connector = new Connector(new ReasonedHttp11());
    Http11NioProtocol protocol = configure(connector);
    protocol.setAddress(settings.bind());
    connector.setPort(settings.httpPort());
    return connector;
  }

  private static Http11NioProtocol configure(Connector connector) {
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    connector.setAllowBackslash(true);
    connector.setAllowTrace(true);
    connector.setAsyncTimeout(-1);
    connector.setMaxPostSize(0);
    connector.setXpoweredBy(false);
    Http11NioProtocol protocol = (Http11NioProtocol) connector.getProtocolHandler();
    protocol.setExecutor(new VirtualThreadExecutor("http-"));
    protocol.setRelaxedPathChars(RELAXED);
    protocol.setRelaxedQueryChars(RELAXED);
    protocol.setMaxHttpRequestHeaderSize(HEADER_BYTES);
    protocol.setAcceptCount(WAITING_CONNECTIONS);
    protocol.setMaxConnections(CONNECTIONS);
    protocol.setMaxKeepAliveRequests(-1);
    protocol.setMaxSwallowSize(-1);
    return protocol;
  }

  /// Over HTTP/2 no buffer is kept for headers, so that they may be as long as Go takes them
  /// (http.DefaultMaxHeaderBytes).
  private static final class RoomyHttp2 extends Http2Protocol {
    private static final int LONGEST = 1 << 20;

    @Override
    public int getMaxHeaderSize() {
      return LONGEST;
    }
  }

  private static Http2Protocol http2() {
    Http2Protocol http2 = new RoomyHttp2();
    http2.setMaxConcurrentStreams(STREAMS);
    http2.setMaxConcurrentStreamExecution(STREAMS);
    http2.setOverheadCountFactor(0);
    http2.setOverheadDataThreshold(0);
    http2.setOverheadWindowUpdateThreshold(0);
    http2.setKeepAliveTimeout(-1);
    http2.setReadTimeout(-1);
    http2.setStreamReadTimeout(-1);
    return http2;
  }
}
