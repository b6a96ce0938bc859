package dev.podium.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestInfoTest {
  @ParameterizedTest
  @CsvSource({
    // method, path and query; then verb, group, namespace, resource, subresource, name
    "GET,    /api/v1/pods,                                        list,   '',   '', pods, '', ''",
    "HEAD,   /api/v1/pods,                                        list,   '',   '', pods, '', ''",
    "GET,    /api/v1/pods?watch,                                  watch,  '',   '', pods, '', ''",
    "GET,    /api/v1/pods?watch=1,                                watch,  '',   '', pods, '', ''",
    "GET,    /api/v1/pods?watch=False,                            list,   '',   '', pods, '', ''",
    "GET,    /api/v1/namespaces/ns/pods/,                         list,   '',   ns, pods, '', ''",
    "GET,    /api/v1/namespaces/ns/pods/p,                        get,    '',   ns, pods, '', p",
    "GET,    /api/v1/namespaces/ns/pods/p?watch=1,                get,    '',   ns, pods, '', p",
    "GET,    /api/v1/namespaces/ns/pods/p/log,                    get,    '',   ns, pods, log, p",
    "GET,    /api/v1/namespaces/ns/pods/p/proxy/a/b,              get,    '',   ns, pods, proxy, p",
    "POST,   /apis/apps/v1/namespaces/ns/deployments,             create, apps, ns, deployments, '', ''",
    "PUT,    /apis/apps/v1/namespaces/ns/deployments/d/scale,     update, apps, ns, deployments, scale, d",
    "PATCH,  /apis/apps/v1/namespaces/ns/deployments/d,           patch,  apps, ns, deployments, '', d",
    "DELETE, /api/v1/namespaces/ns/secrets,                       deletecollection, '', ns, secrets, '', ''",
    "DELETE, /api/v1/namespaces/ns/secrets/s,                     delete, '',   ns, secrets, '', s",
    "TRACE,  /api/v1/namespaces/ns/secrets/s,                     '',     '',   ns, secrets, '', s",
    "GET,    /api/v1/namespaces/ns,                               get,    '',   ns, namespaces, '', ns",
    "PUT,    /api/v1/namespaces/ns/finalize,                      update, '',   ns, namespaces, finalize, ns",
    "GET,    /api/v1/watch/namespaces/ns/pods/p,                  watch,  '',   ns, pods, '', p",
    "GET,    /api/v1/pods?fieldSelector=metadata.name%3Dp,        list,   '',   '', pods, '', p",
    "GET,    '/api/v1/pods?fieldSelector=a=b,metadata.name=p&watch=1', watch, '', '', pods, '', p",
    "GET,    /api/v1/pods?fieldSelector=metadata.name!%3Dp,       list,   '',   '', pods, '', ''",
    "GET,    /api/v1/pods?fieldSelector=metadata.name%3Da/b,      list,   '',   '', pods, '', ''",
    "GET,    /api/v1/pods?fieldSelector=%21%21,                   list,   '',   '', pods, '', ''",
    "GET,    /api/v1/namespaces/ns%2Fpods,                        list,   '',   ns, pods, '', ''",
  })
  void aPathBelowAVersionMeansAResource(
      String method,
      String url,
      String verb,
      String group,
      String namespace,
      String resource,
      String subresource,
      String name) {
    RequestInfo info = parse(method, url);

    assertThat(info.resourceRequest()).isTrue();
    assertThat(info.verb()).isEqualTo(verb);
    assertThat(info.apiGroup()).isEqualTo(group);
    assertThat(info.version()).isEqualTo("v1");
    assertThat(info.namespace()).isEqualTo(namespace);
    assertThat(info.resource()).isEqualTo(resource);
    assertThat(info.subresource()).isEqualTo(subresource);
    assertThat(info.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /,                      get,  /",
    "GET,  /api,                   get,  /api",
    "GET,  /api/v1,                get,  /api/v1",
    "GET,  /apis/apps/v1/,         get,  /apis/apps/v1/",
    "POST, /healthz?verbose,       post, /healthz",
    "GET,  /logs/a%20b,            get,  /logs/a b",
  })
  void anyOtherPathIsJustAPath(String method, String url, String verb, String path) {
    RequestInfo info = parse(method, url);

    assertThat(info.resourceRequest()).isFalse();
    assertThat(info.verb()).isEqualTo(verb);
    assertThat(info.path()).isEqualTo(path);
  }

  @Test
  void aMalformedEscapeIsABadRequest() {
    assertThatThrownBy(() -> parse("GET", "/api/v1/pods/%zz")).hasMessageContaining("escape");
  }

  private static RequestInfo parse(String method, String url) {
    String[] parts = url.split("\\?", 2);
    return RequestInfo.of(
        method, parts[0], parts.length > 1 ? QueryString.parse(parts[1]) : QueryString.EMPTY);
  }
}
