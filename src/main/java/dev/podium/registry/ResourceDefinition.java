package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.GoText;
import dev.podium.object.GroupKind;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectKey;
import dev.podium.object.ObjectMetaValidation;
import dev.podium.patch.Ownable;
import dev.podium.printing.TableLayout;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import dev.podium.schema.structural.StructuralSchema;
import dev.podium.schema.structural.StructuralTypes;
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

/// Everything about one version of a kind, as data: registering it is all that is needed to serve
/// it.
///
/// Built by [#of] and a chain of statements that say only how the kind differs from the usual one:
/// namespaced, all verbs, no status, no generation, unconditional updates allowed, no creation by
/// PUT, background deletion.
public final class ResourceDefinition {
  private final Builder facts;
  private final ObjectMetaValidation metadataRules;

  private ResourceDefinition(Builder facts) {
    this.facts = facts;
    this.metadataRules =
        new ObjectMetaValidation(facts.namespaced, facts.nameRule, facts.standardFinalizers);
  }

  /// Begins a definition; the singular name is the kind in lower case, the list kind has `List`
  /// behind it.
  public static Builder of(String apiVersion, String kind, String plural) {
    return new Builder(GroupVersion.parse(apiVersion), kind, plural);
  }

  public GroupVersion groupVersion() {
    return facts.groupVersion;
  }

  public GroupVersionKind kind() {
    return facts.groupVersion.kind(facts.kind);
  }

  public GroupKind groupKind() {
    return kind().groupKind();
  }

  public String listKind() {
    return facts.listKind;
  }

  public String plural() {
    return facts.plural;
  }

  public String singular() {
    return facts.singular;
  }

  /// Group and plural: how messages name it.
  public GroupResource resource() {
    return new GroupResource(facts.groupVersion.group(), facts.plural);
  }

  public List<String> shortNames() {
    return facts.shortNames;
  }

  public List<String> categories() {
    return facts.categories;
  }

  public boolean namespaced() {
    return facts.namespaced;
  }

  public Set<Verb> verbs() {
    return facts.verbs;
  }

  public Map<String, Subresource> subresources() {
    return facts.subresources;
  }

  public Optional<Subresource> subresource(String name) {
    return Optional.ofNullable(facts.subresources.get(name));
  }

  public boolean hasStatus() {
    return facts.subresources.containsKey("status");
  }

  public TableLayout table() {
    return facts.table;
  }

  /// Under which resource its objects are stored; differs from [#resource] where two groups share
  /// one store.
  public GroupResource storage() {
    return facts.storage;
  }

  /// The version that objects are stored in.
  public GroupVersionKind storageKind() {
    return facts.storageKind;
  }

  /// Whether objects are stored in another version than this.
  public boolean converts() {
    return !facts.storageKind.equals(kind());
  }

  public ApiObject toStorage(ApiObject object) {
    return facts.toStorage.apply(object);
  }

  public ApiObject fromStorage(ApiObject object) {
    return facts.fromStorage.apply(object);
  }

  /// The stored object as lists and watches show it, which may be what was made of it before.
  ApiObject listed(ApiObject stored) {
    return facts.listed.orElse(facts.fromStorage).apply(stored);
  }

  /// Whether to show objects of another version in lists takes long and may fail, so that all are
  /// made before the first is sent.
  boolean listsAtOnce() {
    return facts.listed.isPresent();
  }

  /// The object in the version that it is prepared and checked in, upstream's internal one: that of
  /// the store, but for custom kinds, of which every version has a schema of its own.
  ApiObject toInternal(ApiObject object) {
    return custom() ? object : toStorage(object);
  }

  ApiObject fromInternal(ApiObject object) {
    return custom() ? object : fromStorage(object);
  }

  ApiObject intoStore(ApiObject internal) {
    return custom() ? toStorage(internal) : internal;
  }

  ApiObject outOfStore(ApiObject stored) {
    return custom() ? fromStorage(stored) : stored;
  }

  public ObjectKey key(String namespace, String name) {
    return new ObjectKey(facts.storage, facts.namespaced ? namespace : "", name);
  }

  /// The object with what nobody said filled in.
  public ApiObject defaulted(ApiObject object) {
    return object.edit(facts.defaults::apply);
  }

  Hooks.PrepareCreate prepareCreate() {
    return facts.prepareCreate;
  }

