package assay.report.history;

import assay.core.files.Sha256;
import assay.core.record.CellId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Texts in JSON that many runs share, each stored once. */
final class Documents {
  /** Names and values. */
  static final TypeReference<Map<String, String>> NAMES = new TypeReference<>() {};

  /** What a run says of its cells. */
  static final TypeReference<List<StoredRun.StoredCell>> CELLS = new TypeReference<>() {};

  /** Cells that show the machine's state. */
  static final TypeReference<List<CellId>> CANARIES = new TypeReference<>() {};

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Database database;
  private final Map<Integer, Object> read = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  Documents(Database database) {
    this.database = database;
  }

  /** The number of a document, which is stored if it is not yet there. */
  int number(Object value) throws SQLException {
    String content = MAPPER.writeValueAsString(value);
    String hash = Sha256.of(content);
    Integer known = numbers.get(hash);
    if (known != null) {
      return known;
    }
    int[] number = {0};
    database.query(
        "select id from assay_document where hash = ?", row -> number[0] = row.getInt(1), hash);
    if (number[0] == 0) {
      number[0] = database.nextId("assay_document");
      database.update(
          "insert into assay_document (id, hash, content) values (?, ?, ?)",
          number[0],
          hash,
          content);
    }
    numbers.put(hash, number[0]);
    return number[0];
  }

  /** Reads a document; the same number gives the same object. */
  @SuppressWarnings("unchecked") // A number is always read as the same type.
  <T> T get(int number, TypeReference<T> type) throws SQLException {
    Object known = read.get(number);
    if (known == null) {
      Object[] parsed = {null};
      database.query(
          "select content from assay_document where id = ?",
          row -> parsed[0] = MAPPER.readValue(row.getString(1), type),
          number);
      if (parsed[0] == null) {
        throw new SQLException("document " + number + " is missing");
      }
      known = parsed[0];
      read.put(number, known);
    }
    return (T) known;
  }
}
