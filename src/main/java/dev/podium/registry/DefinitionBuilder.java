package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectMetaValidation;
import dev.podium.patch.Ownable;
import dev.podium.printing.TableLayout;
import dev.podium.schema.structural.StructuralSchema;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// States how a kind differs from the usual one, as [ResourceDefinition] tells it.
public final class DefinitionBuilder {
  private final GroupVersionKind kind;
  private final GroupResource resource;
  private String singular;
  private String listKind;
  private List<String> shortNames = List.of();
  private List<String> categories = List.of();
  boolean namespaced = true;
  Set<Verb> verbs = EnumSet.allOf(Verb.class);
  final Map<String, Subresource> subresources = new LinkedHashMap<>();
  TableLayout table = TableLayout.nameAndCreation();
  StoredForm stored;
  final Map<String, Ownable> ownable = new HashMap<>();
  FieldLabels fieldLabels = FieldLabels.NAME_AND_NAMESPACE;
  Optional<CustomType> customType = Optional.empty();
  boolean terminating;
  Optional<String> deprecation = Optional.empty();
  Optional<Function<String, List<ApiObject>>> source = Optional.empty();
  Optional<Subresource.Operation> operation = Optional.empty();

  private Hooks.Defaults defaults = _ -> {};
  private Hooks.PrepareCreate prepareCreate = (_, _) -> {};
  private Hooks.PrepareUpdate prepareUpdate = (_, _, _) -> {};
  private Hooks.Warn warn = (_, _) -> List.of();
  private Optional<Hooks.Allocation> allocation = Optional.empty();
  private boolean keepsStatusOnCreate;
  private Optional<BiPredicate<ApiObject, ApiObject>> generationChange = Optional.empty();
  private boolean createOnUpdate;
  private boolean unconditionalUpdate = true;

  private NameRule nameRule = NameRule.SUBDOMAIN;
  private boolean standardFinalizers = true;
  private Hooks.Validate validate = (_, _) -> {};
  private Hooks.ValidateUpdate validateUpdate;
  private Optional<Checks.Pair> ownChecks = Optional.empty();
  private boolean checksUpdatesAsNew;

  private boolean returnsDeletedObject;
  private boolean orphansByDefault;
  private boolean collectsGarbage = true;
  private Predicate<ApiObject> held = _ -> false;
  private Hooks.Defaults onDeletion = _ -> {};
  private Function<String, Optional<String>> undeletable = _ -> Optional.empty();
  private Optional<Hooks.GracePeriod> gracePeriod = Optional.empty();
  private Optional<String> deletionWarning = Optional.empty();

  DefinitionBuilder(GroupVersionKind kind, String plural) {
    this.kind = kind;
    this.resource = new GroupResource(kind.group(), plural);
    this.singular = kind.kind().toLowerCase(Locale.ROOT);
    this.listKind = kind.kind() + "List";
    this.stored = StoredForm.asSent(resource, kind);
    this.validateUpdate = (object, _, errors) -> validate.validate(object, errors);
  }

  public ResourceDefinition build() {
    return new ResourceDefinition(this);
  }

  KindNames names() {
    return new KindNames(kind, resource, singular, listKind, shortNames, categories);
  }

  WriteRules writes() {
    return new WriteRules(
        defaults,
        prepareCreate,
        prepareUpdate,
        warn,
        allocation,
        keepsStatusOnCreate,
        generationChange,
        createOnUpdate,
        unconditionalUpdate);
  }

  Checks checks() {
    return new Checks(
        new ObjectMetaValidation(namespaced, nameRule, standardFinalizers),
        new Checks.Pair(validate, validateUpdate),
        ownChecks,
        checksUpdatesAsNew);
  }

  DeletionRules deletion() {
    return new DeletionRules(
        returnsDeletedObject,
        orphansByDefault,
        collectsGarbage,
        held,
        onDeletion,
        undeletable,
        gracePeriod,
        deletionWarning);
  }

  public DefinitionBuilder singular(String name) {
    singular = name;
    return this;
  }

  public DefinitionBuilder listKind(String name) {
    listKind = name;
    return this;
  }

  public DefinitionBuilder shortNames(String... names) {
    shortNames = List.of(names);
    return this;
  }

  public DefinitionBuilder categories(String... names) {
    categories = List.of(names);
    return this;
  }

