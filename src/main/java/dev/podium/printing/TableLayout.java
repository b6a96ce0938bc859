package dev.podium.printing;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/// The columns of a kind's Table and how an object fills them.
///
/// @param conditions what a row says about its object beside the cells
/// @param order in which the rows stand
public record TableLayout(
    List<Column> columns, Row row, RowConditions conditions, UnaryOperator<List<ApiObject>> order) {
  public TableLayout(List<Column> columns, Row row) {
    this(columns, row, _ -> List.of(), UnaryOperator.identity());
  }

  /// One column definition; priority 0 is always shown, 1 only with `-o wide`.
  public record Column(String name, String type, String format, int priority, String description) {
    public static Column of(String name, String type) {
      return new Column(name, type, "", 0, "");
    }

    /// This column, shown only with `-o wide`.
    public Column wide() {
      return new Column(name, type, format, 1, description);
    }
  }

  /// The cells of an object: strings, integers or booleans, one a column.
  @FunctionalInterface
  public interface Row {
    List<Object> cells(ApiObject object, Instant now);
  }

  /// The `conditions` of a row: objects with type, status, reason and message. Only pods have any.
  @FunctionalInterface
  public interface RowConditions {
    List<JsonObject> of(ApiObject object);
  }

  /// The first column of nearly every kind.
  public static Column name() {
    return new Column("Name", "string", "name", 0, "");
  }

  public static Column string(String name) {
    return Column.of(name, "string");
  }

  public static Column integer(String name) {
    return Column.of(name, "integer");
  }

  public static Column age() {
    return string("Age");
  }

  public static TableLayout of(Row row, Column... columns) {
    return new TableLayout(List.of(columns), row);
  }

  /// This layout with rows that carry conditions.
  public TableLayout withConditions(RowConditions rowConditions) {
    return new TableLayout(columns, row, rowConditions, order);
  }

  /// This layout with rows in an order of their own: otherwise they are in that of the objects.
  public TableLayout sorted(Comparator<ApiObject> comparator) {
    return new TableLayout(
        columns, row, conditions, objects -> objects.stream().sorted(comparator).toList());
  }

  /// What upstream's default table convertor shows (registry/rest/table.go): name and creation
  /// time.
  public static TableLayout nameAndCreation() {
    return of(
        (object, _) -> List.of(object.name(), object.creationTimestamp()),
        name(),
        new Column("Created At", "date", "", 0, ""));
  }
}
