package assay.report.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds CSV of RFC 4180 with line feeds: texts are guarded, numbers are bare, null is empty. */
final class CsvTable {
  private final StringWriter out = new StringWriter();
  private final CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
  private final List<String> row = new ArrayList<>();

  CsvTable(String... header) {
    writer.writeRecord(header);
  }

  CsvTable text(@Nullable String value) {
    row.add(value == null ? "" : SpreadsheetText.guard(value));
    return this;
  }

  CsvTable number(@Nullable Number value) {
    row.add(value == null ? "" : value.toString());
    return this;
  }

  CsvTable flag(@Nullable Boolean value) {
    row.add(value == null ? "" : value.toString());
    return this;
  }

  /** Ends the row. */
  void end() {
    writer.writeRecord(row);
    row.clear();
  }

  @Override
  public String toString() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
