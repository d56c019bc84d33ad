package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.Cell;
import assay.core.record.CellSummary;
import assay.core.record.ForkRecord;
import assay.core.record.Peak;
import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.workload.Workloads;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A run on the disk, and what must hold for each. */
record StoredRun(RunFolder folder, RunRecord record, List<ForkRecord> forks) {
  private static final Schema RUN = schema("run.schema.json");
  private static final Schema FORK = schema("forks.schema.json");

  private static Schema schema(String name) {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(Path.of("..", "results", "schema", name)), InputFormat.JSON);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The one run in that folder. */
  static StoredRun only(Path runs) throws IOException {
    List<RunFolder> all = new RunStore(runs).list();
    assertThat(all).hasSize(1);
    RunFolder folder = all.getFirst();
    return new StoredRun(folder, folder.read(), folder.readForks().forks());
  }

  Cell cell(String target) {
    List<Cell> found = record.cells().stream().filter(c -> c.id().target().equals(target)).toList();
    assertThat(found).as("cells of %s", target).hasSize(1);
    return found.getFirst();
  }

  static List<String> runErrors(String json) {
    return RUN.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /** Both files keep to the published schemas. */
  void assertValid() throws IOException {
    assertThat(runErrors(Files.readString(folder.runFile()))).isEmpty();
    List<String> lines = Files.readAllLines(folder.forksFile());
    assertThat(lines).hasSameSizeAs(forks);
    for (String line : lines) {
      assertThat(FORK.validate(line, InputFormat.JSON)).as(line).isEmpty();
    }
  }

  /** Every cell that had forks is what its raw lines give. */
  void assertRecomputes() {
    List<Cell> measured = record.cells().stream().filter(c -> !forksOf(c).isEmpty()).toList();
    assertThat(measured).isNotEmpty();
    for (Cell cell : measured) {
      var workload = Workloads.parse(cell.id().workload());
      var precision = assay.core.program.Precision.byId(cell.id().precision()).orElseThrow();
      Cell again =
          CellSummary.summarise(
              new CellSummary.Request(
                  cell.id(),
                  // The size of a ceiling is the device's, which only the record knows.
                  workload.family().equals("peak") ? cell.work() : workload.work(precision),
                  workload.rate(),
                  record.plan().targetHalfWidthPercent() / 100,
                  Peak.all(record.cells()),
                  record.telemetry().idle()),
              forksOf(cell));
      assertThat(again).isEqualTo(cell);
    }
  }

  private List<ForkRecord> forksOf(Cell cell) {
    return forks.stream().filter(f -> f.cell().equals(cell.id())).toList();
  }
}
