package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupKind;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersion;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.ObjectKey;
import dev.podium.patch.Ownable;
import dev.podium.printing.TableLayout;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import dev.podium.schema.structural.StructuralSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Everything about one version of a kind, as data: registering it is all that is needed to serve
/// it.
///
/// Built by [#of] and a chain of statements that say only how the kind differs from the usual one:
/// namespaced, all verbs, no status, no generation, unconditional updates allowed, no creation by
/// PUT, background deletion.
public final class ResourceDefinition {
  private final KindNames names;
  private final boolean namespaced;
  private final Set<Verb> verbs;
  private final Map<String, Subresource> subresources;
  private final TableLayout table;
  private final StoredForm stored;
  private final WriteRules writes;
  private final Checks checks;
  private final DeletionRules deletion;
  private final FieldLabels fieldLabels;
  private final Map<String, Ownable> ownable;
  private final Optional<CustomType> customType;
  private final boolean terminating;
  private final Optional<String> deprecation;
  private final Optional<Function<String, List<ApiObject>>> source;
  private final Optional<Subresource.Operation> operation;

  ResourceDefinition(DefinitionBuilder facts) {
    names = facts.names();
    namespaced = facts.namespaced;
    verbs = facts.verbs;
    subresources = facts.subresources;
    table = facts.table;
    stored = facts.stored;
    writes = facts.writes();
    checks = facts.checks();
    deletion = facts.deletion();
    fieldLabels = facts.fieldLabels;
    ownable = facts.ownable;
    customType = facts.customType;
    terminating = facts.terminating;
    deprecation = facts.deprecation;
    source = facts.source;
    operation = facts.operation;
  }

  /// Begins a definition; the singular name is the kind in lower case, the list kind has `List`
  /// behind it.
  public static DefinitionBuilder of(String apiVersion, String kind, String plural) {
    return new DefinitionBuilder(GroupVersion.parse(apiVersion).kind(kind), plural);
  }

  public GroupVersion groupVersion() {
    return names.kind().groupVersion();
  }

  public GroupVersionKind kind() {
    return names.kind();
  }

  public GroupKind groupKind() {
    return names.kind().groupKind();
  }

  public String listKind() {
    return names.listKind();
  }

  public String plural() {
    return names.resource().resource();
  }

  public String singular() {
    return names.singular();
  }

  /// Group and plural: how messages name it.
  public GroupResource resource() {
    return names.resource();
  }

  public List<String> shortNames() {
    return names.shortNames();
  }

  public List<String> categories() {
    return names.categories();
  }

  public boolean namespaced() {
    return namespaced;
  }

  public Set<Verb> verbs() {
    return verbs;
  }

  public Map<String, Subresource> subresources() {
    return subresources;
  }

  public Optional<Subresource> subresource(String name) {
    return Optional.ofNullable(subresources.get(name));
  }

  public boolean hasStatus() {
    return subresources.containsKey("status");
  }

  public TableLayout table() {
    return table;
  }

  /// Under which resource its objects are stored; differs from [#resource] where two groups share
  /// one store.
  public GroupResource storage() {
    return stored.resource();
  }

  /// The version that objects are stored in.
  public GroupVersionKind storageKind() {
    return stored.kind();
  }

  /// Whether objects are stored in another version than this.
  public boolean converts() {
    return !stored.kind().equals(kind());
  }

  public ApiObject toStorage(ApiObject object) {
    return stored.toStorage().apply(object);
  }

  public ApiObject fromStorage(ApiObject object) {
    return stored.fromStorage().apply(object);
  }

  /// The stored object as lists and watches show it, which may be what was made of it before.
  ApiObject listed(ApiObject object) {
    return stored.listed(object);
  }

  /// Whether to show objects of another version in lists takes long and may fail, so that all are
  /// made before the first is sent.
  boolean listsAtOnce() {
    return stored.listing().isPresent();
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

  ApiObject outOfStore(ApiObject object) {
    return custom() ? fromStorage(object) : object;
  }

  public ObjectKey key(String namespace, String name) {
    return new ObjectKey(stored.resource(), namespaced ? namespace : "", name);
  }

  WriteRules writes() {
    return writes;
  }

  Checks checks() {
    return checks;
  }

  DeletionRules deletion() {
    return deletion;
  }

  /// The object with what nobody said filled in.
  public ApiObject defaulted(ApiObject object) {
    return object.edit(writes.defaults()::apply);
  }

  /// The fields that a write on a path may own.
  ///
  /// @param subresource empty for the object itself
  Ownable ownable(String subresource) {
    Ownable own = ownable.get(subresource);
    if (own != null) {
      return own;
    }
    if (subresource.equals("status")) {
      return custom() ? Ownable.except("metadata", "spec") : Ownable.except("spec");
    }
    return hasStatus() ? Ownable.except("status") : Ownable.ALL;
  }

  /// Whether a PUT of an object that is not there creates it.
  public boolean createsOnUpdate() {
    return writes.createsOnUpdate();
  }

  /// Whether DELETE answers the object rather than a Status.
  public boolean returnsDeletedObject() {
    return deletion.answersObject();
  }

  /// A text for the Warning header of a DELETE that does not say what is to become of dependents.
  public Optional<String> deletionWarning() {
    return deletion.warning();
  }

  /// A text for the Warning header of every answer about this kind, where it is deprecated.
  public Optional<String> deprecation() {
    return deprecation;
  }

  /// Whether field selectors may name a field.
  public boolean selectsBy(String field) {
    return fieldLabels.selectsBy(field, namespaced);
  }

  /// What a field selector is refused with that names a field it cannot be selected by.
  public String refusalOfFieldLabel(String label) {
    return fieldLabels.refusalOf(label);
  }

  /// How to read the fields that field selectors may name beyond `metadata.name` and
  /// `metadata.namespace`.
  Map<String, Function<ApiObject, String>> selectableFields() {
    return fieldLabels.readers();
  }

  /// Whether it was defined by a custom resource definition.
  public boolean custom() {
    return customType.isPresent();
  }

  /// Whether its custom resource definition is being deleted: what is there goes, and nothing new
  /// comes.
  public boolean terminating() {
    return terminating;
  }

  /// The schema by which a custom resource definition defines it.
  public Optional<StructuralSchema> structure() {
    return customType.map(CustomType::structure);
  }

  /// The type of its objects; nothing where no schema tells of it.
  public Optional<ObjectType> type() {
    return custom() ? customType.map(CustomType::type) : Schemas.builtIn().kind(kind());
  }

  /// Where its objects come from, where they are not stored: those of a namespace, or of all where
  /// it is empty.
  Optional<Function<String, List<ApiObject>>> source() {
    return source;
  }

  /// What a POST does where nothing is stored: access reviews, token reviews, bindings.
  public Optional<Subresource.Operation> operation() {
    return operation;
  }

  @Override
  public String toString() {
    return groupVersion() + "/" + plural();
  }
}
