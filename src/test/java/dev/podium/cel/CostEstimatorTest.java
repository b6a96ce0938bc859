package dev.podium.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What expressions over values of a schema cost at most.
final class CostEstimatorTest {
  /// The costs are those that Kubernetes itself estimates.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'type':'array','items':{'type':'number'}                 | self.all(x, true)              | 4718591
          'type':'array','maxItems':10,'items':{'type':'number'}   | self.all(x, true)              | 32
          'type':'array','items':{'type':'number'}                 | self.all(x, x == 0.0)          | 6291454
          'type':'array','maxItems':10,'items':{'type':'number'}   | self.all(x, self.all(y, true)) | 352
          'type':'array','maxItems':10,'items':{'type':'number'}   | self.all(x, self.all(y, self.all(z, true))) | 3552
          'type':'array','items':{'type':'number'}                 | self[1] == 0.0                 | 2
          'type':'array','maxItems':8,'items':{'type':'string'}    | self[1] == self[1]             | 314577
          'type':'array','items':{'type':'boolean'}                | self[0] == false               | 2
          'type':'array','items':{'type':'string','format':'date-time'} | self.all(x, true)         | 428963
          'type':'array','items':{'type':'string','format':'date'} | self[2].getDayOfMonth() == 13  | 4
          'type':'array','items':{'x-kubernetes-int-or-string':true} | self[0] == 5                 | 3
          'type':'array','items':{'type':'array','items':{'type':'number'}} | self[0][0] == -1.0    | 3
          'type':'array','maxItems':12,'items':{'type':'object','additionalProperties':{'type':'number'}} | self.all(x, x.y == 25.2) | 74
          'type':'object','additionalProperties':{'type':'number'} | self.all(x, true)              | 1348169
          'type':'object','additionalProperties':{'type':'string'} | self.all(x, true)              | 1179647
          'type':'object','additionalProperties':{'type':'boolean'} | self.all(x, true)             | 943718
          'type':'object','maxProperties':3,'additionalProperties':{'type':'string'} | self.all(x, true) | 11
          'type':'object','additionalProperties':{'type':'string','format':'date-time'} | self['a'] == self['b'] | 8
          'type':'object','additionalProperties':{'type':'integer'} | oldSelf.size() == self.size() | 5
          'type':'string'                                          | self.contains('test')          | 314574
          'type':'string','maxLength':10                           | self.contains('test')          | 5
          'type':'string'                                          | self.startsWith('test')        | 2
          'type':'string'                                          | size(self + 'hello') > size('hello') | 314578
          'type':'string'                                          | self.matches('x')              | 314574
          'type':'string','maxLength':50                           | self.matches('x')              | 22
          'type':'string'                                          | ''.matches('(((((((((())))))))))[0-9]') | 7
          'type':'string'                                          | self == 'x'                    | 2
          'type':'string'                                          | isQuantity(self)               | 314574
          'type':'array','maxItems':10,'items':{'type':'integer'}  | self.distinct().size() == 0    | 214
          'type':'array','maxItems':10,'items':{'type':'integer'}  | self.reverse().size() == 0     | 24
          'type':'string','maxLength':0                            | self == 'x'                    | 1
          'type':'string'                                          | self.find('[0-9]+') == ''      | 629147
          'type':'string','maxLength':10                           | self.lowerAscii() == 'lower!'  | 6
          'type':'string','enum':['A','B','C','LongValue']         | self.contains('A')             | 2
          'type':'array','items':{'type':'string'}                 | self.join(' ') == 'aa bb'      | 329853068905
          'type':'array','maxItems':10,'items':{'type':'string','maxLength':10} | self.join(' ') == 'aa bb' | 43
          'type':'array','items':{'type':'string'}                 | self.isSorted() == true        | 329854432052
          'type':'array','maxItems':10,'items':{'type':'string','maxLength':10} | self.isSorted() == true | 52
          'type':'object','properties':{'str':{'type':'string'},'before':{'type':'string','maxLength':2},'after':{'type':'string','maxLength':4}} | self.str.replace(self.before, self.after) == 'does not matter' | 629154
          'type':'object','properties':{'str':{'type':'string'},'separator':{'type':'string'}} | self.str.split(self.separator) == [] | 629160
          """)
  void theWorstCaseIsThatOfTheLargestValues(String schema, String rule, long cost)
      throws CelCompileException {
    JsonObject self = Json.parseObject("{" + schema.replace('\'', '"') + "}");
    ValueType type = SchemaTypes.ofSchema("self", self, false).orElseThrow();
    Map<String, ValueType> variables = new LinkedHashMap<>();
    variables.put("self", type);
    variables.put("oldSelf", type);

    CelProgram program = CelEnvironment.of(variables).compile(rule);

    assertThat(program.worstCost(new SchemaSizes(self, false))).isEqualTo(cost);
  }
}