  Hooks.PrepareUpdate prepareUpdate() {
    return facts.prepareUpdate;
  }

  Hooks.Validate validate() {
    return facts.validate;
  }

  Hooks.ValidateUpdate validateUpdate() {
    return facts.validateUpdate;
  }

  /// The checks of this version's own writes, where they differ from the stored version's.
  Optional<Hooks.Validate> validateStored() {
    return facts.validateStored;
  }

  /// The checks of this version's own updates, where they differ from the stored version's.
  Optional<Hooks.ValidateUpdate> validateStoredUpdate() {
    return facts.validateStoredUpdate;
  }

  /// The fields that a write on a path may own.
  ///
  /// @param subresource empty for the object itself
  Ownable ownable(String subresource) {
    Ownable own = facts.ownable.get(subresource);
    if (own != null) {
      return own;
    }
    if (subresource.equals("status")) {
      return custom() ? Ownable.except("metadata", "spec") : Ownable.except("spec");
    }
    return hasStatus() ? Ownable.except("status") : Ownable.ALL;
  }

  /// Whether a new object may come with a status.
  boolean keepsStatusOnCreate() {
    return facts.keepsStatusOnCreate;
  }

  Hooks.Warn warn() {
    return facts.warn;
  }

  Optional<Hooks.Allocation> allocation() {
    return facts.allocation;
  }

  ObjectMetaValidation metadataRules() {
    return metadataRules;
  }

  boolean checksUpdatesAsNew() {
    return facts.checksUpdatesAsNew;
  }

  boolean countsGenerations() {
    return facts.generationChange.isPresent();
  }

  /// Whether a change raises `metadata.generation`.
  boolean raisesGeneration(ApiObject updated, ApiObject old) {
    return facts.generationChange.map(change -> change.test(updated, old)).orElse(false);
  }

  boolean allowsUnconditionalUpdate() {
    return facts.unconditionalUpdate;
  }

  /// Whether a PUT of an object that is not there creates it.
  public boolean createsOnUpdate() {
    return facts.createOnUpdate;
  }

  /// Whether DELETE answers the object rather than a Status.
  public boolean returnsDeletedObject() {
    return facts.returnsDeletedObject;
  }

  /// Whether DELETE without options orphans the dependents.
  boolean orphansByDefault() {
    return facts.orphansByDefault;
  }

  /// Whether DELETE may orphan or wait for dependents at all.
  boolean collectsGarbage() {
    return facts.collectsGarbage;
  }

  /// Whether an object is kept after DELETE by something other than its finalizers, as a namespace
  /// by its spec.
  boolean held(ApiObject object) {
    return facts.held.test(object);
  }

  /// What else changes in an object that is marked for deletion.
  Hooks.Defaults onDeletion() {
    return facts.onDeletion;
  }

  /// How long an object of this kind is given to stop, where it is not removed at once.
  Optional<GracePeriod> gracePeriod() {
    return facts.gracePeriod;
  }

  /// A text for the Warning header of a DELETE that does not say what is to become of dependents.
  public Optional<String> deletionWarning() {
    return facts.deletionWarning;
  }

  /// A text for the Warning header of every answer about this kind, where it is deprecated.
  public Optional<String> deprecation() {
    return facts.deprecation;
  }

  /// What field selectors may name beyond `metadata.name` and `metadata.namespace`, and how to read
  /// it.
  public Map<String, Function<ApiObject, String>> selectableFields() {
    return facts.selectableFields;
  }

  /// Whether its refusal of a field selector is the per-kind one (`field label not supported: x`).
  public boolean hasOwnFieldLabels() {
    return facts.ownFieldLabels || !facts.selectableFields.isEmpty();
  }

  /// What a field selector is refused with that names a field it cannot be selected by.
  ///
  /// Upstream: the kinds' AddFieldLabelConversionFunc, and else apimachinery/pkg/runtime
  /// (DefaultMetaV1FieldSelectorConversion).
  public String refusalOfFieldLabel(String label) {
    if (facts.fieldLabelRefusal.isPresent()) {
      return facts.fieldLabelRefusal.get().formatted(GoText.quote(label));
    }
    return hasOwnFieldLabels()
        ? "field label not supported: " + label
        : GoText.quote(label)
            + " is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
  }

