package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.RunStoreException;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.document.Document;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored runs, read for a page and for a site. */
class RunReaderTest {
  @TempDir Path folder = Path.of("");
  private RunStore store = new RunStore(Path.of(""));

  @BeforeEach
  void store() {
    store = new RunStore(folder);
  }

  private RunFolder night(int index) throws IOException {
    return Nights.night(index, SampleSystem.number(0), 1).write(store);
  }

  private RunFolder otherThreads(int index) throws IOException {
    SampleRuns run =
        new SampleRuns(
            SampleSystem.number(0), Nights.FIRST.plus(Duration.ofDays(index)), 50L + index);
    SampleRun done = run.threads(8).measured(SampleRuns.id(Nights.GEMM, "cpu-simd"), 1).done();
    return done.write(store);
  }

  private RunReportInput read(RunFolder tonight, int most) throws IOException {
    return new RunReader(tonight.path()).read(tonight, store.list(), most, null);
  }

  @Test
  void takesTheNewestComparableRunBeforeTonight() throws IOException {
    night(0);
    RunFolder expected = night(1);
    otherThreads(2);
    RunFolder tonight = night(3);
    night(4);
    RunReportInput input = read(tonight, 100);
    assertThat(input.history().runs()).hasSize(2);
    assertThat(input.history().otherMachines())
        .singleElement()
        .satisfies(other -> assertThat(other.difference()).contains("threads: 8 → 16"));
    assertThat(input.baseline()).isInstanceOf(Baseline.Found.class);
    Baseline.Found found = (Baseline.Found) input.baseline();
    assertThat(found.run().record()).isEqualTo(expected.read());
    assertThat(found.choice()).isEqualTo(Baseline.Choice.PREVIOUS);
  }

  @Test
  void saysHowManyOlderRunsItLeftAside() throws IOException {
    for (int i = 0; i < 5; i++) {
      night(i);
    }
    RunReportInput input = read(store.list().getFirst(), 2);
    assertThat(input.history().runs()).hasSize(2);
    assertThat(input.history().older()).isEqualTo(2);
    assertThat(Nights.html(input)).contains("2 older runs are stored but were not read.");
  }

  @Test
  void listsADamagedRunAndGoesOn() throws IOException {
    RunFolder damaged = night(0);
    Files.writeString(damaged.runFile(), "{\"schemaVersion\": 2, \"runId\"");
    night(1);
    RunReportInput input = read(night(2), 100);
    assertThat(input.history().runs()).hasSize(1);
    assertThat(input.history().unreadable())
        .singleElement()
        .satisfies(bad -> assertThat(bad.reason()).contains("is damaged"));
    assertThat(Nights.html(input)).contains("1 stored run could not be read");
  }

  @Test
  void refusesTonightIfItIsDamaged() throws IOException {
    RunFolder damaged = night(0);
    Files.writeString(damaged.runFile(), "{}");
    assertThatThrownBy(() -> read(damaged, 100)).isInstanceOf(RunStoreException.class);
  }

  @Test
  void saysWhyThereIsNoBaseline() throws IOException {
    RunFolder first = night(0);
    assertThat(read(first, 100).baseline())
        .isEqualTo(new Baseline.None(Baseline.Why.NO_EARLIER_RUN));
    otherThreads(1);
    Files.move(first.path(), Files.createDirectory(folder.resolve("aside")).resolve("run"));
    assertThat(read(night(2), 100).baseline())
        .isEqualTo(new Baseline.None(Baseline.Why.NONE_COMPARABLE));
  }

  @Test
  void linksOnlyToRawDataAtOrBelowThePage() throws IOException {
    RunFolder run = night(0);
    assertThat(read(run, 100).raw())
        .extracting(RawFile::name, RawFile::link)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("run.json", "run.json"),
            org.assertj.core.groups.Tuple.tuple("forks.jsonl", "forks.jsonl"));
    RunReportInput elsewhere =
        new RunReader(folder.resolve("site")).read(run, List.of(), 100, null);
    assertThat(elsewhere.raw()).extracting(RawFile::link).containsOnlyNulls();
  }

  @Test
  void aSiteHasAPageForEachMachineAndTheNewestRuns() throws IOException {
    for (int i = 0; i < 4; i++) {
      night(i);
    }
    otherThreads(4);
    Map<String, Document> pages = new LinkedHashMap<>();
    Site.of(store.list(), Language.EN, 2).write(folder.resolve("site"), pages::put);
    assertThat(pages.keySet())
        .filteredOn(name -> name.startsWith("run-"))
        .hasSize(3)
        .noneMatch(name -> name.contains("20261001") || name.contains("20261002"));
    assertThat(pages).containsKeys("machine-1.html", "machine-2.html");
    assertThat(pages.keySet()).last().isEqualTo("index.html");
    Document index = Objects.requireNonNull(pages.get("index.html"));
    assertThat(Nights.table(index, "machines-table").rows()).hasSize(2);
    assertThat(Nights.table(index, "runs-table").rows()).hasSize(5);
  }
}
