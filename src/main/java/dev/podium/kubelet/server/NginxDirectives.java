package dev.podium.kubelet.server;

import dev.podium.kubelet.server.NginxConfig.Directive;
import dev.podium.kubelet.server.NginxConfig.Faulty;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which directives there are, and which of them do something here.
final class NginxDirectives {
  private static final Set<String> SIMULATED =
      Set.of(
          "",
          "events",
          "http",
          "server",
          "location",
          "upstream",
          "listen",
          "server_name",
          "root",
          "alias",
          "index",
          "return",
          "try_files",
          "error_page",
          "proxy_pass",
          "proxy_set_header",
          "add_header",
          "access_log",
          "error_log",
          "log_format",
          "default_type",
          "types",
          "stub_status",
          "rewrite",
          "deny",
          "allow");

  /// What makes no difference to what clients see, or has no meaning without a real machine.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "user",
          "worker_processes",
          "pid",
          "worker_connections",
          "sendfile",
          "tcp_nopush",
          "tcp_nodelay",
          "keepalive_timeout",
          "keepalive_requests",
          "types_hash_max_size",
          "server_tokens",
          "daemon",
          "master_process",
          "multi_accept",
          "use",
          "charset",
          "worker_rlimit_nofile",
          "server_names_hash_bucket_size",
          "client_max_body_size",
          "client_body_buffer_size",
          "client_header_timeout",
          "client_body_timeout",
          "send_timeout",
          "proxy_http_version",
          "proxy_buffering",
          "proxy_read_timeout",
          "proxy_connect_timeout",
          "proxy_send_timeout",
          "proxy_redirect",
          "gzip",
          "gzip_types",
          "gzip_min_length",
          "gzip_vary",
          "gzip_proxied",
          "gzip_comp_level",
          "resolver",
          "variables_hash_max_size",
          "proxy_buffer_size",
          "proxy_buffers",
          "absolute_redirect",
          "port_in_redirect",
          "server_name_in_redirect",
          "keepalive",
          "least_conn",
          "ip_hash",
          "large_client_header_buffers",
          "reset_timedout_connection",
          "client_body_temp_path",
          "proxy_temp_path",
          "fastcgi_temp_path",
          "uwsgi_temp_path",
          "scgi_temp_path",
          "types_hash_bucket_size",
          "log_not_found",
          "etag",
          "if_modified_since");

  /// What real ones know, and what is not done here.
  private static final Set<String> NOT_SIMULATED =
      Set.of(
          "if",
          "set",
          "map",
          "autoindex",
          "geo",
          "split_clients",
          "ssl_certificate",
          "ssl_certificate_key",
          "ssl_protocols",
          "ssl_ciphers",
          "ssl_session_cache",
          "ssl_session_timeout",
          "ssl_prefer_server_ciphers",
          "ssl",
          "auth_basic",
          "auth_basic_user_file",
          "auth_request",
          "limit_req",
          "limit_req_zone",
          "limit_conn",
          "limit_conn_zone",
          "limit_rate",
          "fastcgi_pass",
          "fastcgi_param",
          "fastcgi_index",
          "uwsgi_pass",
          "grpc_pass",
          "proxy_cache",
          "proxy_cache_path",
          "proxy_cache_valid",
          "expires",
          "sub_filter",
          "sub_filter_once",
          "internal",
          "stream",
          "mail",
          "load_module",
          "env",
          "limit_except",
          "satisfy",
          "break",
          "real_ip_header",
          "set_real_ip_from",
          "mirror",
          "js_import",
          "js_content",
          "dav_methods",
          "open_file_cache",
          "proxy_hide_header",
          "proxy_pass_header",
          "proxy_ssl_verify",
          "proxy_ssl_server_name",
          "http2",
          "random_index",
          "image_filter",
          "perl",
          "ssi",
          "proxy_intercept_errors",
          "post_action",
          "proxy_next_upstream",
          "proxy_method",
          "proxy_set_body",
          "hash",
          "zone",
          "aio");

  /// Where some directives may stand alone: in which others, `main` being the whole file.
  private static final Map<String, Set<String>> PLACES =
      Map.ofEntries(
          Map.entry("events", Set.of("main")),
          Map.entry("http", Set.of("main")),
          Map.entry("user", Set.of("main")),
          Map.entry("worker_processes", Set.of("main")),
          Map.entry("pid", Set.of("main")),
          Map.entry("worker_connections", Set.of("events")),
          Map.entry("server_name", Set.of("server")),
          Map.entry("listen", Set.of("server")),
          Map.entry("location", Set.of("server", "location")),
          Map.entry("try_files", Set.of("server", "location")),
          Map.entry("alias", Set.of("location")),
          Map.entry("proxy_pass", Set.of("location", "if", "limit_except")),
          Map.entry("upstream", Set.of("http", "stream")));

  private NginxDirectives() {}

  /// Checks all directives.
  ///
  /// @return those that a real nginx knows and this one does nothing for
  /// @throws Faulty where there is one that nobody knows
  static Set<String> notSimulated(Directive all) throws Faulty {
    Set<String> found = new TreeSet<>();
    for (Directive directive : all.block()) {
      check(directive, "main", found);
    }
    return found;
  }

  private static void check(Directive directive, String place, Set<String> found) throws Faulty {
    String name = directive.name();
    if (!PLACES.getOrDefault(name, Set.of(place)).contains(place)) {
      throw new Faulty(directive, "\"" + name + "\" directive is not allowed here");
    }
    if (NOT_SIMULATED.contains(name)) {
      found.add(name);
      return;
    }
    if (!SIMULATED.contains(name) && !WITHOUT_EFFECT.contains(name)) {
      throw new Faulty(directive, "unknown directive \"" + name + "\"");
    }
    if (name.equals("types") || name.equals("upstream")) {
      return;
    }
    for (Directive inner : directive.block()) {
      check(inner, name, found);
    }
  }
}