  /// Whether field selectors may name a field.
  public boolean selectsBy(String field) {
    return field.equals("metadata.name")
        || (field.equals("metadata.namespace") && (facts.namespaced || !hasOwnFieldLabels()))
        || facts.selectableFields.containsKey(field);
  }

  /// Whether it was defined by a custom resource definition.
  public boolean custom() {
    return facts.structure.isPresent();
  }

  /// Whether its custom resource definition is being deleted: what is there goes, and nothing new
  /// comes.
  public boolean terminating() {
    return facts.terminating;
  }

  /// The schema by which a custom resource definition defines it.
  public Optional<StructuralSchema> structure() {
    return facts.structure;
  }

  /// The type of its objects; nothing where no schema tells of it.
  public Optional<ObjectType> type() {
    return custom() ? facts.type : Schemas.builtIn().kind(kind());
  }

  /// Why an object of that name may not be deleted.
  Optional<String> undeletable(String name) {
    return facts.undeletable.apply(name);
  }

  /// Where its objects come from, where they are not stored: those of a namespace, or of all where
  /// it is empty.
  Optional<Function<String, List<ApiObject>>> source() {
    return facts.source;
  }

  /// What a POST does where nothing is stored: access reviews, token reviews, bindings.
  public Optional<Subresource.Operation> operation() {
    return facts.operation;
  }

  @Override
  public String toString() {
    return facts.groupVersion + "/" + facts.plural;
  }

  /// How many seconds an object gets to stop, given its state and what the client asked for.
  @FunctionalInterface
  public interface GracePeriod {
    long seconds(ApiObject object, Optional<Long> asked);
  }

  /// States how a kind differs from the usual one.
  public static final class Builder {
    private final GroupVersion groupVersion;
    private final String kind;
    private final String plural;
    private String singular;
    private String listKind;
    private List<String> shortNames = List.of();
    private List<String> categories = List.of();
    private boolean namespaced = true;
    private Set<Verb> verbs = EnumSet.allOf(Verb.class);
    private final Map<String, Subresource> subresources = new LinkedHashMap<>();
    private TableLayout table = TableLayout.nameAndCreation();
    private GroupResource storage;
    private GroupVersionKind storageKind;
    private UnaryOperator<ApiObject> toStorage = UnaryOperator.identity();
    private UnaryOperator<ApiObject> fromStorage = UnaryOperator.identity();
    private Optional<UnaryOperator<ApiObject>> listed = Optional.empty();
    private Hooks.Defaults defaults = _ -> {};
    private Hooks.PrepareCreate prepareCreate = (_, _) -> {};
    private Hooks.PrepareUpdate prepareUpdate = (_, _, _) -> {};
    private Hooks.Validate validate = (_, _) -> {};
    private Hooks.ValidateUpdate validateUpdate;
    private Optional<Hooks.Validate> validateStored = Optional.empty();
    private Optional<Hooks.ValidateUpdate> validateStoredUpdate = Optional.empty();
    private boolean keepsStatusOnCreate;
    private final Map<String, Ownable> ownable = new HashMap<>();
    private Hooks.Warn warn = (_, _) -> List.of();
    private Optional<Hooks.Allocation> allocation = Optional.empty();
    private NameRule nameRule;
    private boolean standardFinalizers = true;
    private boolean checksUpdatesAsNew;
    private Optional<BiPredicate<ApiObject, ApiObject>> generationChange = Optional.empty();
    private boolean unconditionalUpdate = true;
    private boolean createOnUpdate;
    private boolean returnsDeletedObject;
    private boolean orphansByDefault;
    private boolean collectsGarbage = true;
    private Predicate<ApiObject> held = _ -> false;
    private Hooks.Defaults onDeletion = _ -> {};
    private Function<String, Optional<String>> undeletable = _ -> Optional.empty();
    private Optional<GracePeriod> gracePeriod = Optional.empty();
    private Optional<String> deprecation = Optional.empty();
    private Optional<String> deletionWarning = Optional.empty();
    private final Map<String, Function<ApiObject, String>> selectableFields = new LinkedHashMap<>();
    private boolean ownFieldLabels;
    private Optional<String> fieldLabelRefusal = Optional.empty();
    private boolean terminating;
    private Optional<StructuralSchema> structure = Optional.empty();
    private Optional<ObjectType> type = Optional.empty();
    private Optional<Subresource.Operation> operation = Optional.empty();
    private Optional<Function<String, List<ApiObject>>> source = Optional.empty();

