package dev.podium.kubelet.server;

import dev.podium.kubelet.process.Program;
import java.util.HashMap;
import java.util.Map;

/// The servers that there are, by the names that images call them by.
public final class ServerPrograms {
  private ServerPrograms() {}

  public static Map<String, Program> all() {
    Map<String, Program.Service> services = new HashMap<>();
    services.put("nginx", Nginx::start);
    services.put("httpd", Httpd::start);
    services.put("echo-hostname", Examples::echoHostname);
    services.put("hpa-example", Examples::hpaExample);
    services.put("http-echo", Examples::httpEcho);
    services.put("whoami-server", Examples::whoami);
    services.put("hello-app", Examples::helloApp);
    services.put("bootcamp", Examples::bootcamp);
    services.put("kubia", Examples::kubia);
    services.put("nginx-hello", Examples::nginxHello);
    services.put("echoserver", EchoServers::kubernetes);
    services.put("echo-server-json", EchoServers::json);
    services.put("podinfo", EchoServers::podinfo);
    services.put("redis-server", Redis::start);
    services.put("mysqld", Databases::mysql);
    services.put("postgres-server", Databases::postgres);
    services.put("mongod", Databases::mongo);
    services.put("etcd", Etcd::start);
    services.put("memcached", Databases::memcached);
    return Map.copyOf(services);
  }
}
