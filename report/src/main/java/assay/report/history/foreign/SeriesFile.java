package assay.report.history.foreign;

import assay.core.files.IoReason;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Series of a CSV file with a header. {@code time} may be a column, ascending. With a column {@code
 * series}, each row belongs to the series that it names and has one {@code value}; otherwise each
 * further column is a series, and an empty cell is a value that is missing. Rows of a column {@code
 * unit} must agree within a series.
 *
 * <p>Whatever cannot be meant as a number of a series is refused with its line.
 */
public final class SeriesFile {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+([eE][+-]?\\d+)?");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT);
  private static final Set<String> TIME = Set.of("time", "timestamp", "date");

  /** Differences of values stay finite. */
  private static final double LARGEST = 1e300;

  private static final String SERIES = "series";
  private static final String UNIT = "unit";
  private static final String VALUE = "value";

  private final String file;
  private final boolean signed;
  private final List<String> headings;
  private final int time;
  private final int name;
  private final int unit;
  private final int[] values;
  private final Map<String, Builder> builders = new LinkedHashMap<>();

  /**
   * A series in the order of its rows.
   *
   * @param unit as the file has it; null if it has none
   * @param values finite, at least 0 unless the file is signed
   * @param times as the file has them, one a value; empty if it has none
   * @param lines of the file, one a value, from 1
   */
  public record Series(
      String name, @Nullable String unit, double[] values, List<String> times, int[] lines) {}

  private SeriesFile(String file, boolean signed, List<String> headings)
      throws ForeignFileException {
    this.file = file;
    this.signed = signed;
    this.headings = headings;
    time = column(TIME);
    name = column(Set.of(SERIES));
    unit = column(Set.of(UNIT));
    values =
        IntStream.range(0, headings.size())
            .filter(i -> i != time && i != name && i != unit)
            .toArray();
    checkHeadings();
    if (name < 0) {
      for (int column : values) {
        builders.put(headings.get(column), new Builder(headings.get(column)));
      }
    }
  }

  /**
   * Reads a file.
   *
   * @param signed whether values may be below 0
   * @return at least one series
   * @throws ForeignFileException with file, line and reason if something in it cannot be used
   */
  public static List<Series> read(Path file, boolean signed) throws IOException {
    try {
      return read(file.toString(), Files.readAllBytes(file), signed);
    } catch (ForeignFileException e) {
      throw e;
    } catch (IOException e) {
      throw new ForeignFileException(file + ": " + IoReason.of(e));
    }
  }

