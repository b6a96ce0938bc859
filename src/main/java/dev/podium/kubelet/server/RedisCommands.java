package dev.podium.kubelet.server;

import dev.podium.kubelet.server.RedisData.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What redis answers to each command.
final class RedisCommands {
  private final RedisData data;
  private final Daemon daemon;
  private final Instant started;

  RedisCommands(RedisData data, Daemon daemon) {
    this.data = data;
    this.daemon = daemon;
    this.started = daemon.now();
  }

  /// @param words the command in front
  String answer(List<String> words) {
    String name = words.getFirst().toLowerCase(Locale.ROOT);
    List<String> rest = words.subList(1, words.size());
    try {
      return switch (name) {
        case "ping" -> rest.isEmpty() ? "+PONG\r\n" : RedisReply.text(rest.getFirst());
        case "echo" -> RedisReply.text(need(name, rest, 1).getFirst());
        case "select", "quit", "auth" -> RedisReply.OK;
        case "info" -> RedisReply.text(info());
        case "dbsize" -> RedisReply.number(data.keys().size());
        case "command", "config" -> RedisReply.array(List.of());
        case "client" -> RedisReply.OK;
        case "time" -> RedisReply.texts(List.of(Long.toString(daemon.now().getEpochSecond()), "0"));
        case "flushall", "flushdb" -> {
          data.clear();
          yield RedisReply.OK;
        }
        case "save", "bgsave" -> RedisReply.error("ERR podium: persistence is not simulated");
        default -> keys(name, rest);
      };
    } catch (Refused e) {
      return RedisReply.error(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> need(String name, List<String> words, int least) {
    if (words.size() < least) {
      throw new Refused("ERR wrong number of arguments for '" + name + "' command");
    }
    return words;
  }

  private String keys(String name, List<String> rest) {
    return switch (name) {
      case "set" -> set(need(name, rest, 2));
      case "setex" -> setFor(need(name, rest, 3));
      case "setnx" -> {
        boolean there = data.has(need(name, rest, 2).getFirst());
        if (!there) {
          data.set(rest.getFirst(), rest.get(1), Optional.empty());
        }
        yield RedisReply.truth(!there);
      }
      case "get" -> RedisReply.text(data.text(need(name, rest, 1).getFirst()));
      case "getset" -> {
        Optional<String> before = data.text(need(name, rest, 2).getFirst());
        data.set(rest.getFirst(), rest.get(1), Optional.empty());
        yield RedisReply.text(before);
      }
      case "mset" -> {
        for (int i = 0; i + 1 < need(name, rest, 2).size(); i += 2) {
          data.set(rest.get(i), rest.get(i + 1), Optional.empty());
        }
        yield RedisReply.OK;
      }
      case "mget" ->
          RedisReply.array(
              need(name, rest, 1).stream().map(k -> RedisReply.text(data.text(k))).toList());
      case "append" -> {
        String all = data.text(need(name, rest, 2).getFirst()).orElse("") + rest.get(1);
        data.set(rest.getFirst(), all, Optional.empty());
        yield RedisReply.number(all.length());
      }
      case "strlen" ->
          RedisReply.number(data.text(need(name, rest, 1).getFirst()).orElse("").length());
      case "incr" -> RedisReply.number(data.increment(need(name, rest, 1).getFirst(), 1));
      case "decr" -> RedisReply.number(data.increment(need(name, rest, 1).getFirst(), -1));
      case "incrby" ->
          RedisReply.number(data.increment(need(name, rest, 2).getFirst(), number(rest.get(1))));
      case "decrby" ->
          RedisReply.number(data.increment(need(name, rest, 2).getFirst(), -number(rest.get(1))));
      case "del", "unlink" ->
          RedisReply.number(need(name, rest, 1).stream().filter(data::remove).count());
      case "exists" -> RedisReply.number(need(name, rest, 1).stream().filter(data::has).count());
      case "type" -> "+" + data.type(need(name, rest, 1).getFirst()) + "\r\n";
      case "keys" -> RedisReply.texts(matching(need(name, rest, 1).getFirst()));
      case "scan" -> RedisReply.array(List.of(RedisReply.text("0"), RedisReply.texts(data.keys())));
      case "expire", "pexpire" -> expire(name, need(name, rest, 2));
      case "persist" ->
          RedisReply.truth(data.expire(need(name, rest, 1).getFirst(), Optional.empty()));
      case "ttl", "pttl" -> left(name, need(name, rest, 1).getFirst());
      default -> collections(name, rest);
    };
  }

  private String collections(String name, List<String> rest) {
    String key = rest.isEmpty() ? "" : rest.getFirst();
    List<String> items = rest.isEmpty() ? rest : rest.subList(1, rest.size());
    return switch (name) {
      case "lpush", "rpush" -> {
        need(name, rest, 2);
        yield RedisReply.number(data.push(key, items, name.startsWith("l")));
      }
      case "lpop", "rpop" -> {
        need(name, rest, 1);
        yield RedisReply.text(data.pop(key, name.startsWith("l")));
      }
      case "llen" -> RedisReply.number(data.list(need(name, rest, 1).getFirst()).size());
      case "lrange" -> {
        need(name, rest, 3);
        yield RedisReply.texts(range(data.list(key), number(rest.get(1)), number(rest.get(2))));
      }
      case "sadd" -> RedisReply.number(data.addAll(need(name, rest, 2).getFirst(), items));
      case "smembers" -> RedisReply.texts(data.members(need(name, rest, 1).getFirst()));
      case "scard" -> RedisReply.number(data.members(need(name, rest, 1).getFirst()).size());
      case "sismember" ->
          RedisReply.truth(data.members(need(name, rest, 2).getFirst()).contains(rest.get(1)));
      case "hset", "hmset" -> {
        long added = data.putFields(need(name, rest, 3).getFirst(), items);
        yield name.equals("hset") ? RedisReply.number(added) : RedisReply.OK;
      }
      case "hget" ->
          RedisReply.text(
              Optional.ofNullable(data.fields(need(name, rest, 2).getFirst()).get(rest.get(1))));
      case "hgetall" -> {
        List<String> all = new ArrayList<>();
        data.fields(need(name, rest, 1).getFirst())
            .forEach((field, value) -> all.addAll(List.of(field, value)));
        yield RedisReply.texts(all);
      }
      case "hkeys" -> RedisReply.texts(data.fields(need(name, rest, 1).getFirst()).keySet());
      case "hvals" -> RedisReply.texts(data.fields(need(name, rest, 1).getFirst()).values());
      case "hlen" -> RedisReply.number(data.fields(need(name, rest, 1).getFirst()).size());
      case "hexists" ->
          RedisReply.truth(data.fields(need(name, rest, 2).getFirst()).containsKey(rest.get(1)));
      case "hdel" -> RedisReply.number(data.removeFields(need(name, rest, 2).getFirst(), items));
      default -> unknown(name, rest);
    };
  }

  private static String unknown(String name, List<String> rest) {
    StringBuilder text =
        new StringBuilder("ERR unknown command '" + name + "', with args beginning with: ");
    rest.forEach(word -> text.append('\'').append(word).append("' "));
    return RedisReply.error(text.toString());
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new Refused("ERR value is not an integer or out of range");
    }
  }

  private String set(List<String> words) {
    Optional<Instant> end = Optional.empty();
    for (int i = 2; i < words.size(); i++) {
      switch (words.get(i).toLowerCase(Locale.ROOT)) {
        case "ex" -> end = Optional.of(after(Duration.ofSeconds(argument(words, ++i))));
        case "px" -> end = Optional.of(after(Duration.ofMillis(argument(words, ++i))));
        case "nx" -> {
          if (data.has(words.getFirst())) {
            return RedisReply.NOTHING;
          }
        }
        case "xx" -> {
          if (!data.has(words.getFirst())) {
            return RedisReply.NOTHING;
          }
        }
        default -> throw new Refused("ERR syntax error");
      }
    }
    data.set(words.getFirst(), words.get(1), end);
    return RedisReply.OK;
  }

  private static long argument(List<String> words, int at) {
    if (at >= words.size()) {
      throw new Refused("ERR syntax error");
    }
    return Math.min(number(words.get(at)), 1L << 40);
  }

  private Instant after(Duration span) {
    return daemon.now().plus(span);
  }

  private String setFor(List<String> words) {
    data.set(
        words.getFirst(), words.get(2), Optional.of(after(Duration.ofSeconds(argument(words, 1)))));
    return RedisReply.OK;
  }

  private String expire(String name, List<String> words) {
    long span = argument(words, 1);
    Duration duration = name.equals("expire") ? Duration.ofSeconds(span) : Duration.ofMillis(span);
    return RedisReply.truth(data.expire(words.getFirst(), Optional.of(after(duration))));
  }

  private String left(String name, String key) {
    Optional<Optional<Instant>> end = data.end(key);
    if (end.isEmpty()) {
      return RedisReply.number(-2);
    }
    if (end.get().isEmpty()) {
      return RedisReply.number(-1);
    }
    long millis = Duration.between(daemon.now(), end.get().get()).toMillis();
    return RedisReply.number(name.equals("ttl") ? (millis + 500) / 1000 : millis);
  }

  private List<String> matching(String glob) {
    String expression = Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    Pattern pattern = Pattern.compile(expression, Pattern.DOTALL);
    return data.keys().stream().filter(key -> pattern.matcher(key).matches()).toList();
  }

  private static List<String> range(List<String> list, long from, long to) {
    int size = list.size();
    int first = (int) Math.clamp(from < 0 ? size + from : from, 0, size);
    int last = (int) Math.clamp((to < 0 ? size + to : to) + 1, first, size);
    return list.subList(first, last);
  }

  private String info() {
    Map<String, Object> facts = new java.util.LinkedHashMap<>();
    facts.put("redis_version", Redis.version(daemon.self()));
    facts.put("redis_mode", "standalone");
    facts.put("os", "Linux x86_64");
    facts.put("process_id", daemon.self().pid());
    facts.put("tcp_port", 6379);
    facts.put("uptime_in_seconds", Duration.between(started, daemon.now()).toSeconds());
    StringBuilder text = new StringBuilder("# Server\r\n");
    facts.forEach((name, value) -> text.append(name).append(':').append(value).append("\r\n"));
    text.append("\r\n# Replication\r\nrole:master\r\nconnected_slaves:0\r\n\r\n# Keyspace\r\n");
    int keys = data.keys().size();
    if (keys > 0) {
      text.append("db0:keys=").append(keys).append(",expires=0,avg_ttl=0\r\n");
    }
    return text.toString();
  }
}
