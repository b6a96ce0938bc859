package dev.podium.kubelet.command;

import dev.podium.kubelet.process.Errno;
import dev.podium.network.ConnectFailure;
import dev.podium.network.http.HttpResponse;
import java.io.IOException;
import java.util.Optional;

/// What one of the two kinds of `wget` says while it works, and the exit codes that go with it.
sealed interface WgetWords permits WgetGnu, WgetBusybox {
  /// Before a URL is asked for.
  ///
  /// @param attempt from 1
  void begin(Url url, int attempt) throws IOException;

  /// After a failure that may pass.
  void retrying(boolean more) throws IOException;

  int unsupported(String url, String scheme) throws IOException;

  int unresolved(Url url) throws IOException;

  void connecting(Url url, String address) throws IOException;

  void connected() throws IOException;

  /// @param late whether its own patience was over
  int unreachable(String address, ConnectFailure failure, boolean late) throws IOException;

  int untrusted(Url url) throws IOException;

  /// There was no answer.
  int silence(boolean late) throws IOException;

  void answered(HttpResponse response) throws IOException;

  void redirected(String location) throws IOException;

  int tooManyRedirections() throws IOException;

  /// The status is an error.
  int failed(Url url, HttpResponse response) throws IOException;

  /// All that `--spider` wants to know.
  void exists(HttpResponse response) throws IOException;

  int unwritable(String file, Errno why) throws IOException;

  /// @param file empty for stdout
  void saving(HttpResponse response, Optional<String> file) throws IOException;

  void saved(Url url, HttpResponse response, Optional<String> file, long count) throws IOException;

  /// The connection ended too early.
  int cut(HttpResponse response, long count) throws IOException;
}
