package assay.report.testing;

import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the records that the speed of the reports is measured with. The reports themselves are
 * then timed as a user would start them, {@code time ./assay report …}.
 *
 * <pre>
 * java … assay.report.testing.SampleStore systems 6 500 FOLDER     6 systems of 500 cells
 * java … assay.report.testing.SampleStore nights 365 500 FOLDER    365 nights of 500 series
 * </pre>
 */
final class SampleStore {
  private static final long SEED = 7;

  private SampleStore() {}

  public static void main(String[] args) throws IOException {
    int runs = Integer.parseInt(args[1]);
    int cells = Integer.parseInt(args[2]);
    RunStore store = new RunStore(Path.of(args[3]));
    switch (args[0]) {
      case "systems" -> writeAll(SampleRuns.systems(runs, cells, SEED), store);
      case "nights" -> {
        for (int night = 0; night < runs; night++) {
          SampleRuns.night(night, cells, SEED).write(store);
        }
      }
      default -> throw new IllegalArgumentException("'" + args[0] + "' is not systems or nights");
    }
  }

  private static void writeAll(List<SampleRun> runs, RunStore store) throws IOException {
    for (SampleRun run : runs) {
      run.write(store);
    }
  }
}
