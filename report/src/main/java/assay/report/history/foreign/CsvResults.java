package assay.report.history.foreign;

import assay.core.record.MetricKey.Better;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A history in CSV, as {@link SeriesFile} reads it, with a time in each row: a date, or seconds
 * since 1970. Units of time become s.
 */
final class CsvResults {
  private static final String VALUE = "value";
  private static final Instant MIN = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant MAX = Instant.parse("2100-01-01T00:00:00Z");

  private CsvResults() {}

  static List<ForeignResult> read(String name, byte[] content, Better better)
      throws ForeignFileException {
    List<ForeignResult> results = new ArrayList<>();
    for (SeriesFile.Series series : SeriesFile.read(name, content, false)) {
      if (series.times().isEmpty() && series.values().length > 0) {
        throw new ForeignFileException(name + ": a history needs a column 'time'");
      }
      // One without a name of its own is called like the file.
      String benchmark = series.name().equalsIgnoreCase(VALUE) ? stem(name) : series.name();
      String unit = series.unit() == null || series.unit().isEmpty() ? "1" : series.unit();
      Double seconds = TimeUnits.seconds(unit);
      for (int i = 0; i < series.values().length; i++) {
        double value = series.values()[i];
        if (value == 0 && better != Better.NONE) {
          throw new ForeignFileException(
              name
                  + ":"
                  + series.lines()[i]
                  + ": the value is 0, so that no change of it has a size");
        }
        results.add(
            new ForeignResult(
                benchmark,
                null,
                at(name + ":" + series.lines()[i], series.times().get(i)),
                new ForeignResult.Value(
                    seconds == null ? VALUE : "time",
                    seconds == null ? unit : "s",
                    better,
                    better != Better.NONE,
                    seconds == null ? value : seconds * value,
                    0)));
      }
    }
    return results;
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Instant at(String place, String text) throws ForeignFileException {
    Instant at;
    try {
      at = SeriesFile.instant(text);
    } catch (DateTimeParseException e) {
      at = ofSeconds(place, text);
    }
    if (at.isBefore(MIN) || at.isAfter(MAX)) {
      throw new ForeignFileException(
          place
              + ": the time "
              + text
              + " is not between 1990 and 2100; write a date, or seconds since 1970");
    }
    return at;
  }

  private static Instant ofSeconds(String place, String text) throws ForeignFileException {
    try {
      double seconds = Double.parseDouble(text);
      return Instant.ofEpochMilli(Math.round(1000 * seconds));
    } catch (NumberFormatException | DateTimeException e) {
      throw new ForeignFileException(place + ": the time '" + text + "' is no date");
    }
  }
}
