package assay.cli;

import assay.core.record.store.RunStore;
import assay.report.nightly.simulate.SimulatedFortnight;
import assay.report.nightly.simulate.SimulatedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay evaluate fortnight}: simulated runs to try the nightly gate on. */
@Command(
    name = "fortnight",
    hidden = true,
    description =
        "Write simulated runs of four hosts to try the nightly gate on: sixty quiet nights, and a"
            + " fortnight in which known things happen.",
    mixinStandardHelpOptions = true)
final class EvaluateFortnightCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the runs, without others in it.")
  private Path out = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed (default: ${DEFAULT-VALUE}, that of the tests).")
  private long seed = SimulatedFortnight.SEED;

  EvaluateFortnightCommand() {}

  @Override
  public Integer call() throws IOException {
    RunStore store = new RunStore(out);
    if (!store.list().isEmpty()) {
      throw new UsageException(
          out + " has runs already; simulated ones must not stand among others: name a new folder");
    }
    SimulatedFortnight fleet = new SimulatedFortnight(seed);
    int runs = 0;
    for (int night = 1 - SimulatedFortnight.QUIET_NIGHTS;
        night <= SimulatedFortnight.NIGHTS;
        night++) {
      for (String host : SimulatedFortnight.hosts()) {
        fleet.run(host, night).write(store);
        runs++;
        for (SimulatedRun again : fleet.confirmations(host, night)) {
          again.write(store);
          runs++;
        }
      }
    }
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    stdout.println(
        runs
            + " simulated runs of "
            + String.join(", ", SimulatedFortnight.hosts())
            + " in "
            + out
            + ", seed "
            + seed);
    stdout.flush();
    return ExitCode.OK;
  }
}