    private Builder(GroupVersion groupVersion, String kind, String plural) {
      this.groupVersion = groupVersion;
      this.kind = kind;
      this.plural = plural;
      this.singular = kind.toLowerCase(Locale.ROOT);
      this.listKind = kind + "List";
      this.storage = new GroupResource(groupVersion.group(), plural);
      this.storageKind = groupVersion.kind(kind);
      this.nameRule = NameRule.SUBDOMAIN;
      this.validateUpdate = (object, _, errors) -> validate.validate(object, errors);
    }

    public Builder singular(String name) {
      singular = name;
      return this;
    }

    public Builder listKind(String name) {
      listKind = name;
      return this;
    }

    public Builder shortNames(String... names) {
      shortNames = List.of(names);
      return this;
    }

    public Builder categories(String... names) {
      categories = List.of(names);
      return this;
    }

    public Builder clusterScoped() {
      namespaced = false;
      return this;
    }

    public Builder verbs(Verb... only) {
      verbs = EnumSet.copyOf(List.of(only));
      return this;
    }

    public Builder table(TableLayout layout) {
      table = layout;
      return this;
    }

    /// Objects live in another version's or group's store.
    public Builder storedAs(
        GroupVersionKind kind,
        String plural,
        UnaryOperator<ApiObject> toStorage,
        UnaryOperator<ApiObject> fromStorage) {
      this.storage = new GroupResource(kind.group(), plural);
      this.storageKind = kind;
      this.toStorage = toStorage;
      this.fromStorage = fromStorage;
      return this;
    }

    /// Lists and watches read the store another way.
    public Builder listed(UnaryOperator<ApiObject> reading) {
      listed = Optional.of(reading);
      return this;
    }

    public Builder defaults(Hooks.Defaults hook) {
      defaults = hook;
      return this;
    }

    public Builder prepareCreate(Hooks.PrepareCreate hook) {
      prepareCreate = hook;
      return this;
    }

    public Builder prepareUpdate(Hooks.PrepareUpdate hook) {
      prepareUpdate = hook;
      return this;
    }

    /// Checks a new object, and a changed one too unless [#validateUpdate] says otherwise.
    public Builder validate(Hooks.Validate hook) {
      validate = hook;
      return this;
    }

    public Builder validateUpdate(Hooks.ValidateUpdate hook) {
      validateUpdate = hook;
      return this;
    }

    /// Checks what is written in this version by rules of its own, in place of those of the version
    /// that it is stored in; the hooks see the stored form.
    public Builder validateStored(Hooks.Validate hook, Hooks.ValidateUpdate update) {
      validateStored = Optional.of(hook);
      validateStoredUpdate = Optional.of(update);
      return this;
    }

    /// A write on a path may own other fields than usual: all but the status, or on the status path
    /// all but the spec.
    ///
    /// @param subresource empty for the object itself
    public Builder owns(String subresource, Ownable fields) {
      ownable.put(subresource, fields);
      return this;
    }

    /// The status of a new object is its creator's to set.
    public Builder keepsStatusOnCreate() {
      keepsStatusOnCreate = true;
      return this;
    }

    public Builder warn(Hooks.Warn hook) {
      warn = hook;
      return this;
    }

    public Builder allocation(Hooks.Allocation hook) {
      allocation = Optional.of(hook);
      return this;
    }

    /// Default: an RFC 1123 subdomain.
    public Builder nameRule(NameRule rule) {
      nameRule = rule;
      return this;
    }

    /// Finalizers without a domain need not be Kubernetes' own.
    public Builder anyFinalizer() {
      standardFinalizers = false;
      return this;
    }

    /// The kind's check of an update is that of a new object and more, so that whatever is wrong
    /// with its metadata is said once more.
    public Builder checksUpdatesAsNew() {
      checksUpdatesAsNew = true;
      return this;
    }

    /// `metadata.generation` begins at 1 and rises whenever anything but metadata and status
    /// changes.
    public Builder generation() {
      return generation(Builder::specChanged);
    }

    /// `metadata.generation` begins at 1 and rises when `change` holds for the new and the old
    /// object.
    public Builder generation(BiPredicate<ApiObject, ApiObject> change) {
      generationChange = Optional.of(change);
      return this;
    }

