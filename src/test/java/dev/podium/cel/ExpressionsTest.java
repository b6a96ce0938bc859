package dev.podium.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.cel.Evaluation.Failure;
import dev.podium.cel.Evaluation.OverBudget;
import dev.podium.cel.Evaluation.Value;
import dev.podium.cel.ValueType.Simple;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What expressions come to over JSON.
final class ExpressionsTest {
  private static final JsonObject SCHEMA =
      Json.parseObject(
          """
          {"type":"object","properties":{
            "replicas":{"type":"integer"},
            "ratio":{"type":"number"},
            "name":{"type":"string"},
            "x-y":{"type":"string"},
            "namespace":{"type":"string"},
            "when":{"type":"string","format":"date-time"},
            "wait":{"type":"string","format":"duration"},
            "data":{"type":"string","format":"byte"},
            "port":{"x-kubernetes-int-or-string":true},
            "set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
            "list":{"type":"array","items":{"type":"integer"}},
            "labels":{"type":"object","additionalProperties":{"type":"string"}},
            "child":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}}}
          }}
          """);
  private static final JsonObject SELF =
      Json.parseObject(
          """
          {"replicas":3,"ratio":2,"name":"web","x-y":"dash","namespace":"ns",
           "when":"2024-05-01T10:00:00Z","wait":"1h30m","data":"aGVsbG8=","port":80,
           "set":["a","b"],"list":[1,2,3],"labels":{"app":"web"},"child":{"a":1}}
          """);
  private static final JsonObject OLD =
      Json.parseObject("{\"replicas\":2,\"set\":[\"b\",\"a\"],\"list\":[3,2,1]}");
  private static final CelEnvironment ENVIRONMENT = environment();

  private static CelEnvironment environment() {
    ValueType self = SchemaTypes.ofSchema("self", SCHEMA, true).orElseThrow();
    Map<String, ValueType> variables = new LinkedHashMap<>();
    variables.put("self", self);
    variables.put("oldSelf", self);
    variables.put("object", Simple.DYN);
    variables.put("authorizer", Simple.AUTHORIZER);
    return CelEnvironment.of(variables);
  }

