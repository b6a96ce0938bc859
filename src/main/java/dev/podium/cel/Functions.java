package dev.podium.cel;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.UnsignedLong;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelParserBuilder;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Functions that expressions may call, each declared beside what it does.
final class Functions implements CelCompilerLibrary, CelRuntimeLibrary {
  private final Map<String, List<CelOverloadDecl>> declarations = new LinkedHashMap<>();
  private final Map<String, List<CelFunctionBinding>> bindings = new LinkedHashMap<>();
  private final List<CelMacro> macros = new ArrayList<>();

  /// What a function does.
  @FunctionalInterface
  interface Body {
    Object apply(Object[] arguments) throws CelEvaluationException;
  }

  /// What a function of one argument does.
  @FunctionalInterface
  interface Unary<A> {
    Object apply(A argument) throws CelEvaluationException;
  }

  /// What a function of two arguments does.
  @FunctionalInterface
  interface Binary<A, B> {
    Object apply(A first, B second) throws CelEvaluationException;
  }

  /// A failure whose text the user reads.
  static CelEvaluationException failure(String message) {
    return new CelEvaluationException(message);
  }

  /// `name(arguments)`
  Functions global(String name, String id, CelType result, List<CelType> arguments, Body body) {
    return add(name, CelOverloadDecl.newGlobalOverload(id, result, arguments), arguments, body);
  }

  /// `target.name(arguments)`, the target being the first of the types.
  Functions member(String name, String id, CelType result, List<CelType> arguments, Body body) {
    return add(name, CelOverloadDecl.newMemberOverload(id, result, arguments), arguments, body);
  }

  <A> Functions member(String name, String id, CelType result, CelType target, Unary<A> body) {
    return member(name, id, result, List.of(target), arguments -> body.apply(cast(arguments[0])));
  }

  <A, B> Functions member(
      String name, String id, CelType result, CelType target, CelType argument, Binary<A, B> body) {
    return member(
        name,
        id,
        result,
        List.of(target, argument),
        arguments -> body.apply(cast(arguments[0]), cast(arguments[1])));
  }

  <A> Functions global(String name, String id, CelType result, CelType argument, Unary<A> body) {
    return global(name, id, result, List.of(argument), arguments -> body.apply(cast(arguments[0])));
  }

  /// What the parser rewrites to calls of functions.
  Functions macro(CelMacro macro) {
    macros.add(macro);
    return this;
  }

  /// The dispatch by class has looked already.
  @SuppressWarnings("unchecked")
  private static <T> T cast(Object argument) {
    return (T) argument;
  }

  /// The library marks its interfaces immutable; bodies here have no state.
  @SuppressWarnings("Immutable")
  private Functions add(String name, CelOverloadDecl overload, List<CelType> arguments, Body body) {
    declarations.computeIfAbsent(name, _ -> new ArrayList<>()).add(overload);
    List<Class<?>> classes = new ArrayList<>();
    for (CelType argument : arguments) {
      classes.add(javaClass(argument));
    }
    bindings
        .computeIfAbsent(name, _ -> new ArrayList<>())
        .add(CelFunctionBinding.from(overload.overloadId(), classes, body::apply));
    return this;
  }

  private static Class<?> javaClass(CelType type) {
    return switch (type.kind()) {
      case BOOL -> Boolean.class;
      case INT -> Long.class;
      case UINT -> UnsignedLong.class;
      case DOUBLE -> Double.class;
      case STRING -> String.class;
      case BYTES -> CelByteString.class;
      case LIST -> List.class;
      case MAP -> Map.class;
      case TIMESTAMP -> Instant.class;
      case DURATION -> Duration.class;
      case NULL_TYPE -> NullValue.class;
      case OPAQUE -> KubernetesTypes.javaClass(type.name());
      default -> Object.class;
    };
  }

  /// All functions of several libraries as one.
  static Functions all(List<Functions> libraries) {
    Functions all = new Functions();
    for (Functions library : libraries) {
      library.declarations.forEach((name, more) ->
          all.declarations.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(more));
      library.bindings.forEach(
          (name, more) -> all.bindings.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(more));
      all.macros.addAll(library.macros);
    }
    return all;
  }

  @Override
  public void setParserOptions(CelParserBuilder parser) {
    parser.addMacros(macros);
  }

  @Override
  public void setCheckerOptions(CelCheckerBuilder checker) {
    declarations.forEach((name, overloads) ->
        checker.addFunctionDeclarations(
            CelFunctionDecl.newFunctionDeclaration(name, ImmutableList.copyOf(overloads))));
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder runtime) {
    bindings.forEach((name, overloads) ->
        runtime.addFunctionBindings(CelFunctionBinding.fromOverloads(name, overloads)));
  }
}