    /// A PUT must name the version that it replaces.
    public Builder conditionalUpdateOnly() {
      unconditionalUpdate = false;
      return this;
    }

    /// A PUT of an object that is not there creates it.
    public Builder createsOnUpdate() {
      createOnUpdate = true;
      return this;
    }

    public Builder returnsDeletedObject() {
      returnsDeletedObject = true;
      return this;
    }

    /// A DELETE that does not say what is to become of dependents is warned.
    public Builder deletionWarning(String text) {
      deletionWarning = Optional.of(text);
      return this;
    }

    public Builder orphansByDefault() {
      orphansByDefault = true;
      return this;
    }

    /// Dependents are never looked for: its objects have none.
    public Builder withoutGarbageCollection() {
      collectsGarbage = false;
      return this;
    }

    /// DELETE only marks an object while `held` says so, and changes it by `onDeletion` then.
    public Builder heldAfterDelete(Predicate<ApiObject> held, Hooks.Defaults onDeletion) {
      this.held = held;
      this.onDeletion = onDeletion;
      return this;
    }

    /// DELETE of one object is forbidden where `why` has an answer for its name. Who deletes all of
    /// them is not asked.
    public Builder undeletable(Function<String, Optional<String>> why) {
      undeletable = why;
      return this;
    }

    public Builder gracePeriod(GracePeriod rule) {
      gracePeriod = Optional.of(rule);
      return this;
    }

    public Builder deprecated(String warning) {
      deprecation = Optional.of(warning);
      return this;
    }

    public Builder selectable(String field, Function<ApiObject, String> reader) {
      selectableFields.put(field, reader);
      return this;
    }

    /// A field that selectors may name, read from where its name says.
    public Builder selectable(String field) {
      String[] path = field.split("\\.");
      return selectable(field, object -> text(object.root().find(path)));
    }

    /// Refuses field selectors in the per-kind wording though it has no fields of its own.
    public Builder ownFieldLabels() {
      ownFieldLabels = true;
      return this;
    }

    /// Refuses field selectors in words of its own, `%s` standing for the quoted label.
    public Builder refusesFieldLabels(String words) {
      fieldLabelRefusal = Optional.of(words);
      return ownFieldLabels();
    }

    /// Defined by a custom resource definition: items of its lists keep their kind, and paths that
    /// lead nowhere are answered as if nothing were there.
    ///
    /// @param typeName of its type, such as `com.example.v1.Widget`
    public Builder custom(String typeName, StructuralSchema schema) {
      structure = Optional.of(schema);
      type = Optional.of(StructuralTypes.of(typeName, schema));
      return this;
    }

    /// Its custom resource definition is being deleted.
    public Builder terminating() {
      terminating = true;
      return this;
    }

    /// Nothing is stored: GET and LIST answer from `objects`, given a namespace or the empty text
    /// for all.
    public Builder readFrom(Function<String, List<ApiObject>> objects) {
      source = Optional.of(objects);
      return this;
    }

    /// Nothing is stored: a POST performs `operation` and answers its result.
    public Builder performs(Subresource.Operation operation) {
      this.operation = Optional.of(operation);
      return verbs(Verb.CREATE);
    }

    /// Has a `status` subresource with nothing to check.
    public Builder status() {
      return status(Subresource::noErrors);
    }

    public Builder status(Hooks.ValidateUpdate validate) {
      return subresource(Subresource.status(groupVersion.kind(kind), validate));
    }

    /// Has a `status` subresource that also keeps or fills what `prepare` says.
    public Builder status(Hooks.PrepareUpdate prepare, Hooks.ValidateUpdate validate) {
      return subresource(Subresource.status(groupVersion.kind(kind), prepare, validate));
    }

    /// Has a `scale` subresource over `spec.replicas` and `status.replicas`.
    public Builder scale(Function<ApiObject, String> selector) {
      return subresource(
          new Subresource(
              "scale",
              new GroupVersionKind("autoscaling", "v1", "Scale"),
              Set.of(Verb.GET, Verb.UPDATE, Verb.PATCH),
              new Subresource.Scale(
                  List.of("spec", "replicas"), List.of("status", "replicas"), selector)));
    }

    public Builder subresource(Subresource subresource) {
      subresources.put(subresource.name(), subresource);
      return this;
    }

    public ResourceDefinition build() {
      return new ResourceDefinition(this);
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
}