  private static Evaluation evaluate(String expression) throws CelCompileException {
    AccessCheck access =
        question ->
            new AccessCheck.Decision(
                question.verb().equals("get") && question.group().equals("apps"), "because");
    return ENVIRONMENT
        .compile(expression)
        .evaluate(
            Map.of("self", SELF, "oldSelf", OLD, "object", SELF, "authorizer", access), 1_000_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self.replicas > oldSelf.replicas && self.name.startsWith('w')",
        "self.x__dash__y == 'dash' && self.__namespace__ == 'ns'",
        "self.ratio == 2.0 && self.ratio > 1.5",
        "self.when > timestamp('2024-01-01T00:00:00Z') && self.when.getFullYear() == 2024",
        "self.wait == duration('90m')",
        "self.data == b'hello'",
        "self.port == 80 && type(self.port) == int",
        "has(self.child.a) && !has(self.child.b) && has(self.metadata) == false",
        "self.list.all(x, x > 0) && self.list.exists_one(x, x == 2) && self.list.sum() == 6",
        "self.labels.all(k, k == 'app') && self.labels['app'] == 'web' && size(self.labels) == 1",
        "self.?child.?b.orValue(7) == 7 && self.labels[?'app'].hasValue()",
        "self.list.isSorted() && !oldSelf.list.isSorted() && self.list.max() == 3",
        "self.list.indexOf(2) == 1 && self.name.indexOf('b') == 2 && self.list.lastIndexOf(9) == -1",
        "object.labels.app == 'web' && 'app' in object.labels && object.list[1] == 2",
        "object.list.transformMap(i, v, v).size() == 3",
        "object.list.transformList(i, v, i + v) == [1, 3, 5]",
        "sets.contains(self.list, [1, 2]) && sets.equivalent([1], [1, 1])",
        "self.name.find('[a-w]') == 'w' && 'a1b2'.findAll('[0-9]') == ['1', '2']",
        "'a1b2'.findAll('[0-9]', 1) == ['1'] && 'abc'.matches('^a.c$')",
        "'%s is %d of %.2f'.format(['x', 3, 1.5]) == 'x is 3 of 1.50'",
        "'a,b'.split(',').join('-') == 'a-b' && 'Ab'.lowerAscii() == 'ab' && ' x '.trim() == 'x'",
        "url('https://example.com:80/p?k=v&k=w').getHostname() == 'example.com'",
        "url('https://example.com:80/p?k=v').getQuery()['k'] == ['v'] && !isURL('nope')",
        "ip('10.0.0.1').family() == 4 && cidr('10.0.0.0/8').containsIP('10.1.2.3')",
        "cidr('192.168.1.9/24').masked() == cidr('192.168.1.0/24') && isIP('::1') && !isIP('x')",
        "string(ip('::1')) == '::1' && string(cidr('10.0.0.0/8')) == '10.0.0.0/8'",
        "quantity('1Gi').isGreaterThan(quantity('1000Mi')) && isQuantity('1k') && !isQuantity('x')",
        "quantity('100').add(20).asInteger() == 120 && quantity('1').compareTo(quantity('2')) == -1",
        "!format.dns1123Label().validate('ok').hasValue()",
        "format.named('dns1123Label').value().validate('No!').value().size() == 1",
        "semver('1.2.3').isLessThan(semver('1.10.0')) && isSemver('v1.0', true) && !isSemver('1.0')",
        "semver('1.0.0-rc.1').isLessThan(semver('1.0.0')) && semver('2.3.4').minor() == 3",
        "authorizer.group('apps').resource('deployments').namespace('n').check('get').allowed()",
        "!authorizer.path('/healthz').check('get').allowed()",
        "[3, 1, 2].sort() == [1, 2, 3] && self.set.sort() == ['a', 'b'] && [1, 2].reverse() == [2, 1]",
        "self.list.slice(1, 3) == [2, 3] && [[1], [2, 3]].flatten() == [1, 2, 3]",
        "[1, 2, 1].distinct() == [1, 2] && lists.range(3) == [0, 1, 2]",
        "[{'n': 2}, {'n': 1}].sortBy(e, e.n) == [{'n': 1}, {'n': 2}]",
        "self.x__dash__y == 'dash' && self.namespace == 'ns' && has(self.namespace)",
        "type(self.when) == google.protobuf.Timestamp && type(self.wait) == google.protobuf.Duration",
        "self.list.filter(x, x > 9).sum() == 0 && [duration('1s')].filter(d, d > duration('5s')).sum() == duration('0s')",
        "[].sum() == 0 && [].isSorted()",
        "url('https://a.b/with space/').getEscapedPath() == '/with%20space/' && !isURL('https://a:b:c/')",
        "string(1) == '1' && int('7') == 7 && double('1.5') == 1.5 && 1 < 1.5",
      })
  void isTrue(String expression) throws CelCompileException {
    assertThat(evaluate(expression))
        .isInstanceOfSatisfying(Value.class, v -> assertThat(v.result().isTrue()).isTrue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object.none == 'x' | no such key: none",
        "self.child.b == 1 | no such key: b",
        "object.labels['z'] == 'x' | no such key: z",
        "self.list[5] == 1 | index out of bounds: 5",
        "1 / (self.replicas - 3) == 1 | division by zero",
        "object.replicas + 'x' == 'x' | no such overload",
        "object.replicas.x == 1 | no such overload",
        "9223372036854775807 + self.replicas > 0 | integer overflow",
        "[self.replicas].filter(x, x > 5).max() == 1 | max called on empty list",
        "self.list.slice(2, 1) == [] | 'cannot slice(2, 1), start index must be less than or equal to end index'",
        "self.list.slice(0, 9) == [] | 'cannot slice(0, 9), list is length 3'",
      })
  void failuresReadAsUpstream(String expression, String message) throws CelCompileException {
    assertThat(evaluate(expression))
        .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.message()).isEqualTo(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "self.none > 1 | compilation failed: ERROR: <input>:1:5: undefined field 'none'",
        "nope == 1 | compilation failed: ERROR: <input>:1:1: undeclared reference to 'nope' (in container '')",
        "self.list == [1, 'a'] | compilation failed: ERROR: <input>:1:18: expected type 'int' but found 'string'",
        "self.name.matches('(') | compilation failed: ERROR: <input>:1:19: invalid matches argument",
        "duration('x') == self.wait | compilation failed: ERROR: <input>:1:10: invalid duration argument",
        "timestamp('x') == self.when | compilation failed: ERROR: <input>:1:11: invalid timestamp argument",
        "self.replicas == 'x' | compilation failed: ERROR: <input>:1:15: found no matching overload for '_==_' applied to '(int, string)'",
        "self.when < self.wait | compilation failed: ERROR: <input>:1:11: found no matching overload for '_<_' applied to '(timestamp, duration)'",
        "[[1], [2]].sort() == [] | compilation failed: ERROR: <input>:1:16: found no matching overload for 'sort' applied to 'list(list(int)).()'",
        "['a'].sum() == 'a' | compilation failed: ERROR: <input>:1:10: found no matching overload for 'sum' applied to 'list(string).()'",
        "[1, 'a', true].size() == 3 | compilation failed: ERROR: <input>:1:5: expected type 'int' but found 'string'",
        "timestamp(253402300800) == self.when | compilation failed: ERROR: <input>:1:11: invalid timestamp argument",
        "self.name.find(')') == '' | program instantiation failed: error parsing regexp: unexpected ): `)`",
        "self.replicas.all(x, true) | compilation failed: ERROR: <input>:1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)",
      })
  void compileErrorsReadAsUpstream(String expression, String message) {
    assertThatThrownBy(() -> ENVIRONMENT.compile(expression))
        .isInstanceOfSatisfying(
            CelCompileException.class,
            failure -> assertThat(failure.text().lines().findFirst()).hasValue(message));
  }

  @Test
  void setsAreEqualInAnyOrderAndListsAreNot() throws CelCompileException {
    assertThat(evaluate("self.set == oldSelf.set && self.list != oldSelf.list"))
        .isInstanceOfSatisfying(Value.class, v -> assertThat(v.result().isTrue()).isTrue());
  }

  @Test
  void whatCostsTooMuchIsStopped() throws CelCompileException {
    String hundred = "self.list.map(a, self.list.map(b, self.list.map(c, self.list.map(d, d))))";
    CelProgram program = ENVIRONMENT.compile(hundred + ".size() > 0");
    assertThat(program.evaluate(Map.of("self", SELF, "oldSelf", OLD), 100))
        .isInstanceOf(OverBudget.class);
  }

  @Test
  void constructedObjectsBecomeJson() throws CelCompileException {
    Evaluation made =
        evaluate("Object{spec: Object.spec{replicas: self.replicas + 1, tags: ['a']}}");
    assertThat(made)
        .isInstanceOfSatisfying(
            Value.class,
            v ->
                assertThat(v.result().json())
                    .isEqualTo(Json.parseObject("{\"spec\":{\"replicas\":4,\"tags\":[\"a\"]}}")));
  }
}
