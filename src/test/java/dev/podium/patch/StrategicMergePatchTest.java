package dev.podium.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.object.ApiException;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrategicMergePatchTest {
  private static final String ABC =
      "{'containers':[{'name':'a','image':'a:1'},{'name':'b','image':'b:1'},{'name':'c','image':'c:1'}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // objects and scalars
        "{'replicas':1}|{'paused':true}|{'replicas':1,'paused':true}",
        "{'replicas':1}|{'replicas':2}|{'replicas':2}",
        "{'replicas':1,'paused':true}|{'paused':null}|{'replicas':1}",
        "{}|{'nodeSelector':{'a':'b','c':null}}|{'nodeSelector':{'a':'b'}}",
        "{'nodeSelector':{'a':'b'}}|{'nodeSelector':{'c':'d','a':null}}|{'nodeSelector':{'c':'d'}}",
        "{'nodeSelector':{'a':'b'}}|{'nodeSelector':{'$patch':'replace','c':'d'}}|{'nodeSelector':{'c':'d'}}",
        "{'nodeSelector':{'a':'b'}}|{'nodeSelector':{'$patch':'delete'}}|{'nodeSelector':{}}",
        "{}|{'nodeSelector':{'$patch':'delete'}}|{}",
        // lists that are replaced
        "{'tolerations':[{'key':'a'}]}|{'tolerations':[{'key':'b'}]}|{'tolerations':[{'key':'b'}]}",
        // new items come first, old ones keep their place
        "{'volumes':[{'name':'a'},{'name':'b'}]}|{'volumes':[{'name':'c'}]}|{'volumes':[{'name':'c'},{'name':'a'},{'name':'b'}]}",
        "{'volumes':[{'name':'a'},{'name':'b'}]}|{'volumes':[{'name':'b','emptyDir':{}},{'name':'c'}]}|{'volumes':[{'name':'a'},{'name':'b','emptyDir':{}},{'name':'c'}]}",
        "{'volumes':[{'name':'a'},{'name':'b'}]}|{'volumes':[{'name':'c'},{'name':'b'}]}|{'volumes':[{'name':'c'},{'name':'a'},{'name':'b'}]}",
        "{'volumes':[{'name':'a'},{'name':'b'}]}|{'volumes':[{'name':'b'},{'name':'a'}]}|{'volumes':[{'name':'b'},{'name':'a'}]}",
        "{'volumes':[{'name':'a'}]}|{'volumes':null}|{}",
        "{}|{'volumes':[{'name':'a'},{'$patch':'delete','name':'b'}]}|{'volumes':[{'name':'a'}]}",
        // directives in lists
        "{'volumes':[{'name':'a'},{'name':'b'}]}|{'volumes':[{'name':'a','$patch':'delete'}]}|{'volumes':[{'name':'b'}]}",
        "{'volumes':[{'name':'a'}]}|{'volumes':[{'name':'none','$patch':'delete'}]}|{'volumes':[{'name':'a'}]}",
        "{'volumes':[{'name':'a'}]}|{'volumes':[{'name':'n'},{'$patch':'replace'}]}|{'volumes':[{'name':'n'}]}",
        "{'volumes':[{'name':'a'}]}|{'volumes':[{'$patch':'replace'}]}|{'volumes':[]}",
        // $retainKeys
        "{'volumes':[{'name':'v','emptyDir':{}}]}|{'volumes':[{'name':'v','$retainKeys':['name','hostPath'],'hostPath':{'path':'/h'}}]}|{'volumes':[{'name':'v','hostPath':{'path':'/h'}}]}",
        // $setElementOrder
        "{'volumes':[{'name':'a'},{'name':'b'}]}|{'$setElementOrder/volumes':[{'name':'b'},{'name':'a'}]}|{'volumes':[{'name':'b'},{'name':'a'}]}",
        "{'volumes':[{'name':'a'},{'name':'b'}]}|{'$setElementOrder/volumes':[{'name':'a'},{'name':'c'},{'name':'b'}],'volumes':[{'name':'c'}]}|{'volumes':[{'name':'a'},{'name':'c'},{'name':'b'}]}",
        "{'volumes':[{'name':'a'},{'name':'s'},{'name':'b'}]}|{'$setElementOrder/volumes':[{'name':'b'},{'name':'c'}],'volumes':[{'name':'c'},{'name':'a','$patch':'delete'}]}|{'volumes':[{'name':'s'},{'name':'b'},{'name':'c'}]}",
        "{}|{'$setElementOrder/volumes':[{'name':'b'},{'name':'c'}],'volumes':[{'name':'b'},{'name':'c'}]}|{'volumes':[{'name':'b'},{'name':'c'}]}",
        "{}|{'$setElementOrder/volumes':[{'name':'b'}]}|{}",
      })
  void aSpecTakesUpAPatch(String spec, String patch, String result) {
    JsonObject patched = patch("{'spec':" + patch + "}").applyTo(json("{'spec':" + spec + "}"));

    assertThat(patched).isEqualTo(json("{'spec':" + result + "}"));
  }

  @Test
  void anItemOfAListIsMergedDeeply() {
    JsonObject patched =
        patch(
                "{'spec':{'containers':[{'name':'b','env':[{'name':'E','value':'1'}],'image':'b:2'}]}}")
            .applyTo(json("{'spec':" + ABC + "}"));

    assertThat(patched.object("spec").objects("containers").get(1))
        .isEqualTo(json("{'name':'b','image':'b:2','env':[{'name':'E','value':'1'}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['a','b']|{'finalizers':['c']}|['c','a','b']",
        "['a','b']|{'finalizers':['b','c']}|['a','b','c']",
        "['a','b','c']|{'$deleteFromPrimitiveList/finalizers':['a','none']}|['b','c']",
        "['a','b']|{'$setElementOrder/finalizers':['c','b','a'],'finalizers':['c']}|['c','b','a']",
      })
  void aSetOfScalarsTakesUpAPatch(String list, String patch, String result) {
    JsonObject patched =
        patch("{'metadata':" + patch + "}")
            .applyTo(json("{'metadata':{'finalizers':" + list + "}}"));

    assertThat(patched).isEqualTo(json("{'metadata':{'finalizers':" + result + "}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{'spec':{'containers':[{'image':'x'}]}}|500|map: map[image:x] does not contain declared merge key: name",
        "{'spec':{'containers':[5]}}|500|list element types are not identical: [[map[image:a:1 name:a] map[image:b:1 name:b] map[image:c:1 name:c]] [5]]",
        "{'spec':{'$setElementOrder/containers':[{'name':'a'}],'containers':[{'name':'b','image':'x'}]}}|500|The order in patch list:#[map[image:x name:b]]# doesn't match $setElementOrder list:#[map[name:a]]#",
        "{'spec':{'$setElementOrder/none':[]}}|500|unable to find api field in struct WorkSpec for the json field \"none\"",
        "{'spec':{'$patch':'merge'}}|500|unknown patch type: merge in map: map[$patch:merge]",
        "{'spec':{'containers':[{'name':'a','$patch':'merge'}]}}|500|merging lists cannot yet be specified in the patch",
        "{'spec':{'$retainKeys':['paused'],'replicas':2}}|400|invalid patch format of retainKeys",
        "{'spec':{'$retainKeys':'paused'}}|400|invalid patch format of retainKeys",
        "{'spec':{'$deleteFromPrimitiveListcontainers':[]}}|400|invalid patch format of primitive list",
        "{'spec':{'$setElementOrder/containers':'x'}}|500|expected a []interface {}, but received a string",
        "{'spec':{'containers':{'name':'a'}}}|422| \"\" is invalid: patch: Invalid value: \"map[spec:map[containers:map[name:a]]]\": cannot restore slice from map",
        "{'spec':{'containers':'x'}}|422| \"\" is invalid: patch: Invalid value: \"map[spec:map[containers:x]]\": cannot restore slice from string",
        "{'spec':{'containers':[{'name':'a','image':5}]}}|422| \"\" is invalid: patch: Invalid value: \"map[spec:map[containers:[map[image:5 name:a]]]]\": cannot convert int64 to string",
        "{'spec':'x'}|422| \"\" is invalid: patch: Invalid value: \"map[spec:x]\": cannot restore struct from: string",
        "{'spec':{'replicas':'two'}}|422| \"\" is invalid: patch: Invalid value: \"map[spec:map[replicas:two]]\": unrecognized type: int32",
        "{'spec':{'replicas':1.5}}|422| \"\" is invalid: patch: Invalid value: \"map[spec:map[replicas:1.5]]\": cannot convert float64 to int32",
        "{'spec':{'paused':1}}|422| \"\" is invalid: patch: Invalid value: \"map[spec:map[paused:1]]\": unrecognized type: bool",
        "{'binaryData':{'a':'*'}}|422| \"\" is invalid: patch: Invalid value: \"map[binaryData:map[a:*]]\": error decoding from json: illegal base64 data at input byte 0",
        "{'data':{'a':true}}|422| \"\" is invalid: patch: Invalid value: \"map[data:map[a:true]]\": unrecognized type: string",
      })
  void aPatchThatDoesNotFitIsRefusedInUpstreamsWords(String patch, int code, String why) {
    assertThatThrownBy(() -> patch(patch).applyTo(json("{'spec':" + ABC + "}")))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.message()).isEqualTo(why.replace('#', '\n'));
              assertThat(refusal.code()).isEqualTo(code);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|json: cannot unmarshal array into Go value of type map[string]interface {}",
        "{\"spec\":|unexpected end of JSON input",
      })
  void aTextThatIsNoObjectIs400(String text, String why) {
    assertThatThrownBy(() -> patch(text))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(400);
              assertThat(refusal.message()).isEqualTo(why);
            });
  }

  @Test
  void nullPatchesNothing() {
    assertThat(patch("null").applyTo(json("{'data':{'a':'b'}}")))
        .isEqualTo(json("{'data':{'a':'b'}}"));
  }

  private static StrategicMergePatch patch(String text) {
    return StrategicMergePatch.decode(text.replace('\'', '"').getBytes(UTF_8), Types.WORK);
  }

  private static JsonObject json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }
}
