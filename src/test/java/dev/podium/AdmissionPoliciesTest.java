package dev.podium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.admission.policy.MutatingPolicies;
import dev.podium.admission.policy.TypeCheck;
import dev.podium.admission.policy.ValidatingPolicies;
import dev.podium.auth.Authorizer;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import dev.podium.runtime.Simulation;
import dev.podium.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Admission policies, from their creation to what they do to a request.
final class AdmissionPoliciesTest {
  private final Simulation cluster =
      new Simulation((store, catalog) -> {
        AdmittedKinds kinds = new AdmittedKinds(catalog, Schemas.builtIn());
        return List.of(
            new MutatingPolicies(store, kinds, Authorizer.ALWAYS_ALLOW),
            new ValidatingPolicies(store, kinds, Authorizer.ALWAYS_ALLOW));
      });

  @AfterEach
  void close() {
    cluster.close();
  }

  private void policy(String kind, String spec, String binding) {
    cluster.create(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: %sAdmissionPolicy
        metadata: {name: p}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
        %s
        """
            .formatted(kind, spec.indent(2)));
    cluster.create(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: %sAdmissionPolicyBinding
        metadata: {name: b}
        spec: {policyName: p, %s}
        """
            .formatted(kind, binding));
  }

  private ApiObject createMap(String name, String data) {
    return cluster.create(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {%s}}"
            .formatted(name, data));
  }

  @Test
  void whatAValidationRefusesIsRefusedInThePolicysWords() {
    policy(
        "Validating",
        """
        variables: [{name: keys, expression: "size(object.data)"}]
        validations:
        - expression: variables.keys <= 1
          messageExpression: "'not ' + string(variables.keys) + ' keys'"
        """,
        "validationActions: [Deny]");

    assertThat(createMap("fine", "a: x").name()).isEqualTo("fine");
    assertThatThrownBy(() -> createMap("bad", "a: x, b: y"))
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.code()).isEqualTo(422))
        .hasMessage(
            "configmaps \"bad\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied"
                + " request: not 2 keys");
  }

  @Test
  void aMissingParameterIsRefusedWhereTheBindingSaysSo() {
    policy(
        "Validating",
        """
        paramKind: {apiVersion: v1, kind: ConfigMap}
        validations: [{expression: "size(object.data) <= int(params.data.most)"}]
        """,
        "validationActions: [Deny], paramRef: {name: limits, namespace: kube-system,"
            + " parameterNotFoundAction: Deny}");

    assertThatThrownBy(() -> createMap("a", "x: y"))
        .hasMessageEndingWith(
            "failed to configure binding: no params found for policy binding with `Deny`"
                + " parameterNotFoundAction");
  }

  @Test
  void conditionsThatAreNotMetKeepAPolicyOut() {
    policy(
        "Validating",
        """
        matchConditions: [{name: c, expression: "request.name.startsWith('x')"}]
        validations: [{expression: "false", message: never}]
        """,
        "validationActions: [Deny]");

    assertThat(createMap("a", "x: y").name()).isEqualTo("a");
    assertThatThrownBy(() -> createMap("x", "x: y")).hasMessageEndingWith("request: never");
  }

  @Test
  void anApplyConfigurationIsLaidOverTheObject() {
    policy(
        "Mutating",
        """
        reinvocationPolicy: Never
        mutations:
        - patchType: ApplyConfiguration
          applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: {'n': object.metadata.name}}}"}
        """,
        "matchResources: {}");

    assertThat(createMap("a", "x: y").labels()).containsEntry("n", "a");
  }

  @Test
  void aJsonPatchIsAppliedUnlessItsTestFails() {
    policy(
        "Mutating",
        """
        reinvocationPolicy: Never
        mutations:
        - patchType: JSONPatch
          jsonPatch:
            expression: >
              [JSONPatch{op: "test", path: "/data/x", value: "y"},
               JSONPatch{op: "add", path: "/data/z", value: "added"}]
        """,
        "matchResources: {}");

    assertThat(createMap("a", "x: y").root().string("data", "z")).isEqualTo("added");
    assertThat(createMap("b", "x: other").root().object("data").has("z")).isFalse();
  }

  @Test
  void whatDoesNotCompileIsNotStored() {
    assertThatThrownBy(() ->
            policy(
                "Validating",
                "validations: [{expression: object.metadata.name}]",
                "validationActions: [Deny]"))
        .hasMessageContaining(
            "spec.validations[0].expression: Invalid value: \"object.metadata.name\": must evaluate"
                + " to bool");
  }

  @Test
  void expressionsThatDoNotFitTheirKindsAreWarnedOf() {
    TypeCheck check = new TypeCheck(new AdmittedKinds(cluster.catalog(), Schemas.builtIn()));
    JsonObject spec =
        Yaml.parseObject(
            """
            matchConstraints:
              resourceRules:
              - {apiGroups: [apps], apiVersions: [v1], resources: [replicasets, deployments, x/*]}
              - {apiGroups: ["*"], apiVersions: [v1], resources: [pods]}
            variables: [{name: all, expression: object.spec.replicas}]
            validations:
            - expression: variables.all > 1 && object.metadata.name != ''
            - expression: "true"
              messageExpression: object.spec.strategy.type
            """
                .getBytes(StandardCharsets.UTF_8));

    assertThat(check.warnings(spec))
        .containsExactly(
            JsonObject.of(
                "fieldRef",
                "spec.validations[1].messageExpression",
                "warning",
                "apps/v1, Kind=ReplicaSet: ERROR: <input>:1:12: undefined field 'strategy'\n"
                    + " | object.spec.strategy.type\n"
                    + " | ...........^\n"));
  }
}
