package dev.podium.kubelet.command;

import dev.podium.kubelet.command.AwkProgram.Expression;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The functions that awk has built in.
final class AwkFunctions {
  private static final Pattern CONVERSION = Pattern.compile("%([-+ #0-9.*lhq]*)(.)");

  private final Cli cli;
  private final AwkExpressions awk;
  private final AwkVariables variables;
  private final AwkRecords records;
  private final AwkStreams streams;
  private final Random random = new Random(0);
  private double seed;

  AwkFunctions(
      Cli cli, AwkExpressions awk, AwkVariables variables, AwkRecords records, AwkStreams streams) {
    this.cli = cli;
    this.awk = awk;
    this.variables = variables;
    this.records = records;
    this.streams = streams;
  }

  /// @param values the format and what it shows
  /// @param conversion the format of numbers where a text is asked for
  static String sprintf(List<AwkValue> values, String conversion) {
    if (values.isEmpty()) {
      return "";
    }
    String format = values.getFirst().toText(conversion);
    List<String> texts = new ArrayList<>();
    Matcher each = CONVERSION.matcher(format);
    while (each.find()) {
      long stars = each.group(1).chars().filter(c -> c == '*').count();
      for (long i = 0; i < stars && texts.size() + 1 < values.size(); i++) {
        texts.add(values.get(texts.size() + 1).toText(conversion));
      }
      if (!each.group(2).equals("%") && texts.size() + 1 < values.size()) {
        texts.add(shown(values.get(texts.size() + 1), each.group(2).charAt(0), conversion));
      }
    }
    return Formats.sprintf(format, texts);
  }

  private static String shown(AwkValue value, char kind, String conversion) {
    return switch (kind) {
      case 's' -> value.toText(conversion);
      case 'c' ->
          value.isNumber()
              ? String.valueOf((char) (int) value.number())
              : value.text().substring(0, Math.min(1, value.text().length()));
      default -> value.isNumber() ? Double.toString(value.number()) : value.text();
    };
  }

  private double number(List<Expression> values, int index)
      throws IOException, InterruptedException {
    return index < values.size() ? awk.evaluate(values.get(index)).toNumber() : 0;
  }

  private String string(List<Expression> values, int index)
      throws IOException, InterruptedException {
    return index < values.size() ? variables.string(awk.evaluate(values.get(index))) : "";
  }

