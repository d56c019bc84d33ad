package assay.cli;

import assay.core.availability.Availability;
import assay.core.data.DataException;
import assay.core.data.FashionMnist;
import assay.core.device.Device;
import assay.core.harness.SourceStates;
import assay.core.harness.TargetProbe;
import assay.core.record.RunTelemetry;
import assay.core.spi.Target;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.TelemetrySource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay doctor}: what works on this machine, what is missing, and the remedy. */
@Command(
    name = "doctor",
    description = "Show what works on this machine, what does not, why, and the remedy.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "JSON on standard output.")
  private boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder to search first for the full data set.")
  private @Nullable Path data;

  @Mixin private ObservationOptions observation = new ObservationOptions();

  DoctorCommand() {}

  /** One finding. */
  record Finding(
      String what,
      boolean available,
      String found,
      @Nullable String remedy,
      Map<String, String> details) {}

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding(
            "java",
            true,
            System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
            null,
            Map.of()));
    new TargetChoice().everything().forEach(t -> findings.add(target(t)));
    findings.add(subset());
    findings.add(fullSet());
    findings.addAll(telemetry());
    out.print(json ? Json.write(findings) + "\n" : text(findings));
    out.flush();
    return ExitCode.OK;
  }

  private List<Finding> telemetry() {
    List<Finding> findings = new ArrayList<>();
    try (OpenSources sources =
        OpenSources.open(
            new TelemetrySource.Context(observation.root(), observation.wallMeter()))) {
      for (RunTelemetry.Source source : SourceStates.of(sources)) {
        String what = "telemetry " + source.id();
        findings.add(
            new Finding(
                what,
                source.available(),
                source.finding(),
                RemedyText.ofNullable(source.remedy()),
                Map.of()));
        for (RunTelemetry.Gap gap : source.gaps()) {
          findings.add(
              new Finding(
                  what,
                  false,
                  gap.what() + ": " + gap.reason(),
                  RemedyText.of(gap.remedy()),
                  Map.of()));
        }
      }
    }
    return findings;
  }

  private static Finding target(Target target) {
    return switch (TargetProbe.probe(target)) {
      case Availability.Available<Device>(Device device) ->
          new Finding(
              "target " + target.id(),
              true,
              device.name(),
              null,
              new LinkedHashMap<>(device.details()));
      case Availability.Unavailable<Device> u ->
          new Finding(
              "target " + target.id(),
              false,
              u.reason(),
              RemedyText.ofNullable(u.remedy()),
              Map.of());
    };
  }

  private static Finding subset() {
    try {
      FashionMnist subset = FashionMnist.subset();
      return new Finding(
          "data subset",
          true,
          subset.train().size() + " + " + subset.test().size() + " images, checksums match",
          null,
          Map.of());
    } catch (DataException e) {
      return new Finding(
          "data subset", false, String.valueOf(e.getMessage()), "build Assay again", Map.of());
    }
  }

  private Finding fullSet() {
    try {
      return switch (FashionMnist.locate(Optional.ofNullable(data))) {
        case Availability.Available<FashionMnist>(FashionMnist full) ->
            new Finding("data full", true, full.source() + ", checksums match", null, Map.of());
        case Availability.Unavailable<FashionMnist> n ->
            new Finding(
                "data full", false, n.reason(), RemedyText.ofNullable(n.remedy()), Map.of());
      };
    } catch (DataException e) {
      return new Finding(
          "data full", false, e.problem(), RemedyText.of(FashionMnist.FETCH), Map.of());
    }
  }

  private static String text(List<Finding> findings) {
    Listing table = new Listing("Found on this machine", "what", "state", "finding");
    for (Finding f : findings) {
      String state = f.available() ? "ok" : "--";
      String details =
          f.details().entrySet().stream()
              .map(e -> e.getKey() + " " + e.getValue())
              .collect(Collectors.joining(", "));
      table.row(f.what(), state, details.isEmpty() ? f.found() : f.found() + " (" + details + ")");
      if (f.remedy() != null) {
        table.row(f.what(), state, "remedy: " + f.remedy());
      }
    }
    return table.toString();
  }
}
