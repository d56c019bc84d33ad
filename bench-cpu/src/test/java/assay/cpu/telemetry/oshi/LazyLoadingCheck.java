package assay.cpu.telemetry.oshi;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.spi.Targets;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Opened;
import assay.core.telemetry.TelemetrySources;
import java.util.Optional;
import java.util.stream.Collectors;

/** Run by {@link LazyLoadingTest} in a JVM of its own. */
final class LazyLoadingCheck {
  private LazyLoadingCheck() {}

  /**
   * Lists the sources, or opens this one.
   *
   * @param args {@code list} or {@code open}
   */
  public static void main(String[] args) {
    if (args[0].equals("list")) {
      Targets.byId("cpu-scalar").orElseThrow().probe();
      System.out.println(
          TelemetrySources.all().stream()
              .map(TelemetrySource::id)
              .filter(id -> id.equals("oshi") || id.equals("wall-meter"))
              .collect(Collectors.joining(", ")));
      return;
    }
    TelemetrySource.Context context =
        new TelemetrySource.Context(HostRoot.machine(), Optional.empty());
    switch (new OshiSource().open(context)) {
      case Availability.Available<Opened>(Opened opened) -> {
        opened.instrument().facts();
        opened.instrument().close();
        System.out.println("Opened");
      }
      case Availability.Unavailable<Opened> u -> System.out.println("Unavailable: " + u.toText());
    }
  }
}