  public DefinitionBuilder clusterScoped() {
    namespaced = false;
    return this;
  }

  public DefinitionBuilder verbs(Verb... only) {
    verbs = EnumSet.copyOf(List.of(only));
    return this;
  }

  public DefinitionBuilder table(TableLayout layout) {
    table = layout;
    return this;
  }

  /// Objects live in another version's or group's store.
  public DefinitionBuilder storedAs(
      GroupVersionKind kind,
      String plural,
      UnaryOperator<ApiObject> toStorage,
      UnaryOperator<ApiObject> fromStorage) {
    GroupResource resource = new GroupResource(kind.group(), plural);
    stored = new StoredForm(resource, kind, toStorage, fromStorage, stored.listing());
    return this;
  }

  /// Lists and watches read the store another way.
  public DefinitionBuilder listed(UnaryOperator<ApiObject> reading) {
    stored = stored.listedBy(reading);
    return this;
  }

  public DefinitionBuilder defaults(Hooks.Defaults hook) {
    defaults = hook;
    return this;
  }

  public DefinitionBuilder prepareCreate(Hooks.PrepareCreate hook) {
    prepareCreate = hook;
    return this;
  }

  public DefinitionBuilder prepareUpdate(Hooks.PrepareUpdate hook) {
    prepareUpdate = hook;
    return this;
  }

  /// Checks a new object, and a changed one too unless [#validateUpdate] says otherwise.
  public DefinitionBuilder validate(Hooks.Validate hook) {
    validate = hook;
    return this;
  }

  public DefinitionBuilder validateUpdate(Hooks.ValidateUpdate hook) {
    validateUpdate = hook;
    return this;
  }

  /// Checks what is written in this version by rules of its own, in place of those of the version
  /// that it is stored in; the hooks see the stored form.
  public DefinitionBuilder validateStored(Hooks.Validate hook, Hooks.ValidateUpdate update) {
    ownChecks = Optional.of(new Checks.Pair(hook, update));
    return this;
  }

  /// A write on a path may own other fields than usual: all but the status, or on the status path
  /// all but the spec.
  ///
  /// @param subresource empty for the object itself
  public DefinitionBuilder owns(String subresource, Ownable fields) {
    ownable.put(subresource, fields);
    return this;
  }

  /// The status of a new object is its creator's to set.
  public DefinitionBuilder keepsStatusOnCreate() {
    keepsStatusOnCreate = true;
    return this;
  }

  public DefinitionBuilder warn(Hooks.Warn hook) {
    warn = hook;
    return this;
  }

  public DefinitionBuilder allocation(Hooks.Allocation hook) {
    allocation = Optional.of(hook);
    return this;
  }

  /// Default: an RFC 1123 subdomain.
  public DefinitionBuilder nameRule(NameRule rule) {
    nameRule = rule;
    return this;
  }

  /// Finalizers without a domain need not be Kubernetes' own.
  public DefinitionBuilder anyFinalizer() {
    standardFinalizers = false;
    return this;
  }

  /// The kind's check of an update is that of a new object and more, so that whatever is wrong with
  /// its metadata is said once more.
  public DefinitionBuilder checksUpdatesAsNew() {
    checksUpdatesAsNew = true;
    return this;
  }

  /// `metadata.generation` begins at 1 and rises whenever anything but metadata and status changes.
  public DefinitionBuilder generation() {
    return generation(DefinitionBuilder::specChanged);
  }

  /// `metadata.generation` begins at 1 and rises when `change` holds for the new and the old
  /// object.
  public DefinitionBuilder generation(BiPredicate<ApiObject, ApiObject> change) {
    generationChange = Optional.of(change);
    return this;
  }

  /// A PUT must name the version that it replaces.
  public DefinitionBuilder conditionalUpdateOnly() {
    unconditionalUpdate = false;
    return this;
  }

  /// A PUT of an object that is not there creates it.
  public DefinitionBuilder createsOnUpdate() {
    createOnUpdate = true;
    return this;
  }

  public DefinitionBuilder returnsDeletedObject() {
    returnsDeletedObject = true;
    return this;
  }

  /// A DELETE that does not say what is to become of dependents is warned.
  public DefinitionBuilder deletionWarning(String text) {
    deletionWarning = Optional.of(text);
    return this;
  }

