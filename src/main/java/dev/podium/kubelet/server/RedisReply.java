package dev.podium.kubelet.server;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Answers in redis' protocol (RESP 2).
final class RedisReply {
  static final String OK = "+OK\r\n";
  static final String NOTHING = "$-1\r\n";

  private RedisReply() {}

  static String error(String message) {
    return "-" + message.replaceAll("[\r\n]", " ") + "\r\n";
  }

  static String number(long number) {
    return ":" + number + "\r\n";
  }

  static String truth(boolean is) {
    return number(is ? 1 : 0);
  }

  static String text(String text) {
    return "$" + text.getBytes(StandardCharsets.UTF_8).length + "\r\n" + text + "\r\n";
  }

  static String text(Optional<String> text) {
    return text.map(RedisReply::text).orElse(NOTHING);
  }

  static String texts(Collection<String> texts) {
    return array(texts.stream().map(RedisReply::text).toList());
  }

  static String array(List<String> replies) {
    return "*" + replies.size() + "\r\n" + String.join("", replies);
  }
}