  /// @param values what it is called with
  AwkValue call(String name, List<Expression> values) throws IOException, InterruptedException {
    return switch (name) {
      case "length" -> {
        if (values.size() == 1
            && values.getFirst() instanceof Expression.Variable(String variable)
            && variables.isArray(variable)) {
          yield AwkValue.of(variables.array(variable).size());
        }
        yield AwkValue.of((values.isEmpty() ? records.record() : string(values, 0)).length());
      }
      case "substr" -> {
        String text = string(values, 0);
        // Neither mawk nor busybox counts what would stand in front of a text as part of it.
        double from = Math.max(1, Math.rint(number(values, 1)));
        double length = values.size() > 2 ? Math.rint(number(values, 2)) : Double.POSITIVE_INFINITY;
        int begin = (int) Math.clamp(from - 1, 0, text.length());
        int end = (int) Math.clamp(from - 1 + length, begin, text.length());
        yield AwkValue.of(text.substring(begin, end));
      }
      case "index" -> AwkValue.of(string(values, 0).indexOf(string(values, 1)) + 1);
      case "split" -> {
        String separator =
            values.size() < 3
                ? variables.text("FS")
                : values.get(2) instanceof Expression.Regex(Pattern pattern)
                    ? pattern.pattern()
                    : string(values, 2);
        List<String> parts =
            values.size() > 2 && values.get(2) instanceof Expression.Regex(Pattern pattern)
                ? (string(values, 0).isEmpty()
                    ? List.of()
                    : List.of(pattern.split(string(values, 0), -1)))
                : records.split(string(values, 0), separator);
        Map<String, AwkValue> array = variables.array(((Expression.Variable) values.get(1)).name());
        array.clear();
        for (int i = 0; i < parts.size(); i++) {
          array.put("" + (i + 1), AwkValue.read(parts.get(i)));
        }
        yield AwkValue.of(parts.size());
      }
      case "sub", "gsub" -> substitute(values, name.equals("gsub"));
      case "gensub" -> {
        String how = string(values, 2);
        Matcher matcher =
            Regexes.matcher(
                awk.regex(values.get(0)), values.size() > 3 ? string(values, 3) : records.record());
        String with = string(values, 1);
        StringBuilder out = new StringBuilder();
        int count = 0;
        while (matcher.find()) {
          count++;
          boolean replaces = how.toLowerCase(Locale.ROOT).startsWith("g") || how.equals("" + count);
          matcher.appendReplacement(
              out,
              Matcher.quoteReplacement(
                  replaces ? SedScript.replacement(with, matcher) : matcher.group()));
        }
        yield AwkValue.of(matcher.appendTail(out).toString());
      }
      case "match" -> {
        Matcher matcher = Regexes.matcher(awk.regex(values.get(1)), string(values, 0));
        boolean found = matcher.find();
        awk.set("RSTART", AwkValue.of(found ? matcher.start() + 1 : 0));
        awk.set("RLENGTH", AwkValue.of(found ? matcher.end() - matcher.start() : -1));
        yield variables.get("RSTART");
      }
      case "sprintf" -> {
        List<AwkValue> shown = new ArrayList<>();
        for (Expression each : values) {
          shown.add(awk.evaluate(each));
        }
        yield AwkValue.of(sprintf(shown, variables.text("CONVFMT")));
      }
      case "tolower" -> AwkValue.of(string(values, 0).toLowerCase(Locale.ROOT));
      case "toupper" -> AwkValue.of(string(values, 0).toUpperCase(Locale.ROOT));
      case "system" -> {
        cli.flush();
        yield AwkValue.of(Running.run(cli, List.of("sh", "-c", string(values, 0))));
      }
      case "close" -> AwkValue.of(streams.close(string(values, 0)));
      case "fflush" -> {
        cli.flush();
        yield AwkValue.of(0);
      }
      case "systime" -> AwkValue.of(cli.self().clock().now().getEpochSecond());
      case "strftime" ->
          AwkValue.of(
              Dates.format(
                  values.isEmpty() ? "%a %b %e %H:%M:%S %Z %Y" : string(values, 0),
                  (values.size() > 1
                          ? java.time.Instant.ofEpochSecond((long) number(values, 1))
                          : cli.self().clock().now())
                      .atZone(Dates.zone(cli.variable("TZ", "")))));
      default -> AwkValue.of(mathematics(name, values));
    };
  }

  private double mathematics(String name, List<Expression> values)
      throws IOException, InterruptedException {
    double first = number(values, 0);
    return switch (name) {
      case "sin" -> Math.sin(first);
      case "cos" -> Math.cos(first);
      case "atan2" -> Math.atan2(first, number(values, 1));
      case "exp" -> Math.exp(first);
      case "log" -> Math.log(first);
      case "sqrt" -> Math.sqrt(first);
      case "int" -> first < 0 ? Math.ceil(first) : Math.floor(first);
      case "rand" -> random.nextDouble();
      case "and" -> (long) first & (long) number(values, 1);
      case "or" -> (long) first | (long) number(values, 1);
      case "xor" -> (long) first ^ (long) number(values, 1);
      case "lshift" -> (long) first << (long) number(values, 1);
      case "rshift" -> (long) first >> (long) number(values, 1);
      default -> {
        double before = seed;
        seed = values.isEmpty() ? cli.self().clock().now().getEpochSecond() : first;
        random.setSeed((long) seed);
        yield before;
      }
    };
  }

  private AwkValue substitute(List<Expression> values, boolean all)
      throws IOException, InterruptedException {
    Expression target =
        values.size() > 2 ? values.get(2) : new Expression.Field(new Expression.Number(0));
    String text = variables.string(awk.evaluate(target));
    String with = string(values, 1);
    Matcher matcher = Regexes.matcher(awk.regex(values.get(0)), text);
    StringBuilder out = new StringBuilder();
    int count = 0;
    while (matcher.find() && (all || count == 0)) {
      count++;
      StringBuilder replacement = new StringBuilder();
      for (int i = 0; i < with.length(); i++) {
        char c = with.charAt(i);
        if (c == '\\' && i + 1 < with.length() && "\\&".indexOf(with.charAt(i + 1)) >= 0) {
          replacement.append(with.charAt(++i));
        } else {
          replacement.append(c == '&' ? matcher.group() : String.valueOf(c));
        }
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(replacement.toString()));
    }
    if (count > 0) {
      awk.store(target, AwkValue.of(matcher.appendTail(out).toString()));
    }
    return AwkValue.of(count);
  }
}