  public DefinitionBuilder orphansByDefault() {
    orphansByDefault = true;
    return this;
  }

  /// Dependents are never looked for: its objects have none.
  public DefinitionBuilder withoutGarbageCollection() {
    collectsGarbage = false;
    return this;
  }

  /// DELETE only marks an object while `held` says so, and changes it by `onDeletion` then.
  public DefinitionBuilder heldAfterDelete(Predicate<ApiObject> held, Hooks.Defaults onDeletion) {
    this.held = held;
    this.onDeletion = onDeletion;
    return this;
  }

  /// DELETE of one object is forbidden where `why` has an answer for its name. Who deletes all of
  /// them is not asked.
  public DefinitionBuilder undeletable(Function<String, Optional<String>> why) {
    undeletable = why;
    return this;
  }

  public DefinitionBuilder gracePeriod(Hooks.GracePeriod rule) {
    gracePeriod = Optional.of(rule);
    return this;
  }

  public DefinitionBuilder deprecated(String warning) {
    deprecation = Optional.of(warning);
    return this;
  }

  public DefinitionBuilder selectable(String field, Function<ApiObject, String> reader) {
    fieldLabels = fieldLabels.with(field, reader);
    return this;
  }

  /// A field that selectors may name, read from where its name says.
  public DefinitionBuilder selectable(String field) {
    String[] path = field.split("\\.");
    return selectable(field, object -> text(object.root().find(path)));
  }

  /// Refuses field selectors in the per-kind wording though it has no fields of its own.
  public DefinitionBuilder ownFieldLabels() {
    fieldLabels = fieldLabels.asOwn();
    return this;
  }

  /// Refuses field selectors in words of its own, `%s` standing for the quoted label.
  public DefinitionBuilder refusesFieldLabels(String words) {
    fieldLabels = fieldLabels.refusing(words);
    return this;
  }

  /// Defined by a custom resource definition: items of its lists keep their kind, and paths that
  /// lead nowhere are answered as if nothing were there.
  ///
  /// @param typeName of its type, such as `com.example.v1.Widget`
  public DefinitionBuilder custom(String typeName, StructuralSchema schema) {
    customType = Optional.of(CustomType.of(typeName, schema));
    return this;
  }

  /// Its custom resource definition is being deleted.
  public DefinitionBuilder terminating() {
    terminating = true;
    return this;
  }

  /// Nothing is stored: GET and LIST answer from `objects`, given a namespace or the empty text for
  /// all.
  public DefinitionBuilder readFrom(Function<String, List<ApiObject>> objects) {
    source = Optional.of(objects);
    return this;
  }

  /// Nothing is stored: a POST performs `operation` and answers its result.
  public DefinitionBuilder performs(Subresource.Operation operation) {
    this.operation = Optional.of(operation);
    return verbs(Verb.CREATE);
  }

  /// Has a `status` subresource with nothing to check.
  public DefinitionBuilder status() {
    return status(Subresource::noErrors);
  }

  public DefinitionBuilder status(Hooks.ValidateUpdate validate) {
    return subresource(Subresource.status(kind, validate));
  }

  /// Has a `status` subresource that also keeps or fills what `prepare` says.
  public DefinitionBuilder status(Hooks.PrepareUpdate prepare, Hooks.ValidateUpdate validate) {
    return subresource(Subresource.status(kind, prepare, validate));
  }

  /// Has a `scale` subresource over `spec.replicas` and `status.replicas`.
  public DefinitionBuilder scale(Function<ApiObject, String> selector) {
    return subresource(
        new Subresource(
            "scale",
            new GroupVersionKind("autoscaling", "v1", "Scale"),
            Set.of(Verb.GET, Verb.UPDATE, Verb.PATCH),
            new Subresource.Scale(
                List.of("spec", "replicas"), List.of("status", "replicas"), selector)));
  }

  public DefinitionBuilder subresource(Subresource subresource) {
    subresources.put(subresource.name(), subresource);
    return this;
  }

  private static boolean specChanged(ApiObject updated, ApiObject old) {
    return !contents(updated).equals(contents(old));
  }

  private static JsonObject contents(ApiObject object) {
    return object
        .root()
        .without("metadata")
        .without("status")
        .without("kind")
        .without("apiVersion");
  }

  private static String text(Optional<Object> value) {
    return value.map(Object::toString).orElse("");
  }
}
