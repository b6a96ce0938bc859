package dev.podium.webhooks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// One request over one connection: TLS by the webhook's own CA bundle, then HTTP/1.1.
final class Exchange implements AutoCloseable {
  /// As much as the API server reads of an answer.
  private static final int LARGEST_ANSWER = 3 << 20;

  private final URI url;
  private final byte[] body;
  private final String serverName;
  private final String caBundle;
  private final AtomicReference<Socket> open = new AtomicReference<>(new Socket());

  record Answer(int status, byte[] body) {}

  Exchange(URI url, byte[] body, String serverName, String caBundle) {
    this.url = url;
    this.body = body;
    this.serverName = serverName;
    this.caBundle = caBundle;
  }

  Answer run(Socket socket) throws IOException, GeneralSecurityException, HttpException {
    open.set(socket);
    try (SSLSocket secure = secured(socket);
        DefaultBHttpClientConnection connection =
            new DefaultBHttpClientConnectionFactory().createConnection(secure)) {
      BasicClassicHttpRequest request = request();
      connection.sendRequestHeader(request);
      connection.sendRequestEntity(request);
      connection.flush();
      ClassicHttpResponse response = connection.receiveResponseHeader();
      connection.receiveResponseEntity(response);
      byte[] answer = EntityUtils.toByteArray(response.getEntity(), LARGEST_ANSWER);
      return new Answer(response.getCode(), answer == null ? new byte[0] : answer);
    }
  }

  private BasicClassicHttpRequest request() {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    BasicClassicHttpRequest request =
        new BasicClassicHttpRequest("POST", path + "?" + url.getRawQuery());
    request.setHeader("Host", url.getRawAuthority());
    request.setHeader("User-Agent", "kube-apiserver-admission");
    request.setHeader("Accept", "application/json, */*");
    request.setHeader("Connection", "close");
    request.setHeader("Content-Type", "application/json");
    request.setHeader("Content-Length", body.length);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    return request;
  }

  private SSLSocket secured(Socket socket) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new NamedCertificates(trust(), serverName)}, null);
    SSLSocket secure =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, serverName, socket.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /// Who signed what the webhook shows: its own authorities, or those that everybody knows.
  private X509ExtendedTrustManager trust() throws IOException, GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(caBundle.isEmpty() ? (KeyStore) null : authorities());
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private KeyStore authorities() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int i = 0;
    byte[] pem = Base64.getDecoder().decode(caBundle);
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      store.setCertificateEntry("ca-" + i++, certificate);
    }
    return store;
  }

  /// Ends it wherever it stands.
  @Override
  public void close() {
    try {
      open.get().close();
    } catch (IOException _) {
      // Nobody waits for it any more.
    }
  }
}
