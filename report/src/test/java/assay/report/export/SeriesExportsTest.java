package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellId;
import assay.core.record.store.RunStore;
import assay.report.history.History;
import assay.report.history.SeriesFilter;
import assay.report.history.SeriesPoint;
import assay.report.history.StoredSeries;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Series of stored records in each format, to the byte. After a wanted change, run with {@code
 * -Dassay.golden=write} and read the difference before it is committed.
 */
class SeriesExportsTest {
  private static final Path GOLDEN =
      Path.of("src", "test", "resources", "assay", "report", "export", "history");
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  private static final List<CellId> CELLS =
      List.of(
          SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd"),
          SampleRuns.id("memory/triad,kib=384", "cpu-simd"));

  @TempDir Path folder = Path.of("");

  private Map<StoredSeries, List<SeriesPoint>> stored() throws IOException {
    RunStore store = new RunStore(folder);
    for (int night = 0; night < 3; night++) {
      SampleRuns run =
          new SampleRuns(SampleSystem.number(0), FIRST.plus(Duration.ofDays(night)), 10L + night);
      CELLS.forEach(cell -> run.measured(cell, 1));
      run.done().write(store);
    }
    Map<StoredSeries, List<SeriesPoint>> series = new LinkedHashMap<>();
    try (History history = History.open(store, null)) {
      history.update();
      for (StoredSeries each : history.find(SeriesFilter.of(List.of("time"))::matches)) {
        series.put(each, history.points(each));
      }
    }
    assertThat(series).hasSameSizeAs(CELLS);
    return series;
  }

  @ParameterizedTest
  @CsvSource({
    "csv, series.csv",
    "json, series.json",
    "otava, otava.csv",
    "bencher, bencher.json",
    "gab, gab.json"
  })
  void theSameBytesUnderEveryLocale(SeriesExports.Format format, String name) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      String content = SeriesExports.write(format, stored());
      Path golden = GOLDEN.resolve(name);
      if ("write".equals(System.getProperty("assay.golden"))) {
        Files.createDirectories(GOLDEN);
        Files.writeString(golden, content, StandardCharsets.UTF_8);
      }
      assertThat(content).isEqualTo(Files.readString(golden, StandardCharsets.UTF_8));
    } finally {
      Locale.setDefault(before);
    }
  }
}
