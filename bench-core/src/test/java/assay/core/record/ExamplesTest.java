package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.store.RunFolder;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The committed example runs are what this version writes, and their figures follow from their raw
 * samples.
 */
class ExamplesTest {
  private static final Path RESULTS = Path.of("..", "results");

  private static List<RunFolder> examples() throws IOException {
    try (Stream<Path> folders = Files.list(RESULTS.resolve("examples"))) {
      List<RunFolder> examples =
          folders.filter(Files::isDirectory).sorted().map(RunFolder::new).toList();
      assertThat(examples).isNotEmpty();
      return examples;
    }
  }

  private static Schema schema(String name) throws IOException {
    String text = Files.readString(RESULTS.resolve("schema").resolve(name));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(text, InputFormat.JSON);
  }

  @Test
  void everyExampleFollowsTheSchemas() throws IOException {
    Schema run = schema("run.schema.json");
    Schema forks = schema("forks.schema.json");
    for (RunFolder example : examples()) {
      assertThat(run.validate(Files.readString(example.runFile()), InputFormat.JSON)).isEmpty();
      for (String line : Files.readAllLines(example.forksFile())) {
        assertThat(forks.validate(line, InputFormat.JSON)).isEmpty();
      }
    }
  }

  @Test
  void everyFigureFollowsFromTheRawSamples() throws IOException {
    for (RunFolder example : examples()) {
      RunRecord run = example.read();
      List<ForkRecord> forks = example.readForks().forks();
      long measured =
          run.cells().stream().filter(c -> c.outcome() instanceof Outcome.Measured).count();
      assertThat(measured).isPositive();
      for (Cell cell : run.cells()) {
        if (cell.outcome() instanceof Outcome.Measured) {
          assertThat(again(run, cell, forks)).isEqualTo(cell);
        }
      }
    }
  }

  private static Cell again(RunRecord run, Cell cell, List<ForkRecord> forks) {
    Workload workload = Workloads.parse(cell.id().workload());
    return CellSummary.summarise(
        new CellSummary.Request(
            cell.id(),
            cell.work(),
            workload.rate(),
            run.plan().targetHalfWidthPercent() / 100,
            Peak.all(run.cells()),
            run.telemetry().idle()),
        forks.stream().filter(f -> f.cell().equals(cell.id())).toList());
  }
}
