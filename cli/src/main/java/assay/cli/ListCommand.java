package assay.cli;

import assay.core.program.Precision;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.TelemetrySource;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay list}: workloads, targets, suites and telemetry sources. */
@Command(
    name = "list",
    description = "List workloads, targets, suites or telemetry sources.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  ListCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "specify what to list: workloads, targets, suites or telemetry");
  }

  @Command(
      name = "workloads",
      description = "Forms of workload ids, and the workloads of a suite.",
      mixinStandardHelpOptions = true)
  int workloads(
      @Option(
              names = "--suite",
              paramLabel = "SUITE|FILE.yaml",
              description = "List the workloads of this suite.")
          @Nullable String suite,
      @Option(names = "--json", description = "JSON on standard output.") boolean json) {
    PrintWriter out = out();
    if (suite != null) {
      List<String> ids = Suites.load(suite).workloads().stream().map(Workload::id).toList();
      out.println(json ? Json.write(ids) : String.join("\n", ids));
    } else if (json) {
      out.println(Json.write(Workloads.all()));
    } else {
      for (Workloads.Family family : Workloads.all()) {
        out.println(family.name() + "/" + family.parameters());
        out.println("    " + family.description());
      }
      out.println();
      out.println("'assay list workloads --suite NAME' lists the workloads of a suite.");
    }
    out.flush();
    return ExitCode.OK;
  }

  @Command(
      name = "targets",
      description =
          "Targets with precisions and engines, and their devices where there are several.",
      mixinStandardHelpOptions = true)
  int targets(@Option(names = "--json", description = "JSON on standard output.") boolean json) {
    PrintWriter out = out();
    List<Map<String, Object>> rows = new ArrayList<>();
    Listing table = new Listing("Targets", "target", "precisions", "engine");
    TargetChoice choice = new TargetChoice();
    for (Target target : Targets.all()) {
      rows.add(describe(target, target.description()));
      table.row(target.id(), precisions(target), target.description());
      choice
          .severalDevices(target)
          .forEach((device, what) -> {
            rows.add(describe(device, what));
            table.row(device.id(), "", what);
          });
    }
    if (json) {
      out.println(Json.write(rows));
    } else {
      out.print(table);
      out.println();
      out.println("'assay doctor' shows which of them work on this machine.");
    }
    out.flush();
    return ExitCode.OK;
  }

  private static Map<String, Object> describe(Target target, String description) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("target", target.id());
    row.put("precisions", target.precisions().stream().map(Precision::id).toList());
    row.put("description", description);
    return row;
  }

  private static String precisions(Target target) {
    return target.precisions().stream().map(Precision::id).collect(Collectors.joining(" "));
  }

  @Command(
      name = "suites",
      description = "Suites that ship with Assay.",
      mixinStandardHelpOptions = true)
  int suites(@Option(names = "--json", description = "JSON on standard output.") boolean json) {
    PrintWriter out = out();
    List<Suite> suites = Suites.names().stream().map(Suites::load).toList();
    if (json) {
      out.println(Json.write(suites.stream().map(ListCommand::describe).toList()));
    } else {
      Listing table =
          new Listing("Suites", "suite", "workloads", "forks", "interval", "description");
      for (Suite suite : suites) {
        table.row(
            suite.name(),
            String.valueOf(suite.workloads().size()),
            String.valueOf(suite.forks()),
            "±" + suite.halfWidthPercent() + " %",
            suite.description());
      }
      out.print(table);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static Map<String, Object> describe(Suite suite) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("suite", suite.name());
    row.put("description", suite.description());
    row.put("forks", suite.forks());
    row.put("halfWidthPercent", suite.halfWidthPercent());
    row.put("budgetSeconds", suite.budgetSeconds().orElse(null));
    row.put("precisions", suite.precisions().stream().map(Precision::id).toList());
    row.put("workloads", suite.workloads().stream().map(Workload::id).toList());
    return row;
  }

  @Command(
      name = "telemetry",
      description =
          "Telemetry sources: what each provides on this machine, or why it provides nothing.",
      mixinStandardHelpOptions = true)
  int telemetry(
      @Mixin ObservationOptions observation,
      @Option(names = "--json", description = "JSON on standard output.") boolean json) {
    PrintWriter out = out();
    try (OpenSources sources =
        OpenSources.open(
            new TelemetrySource.Context(observation.root(), observation.wallMeter()))) {
      out.print(json ? Json.write(SourceList.rows(sources)) + "\n" : SourceList.text(sources));
    }
    out.flush();
    return ExitCode.OK;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
