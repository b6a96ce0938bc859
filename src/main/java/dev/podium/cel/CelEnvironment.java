package dev.podium.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.values.CelValueConverter;
import dev.cel.common.values.CelValueProvider;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Compiles expressions over declared variables, with the libraries that a Kubernetes API server
/// has. Making one costs nothing; the compiler comes with the first expression.
///
/// Safe for use by several threads. Upstream: apiserver/pkg/cel/environment/base.go.
public final class CelEnvironment {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableTimestampEpoch(true)
          .enableHomogeneousLiterals(false)
          .build();

  /// What the grammar itself complains of, which Go's parser introduces.
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?m)^(ERROR: \\S+:\\d+:\\d+: )"
              + "(?=mismatched input|extraneous input|missing |no viable|token recognition)");

  private static final Pattern FINDING = Pattern.compile("(?m)^ERROR: .*$");
  private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*\\)$");

  /// More than one environment has expressions at once.
  private static final int MOST_KEPT = 1000;

  private final Map<String, ValueType> variables;
  private final CelTypes types = new CelTypes();
  private final Map<String, CelProgram> programs = new ConcurrentHashMap<>();
  private volatile @Nullable CelCompiler compiler;

  private CelEnvironment(Map<String, ValueType> variables) {
    this.variables = variables;
  }

  /// @param variables in the order in which they are declared
  public static CelEnvironment of(Map<String, ValueType> variables) {
    return new CelEnvironment(new LinkedHashMap<>(variables));
  }

  /// The program of an expression; that of the same text is remembered.
  ///
  /// @throws CelCompileException with upstream's `compilation failed: …`
  public CelProgram compile(String expression) throws CelCompileException {
    CelProgram known = programs.get(expression);
    if (known == null) {
      known = compileNew(expression);
      if (programs.size() >= MOST_KEPT) {
        programs.clear();
      }
      programs.put(expression, known);
    }
    return known;
  }

  /// The same, where only values of some types are wanted.
  public CelProgram compile(String expression, List<? extends ValueType> results)
      throws CelCompileException {
    CelProgram program = compile(expression);
    if (results.stream().noneMatch(program::yields)) {
      List<String> names = results.stream().map(types::name).toList();
      throw new CelCompileException(
          "must evaluate to "
              + (names.size() == 1 ? names.getFirst() : "one of [" + String.join(" ", names) + "]")
              + " but got "
              + types.name(program.resultType()));
    }
    return program;
  }

  /// Adds a field to a structure that was declared: expressions compiled from now on know it.
  public void define(String structure, String field, CelProgram value) {
    types.extend(structure, field, value.resultType());
  }

  private CelProgram compileNew(String expression) throws CelCompileException {
    types.read(expression);
    CelCompiler checker = compiler();
    CelValidationResult result = checker.compile(expression);
    if (!result.hasError()) {
      result = Shared.validator(checker).validate(ast(result));
    }
    CelAbstractSyntaxTree tree = ast(result);
    Optional<String> fault = LiteralChecks.searchFault(tree);
    if (fault.isPresent()) {
      throw new CelCompileException("program instantiation failed: " + fault.get());
    }
    try {
      return new CelProgram(Shared.RUNTIME.createProgram(tree), tree, types, variables);
    } catch (CelEvaluationException e) {
      throw new CelCompileException("program instantiation failed: " + e.getMessage());
    }
  }

  private static CelAbstractSyntaxTree ast(CelValidationResult result) throws CelCompileException {
    try {
      return result.getAst();
    } catch (CelValidationException _) {
      throw new CelCompileException("compilation failed: " + asGo(result.getErrorString()));
    }
  }

  /// The findings of the checker as cel-go words them (checker/errors.go and format.go).
  private static String asGo(String errors) {
    String introduced = GRAMMAR.matcher(errors).replaceAll("$1Syntax error: ");
    return FINDING
        .matcher(introduced)
        .replaceAll(finding ->
            Matcher.quoteReplacement(
                CANDIDATES
                    .matcher(finding.group())
                    .replaceFirst("")
                    .replace("cannot be the range of", "cannot be range of")
                    .replace("google.protobuf.Timestamp", "timestamp")
                    .replace("google.protobuf.Duration", "duration")));
  }

  private CelCompiler compiler() {
    CelCompiler known = compiler;
    if (known == null) {
      CelCompilerBuilder builder = Shared.compiler().setTypeProvider(types);
      variables.forEach((name, type) -> builder.addVar(name, types.of(type)));
      known = builder.build();
      compiler = known;
    }
    return known;
  }

  /// What all environments have in common; loaded with the first expression of all.
  private static final class Shared {
    private static final Functions KUBERNETES =
        Functions.all(
            List.of(
                ListFunctions.library(),
                ListShapes.library(),
                TextFunctions.library(),
                UrlFunctions.library(),
                ParsedFunctions.quantities(),
                ParsedFunctions.versions(),
                ParsedFunctions.addresses(),
                ParsedFunctions.ranges(),
                ParsedFunctions.formats(),
                AuthorizerFunctions.library()));

    /// Those of version 2 that [TextFunctions] does not have.
    private static final CelStringExtensions STRINGS =
        CelExtensions.strings(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.JOIN,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.REPLACE,
            CelStringExtensions.Function.SPLIT,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM,
            CelStringExtensions.Function.UPPER_ASCII);

    static final CelRuntime RUNTIME =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardFunctions(
                CelStandardFunctions.newBuilder()
                    .excludeFunctions(StandardFunction.EQUALS, StandardFunction.NOT_EQUALS)
                    .build())
            .addFunctionBindings(
                CelFunctionBinding.fromOverloads(
                    "_==_",
                    CelFunctionBinding.from("equals", Object.class, Object.class, Equality::equal)))
            .addFunctionBindings(
                CelFunctionBinding.fromOverloads(
                    "_!=_",
                    CelFunctionBinding.from(
                        "not_equals", Object.class, Object.class, (a, b) -> !Equality.equal(a, b))))
            .setTypeProvider(new CelTypes())
            .setValueProvider(new Constructed())
            .addLibraries(
                ImmutableList.of(
                    CelExtensions.optional(),
                    CelExtensions.comprehensions(),
                    CelExtensions.sets(OPTIONS),
                    STRINGS,
                    KUBERNETES))
            .build();

    /// Literals that could never be evaluated are refused at once.
    static CelValidator validator(CelCompiler compiler) {
      return CelValidatorFactory.standardCelValidatorBuilder(compiler, RUNTIME)
          .addAstValidators(new LiteralChecks(), new HomogeneousLiterals())
          .build();
    }

    static CelCompilerBuilder compiler() {
      return CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addLibraries(
              ImmutableList.of(
                  CelExtensions.optional(),
                  CelExtensions.comprehensions(),
                  CelExtensions.sets(OPTIONS),
                  STRINGS,
                  KUBERNETES));
    }
  }

  /// Views of JSON are values already.
  private static final class Constructed implements CelValueProvider {
    private static final CelValueConverter CONVERTER = new Converter();

    @Override
    public Optional<Object> newValue(String type, Map<String, Object> fields) {
      return Optional.of(new ConstructedObject(type, fields));
    }

    @Override
    public CelValueConverter celValueConverter() {
      return CONVERTER;
    }
  }

  private static final class Converter extends CelValueConverter {
    @Override
    protected Object mapContainer(Object value, Function<Object, Object> each) {
      return value instanceof JsonView ? value : super.mapContainer(value, each);
    }
  }
}