  /**
   * Reads the content of a file.
   *
   * @param file its name in messages
   * @param signed whether values may be below 0
   * @return at least one series
   * @throws ForeignFileException as {@link #read(Path, boolean)} does
   */
  static List<Series> read(String file, byte[] content, boolean signed)
      throws ForeignFileException {
    String text = text(file, content);
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    char separator = first.indexOf(',') >= 0 ? ',' : first.indexOf(';') >= 0 ? ';' : '\t';
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text)) {
      @Nullable SeriesFile series = null;
      for (CsvRecord row : reader) {
        if (series == null) {
          series =
              new SeriesFile(file, signed, row.getFields().stream().map(String::strip).toList());
        } else {
          series.add(row);
        }
      }
      if (series == null) {
        throw new ForeignFileException(
            file + " is empty: it needs a header, such as time,value, and rows");
      }
      return series.built();
    } catch (ForeignFileException e) {
      throw e;
    } catch (CsvParseException e) {
      throw new ForeignFileException(file + " is no CSV: " + e.getMessage());
    } catch (IOException e) {
      // It is in memory.
      throw new UncheckedIOException(e);
    }
  }

  /** Strictly decoded: a replacement character could end up in a name. */
  private static String text(String file, byte[] content) throws ForeignFileException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, text, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < bytes.position(); i++) {
        line += bytes.get(i) == '\n' ? 1 : 0;
      }
      throw new ForeignFileException(file + ":" + line + ": not UTF-8; save the file as UTF-8");
    }
    text.flip();
    boolean marked = !text.isEmpty() && text.charAt(0) == '\uFEFF';
    return text.subSequence(marked ? 1 : 0, text.length()).toString();
  }

  private int column(Set<String> names) {
    return IntStream.range(0, headings.size())
        .filter(i -> names.contains(headings.get(i).toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(-1);
  }

  private void checkHeadings() throws ForeignFileException {
    Set<String> seen = new HashSet<>();
    for (String heading : headings) {
      if (NUMBER.matcher(heading).matches() || DECIMAL_COMMA.matcher(heading).matches()) {
        throw refused(
            1, "no header: the first line must name the columns, such as time,value or value");
      }
      if (heading.isEmpty()) {
        throw refused(1, "column " + (seen.size() + 1) + " has no name");
      }
      if (!seen.add(heading)) {
        throw refused(1, "two columns are named '" + heading + "'");
      }
    }
    if (values.length == 0) {
      throw refused(1, "no column of values beside " + String.join(", ", headings));
    }
    boolean one = name >= 0 || unit >= 0;
    if (one && (values.length > 1 || !headings.get(values[0]).equalsIgnoreCase(VALUE))) {
      throw refused(
          1, "with a column 'series' or 'unit', the values must be in one column named 'value'");
    }
  }

  private void add(CsvRecord row) throws ForeignFileException {
    int line = Math.toIntExact(row.getStartingLineNumber());
    if (row.getFieldCount() != headings.size()) {
      throw refused(
          line,
          row.getFieldCount()
              + " fields, but the header has "
              + headings.size()
              + (row.getFieldCount() > headings.size()
                  ? "; numbers need a decimal point, not a comma"
                  : ""));
    }
    for (int column : values) {
      String text = row.getField(column).strip();
      if (text.isEmpty() && values.length > 1) {
        continue;
      }
      String series = name < 0 ? headings.get(column) : row.getField(name).strip();
      if (series.isEmpty()) {
        throw refused(line, "no name in column 'series'");
      }
      Builder builder = builders.computeIfAbsent(series, Builder::new);
      builder.add(
          line,
          number(line, text),
          time < 0 ? null : row.getField(time).strip(),
          unit < 0 ? null : row.getField(unit).strip());
    }
  }

  private double number(int line, String text) throws ForeignFileException {
    if (text.isEmpty()) {
      throw refused(line, "no value");
    }
    if (DECIMAL_COMMA.matcher(text).matches()) {
      throw refused(line, "'" + text + "' has a decimal comma; write a decimal point");
    }
    if (!NUMBER.matcher(text).matches() && !NO_NUMBER.matcher(text).matches()) {
      throw refused(line, "'" + text + "' is not a number; a unit needs a column 'unit'");
    }
    double value = NO_NUMBER.matcher(text).matches() ? Double.NaN : Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw refused(line, "the value " + text + " is not finite; leave out what was not measured");
    }
    if (Math.abs(value) > LARGEST) {
      throw refused(line, "the value " + text + " is above " + LARGEST);
    }
    if (value < 0 && !signed) {
      throw new ForeignFileException(
          file + ":" + line + ": the value " + text + " is below 0", true);
    }
    return value;
  }

  private List<Series> built() throws ForeignFileException {
    List<Series> all = builders.values().stream().map(Builder::build).toList();
    if (all.stream().allMatch(s -> s.values().length == 0)) {
      throw new ForeignFileException(file + " has no values below its header");
    }
    return all;
  }

  private ForeignFileException refused(int line, String reason) {
    return new ForeignFileException(file + ":" + line + ": " + reason);
  }

  /** A moment, comparable with others of its kind. */
  private record Moment(boolean number, BigDecimal at) {}

  private Moment moment(int line, String text) throws ForeignFileException {
    if (NUMBER.matcher(text).matches()) {
      return new Moment(true, new BigDecimal(text));
    }
    try {
      Instant instant = instant(text);
      return new Moment(
          false,
          BigDecimal.valueOf(instant.getEpochSecond())
              .add(BigDecimal.valueOf(instant.getNano(), 9)));
    } catch (DateTimeParseException e) {
      throw refused(
          line,
          "the time '" + text + "' is neither a number nor a date, such as 2026-11-30T04:00:00Z");
    }
  }

  /**
   * A date or time; without a zone it counts as UTC.
   *
   * @throws DateTimeParseException if it is none
   */
  static Instant instant(String text) {
    return switch (DATE_TIME.parseBest(
        text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
      case OffsetDateTime zoned -> zoned.toInstant();
      case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
      case LocalDate date -> date.atStartOfDay(ZoneOffset.UTC).toInstant();
      case TemporalAccessor other -> throw new IllegalStateException("parsed to " + other);
    };
  }

  /** Values of one series, row by row. */
  private final class Builder {
    private final String series;
    private final List<String> times = new ArrayList<>();
    private double[] numbers = new double[16];
    private int[] lines = new int[16];
    private int count;
    private @Nullable String own;
    private @Nullable Moment last;

    Builder(String series) {
      this.series = series;
    }

    void add(int line, double value, @Nullable String at, @Nullable String in)
        throws ForeignFileException {
      if (at != null) {
        follow(line, at);
        times.add(at);
      }
      if (count > 0 && in != null && !in.equals(own)) {
        throw refused(
            line,
            "the unit of '"
                + series
                + "' is '"
                + in
                + "' here and '"
                + own
                + "' in line "
                + lines[0]);
      }
      own = in;
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
        lines = Arrays.copyOf(lines, 2 * count);
      }
      numbers[count] = value;
      lines[count++] = line;
    }

    private void follow(int line, String at) throws ForeignFileException {
      Moment own = moment(line, at);
      if (last != null && own.number() != last.number()) {
        throw refused(line, "the time '" + at + "' is of another kind than those before");
      }
      int order = last == null ? 1 : own.at().compareTo(last.at());
      if (order == 0) {
        throw refused(
            line, "the time " + at + " of '" + series + "' is that of line " + lines[count - 1]);
      }
      if (order < 0) {
        throw refused(
            line,
            "the time "
                + at
                + " of '"
                + series
                + "' is before that of line "
                + lines[count - 1]
                + "; sort the file by time");
      }
      last = own;
    }

    Series build() {
      return new Series(
          series,
          own,
          Arrays.copyOf(numbers, count),
          List.copyOf(times),
          Arrays.copyOf(lines, count));
    }
  }
}
