package dev.podium.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tables in `openapi/`: what Kubernetes' artifacts leave out.
///
/// @param groups the group-versions, with their packages
/// @param fields marks of single fields, by `definition.field`
/// @param enums the values of enumerated types with their texts, which may be empty
record DataFiles(
    List<Group> groups,
    Map<String, Map<String, String>> fields,
    Map<String, Map<String, String>> enums) {
  /// One line of `groups.tsv`; group and version are empty where a package belongs to none.
  record Group(String group, String version, String goPackage, String protoFile) {}

  static DataFiles read(Path folder) throws IOException {
    List<Group> groups =
        rows(folder.resolve("groups.tsv")).stream()
            .map(r -> new Group(absent(r[0]), absent(r[1]), r[2], absent(r[3])))
            .toList();
    Map<String, Map<String, String>> fields = new HashMap<>();
    for (String[] row : rows(folder.resolve("fields.tsv"))) {
      Map<String, String> marks = fields.computeIfAbsent(row[0], _ -> new LinkedHashMap<>());
      for (int i = 1; i < row.length; i++) {
        int equals = row[i].indexOf('=');
        marks.put(row[i].substring(0, equals), row[i].substring(equals + 1));
      }
    }
    Map<String, Map<String, String>> enums = new HashMap<>();
    for (String[] row : rows(folder.resolve("enums.tsv"))) {
      enums
          .computeIfAbsent(row[0], _ -> new TreeMap<>())
          .put(row[1].equals("\"\"") ? "" : row[1], row.length > 2 ? row[2] : "");
    }
    return new DataFiles(groups, fields, enums);
  }

  private static String absent(String cell) {
    return cell.equals("-") ? "" : cell;
  }

  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\t"))
        .toList();
  }
}
