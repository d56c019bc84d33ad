package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.record.RunTelemetry;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opening;
import java.util.ArrayList;
import java.util.List;

/** The sources as they stand in the record and in {@code assay list telemetry}. */
public final class SourceStates {
  private SourceStates() {}

  /** Every source with what it gives here, or why it gives nothing. */
  public static List<RunTelemetry.Source> of(OpenSources sources) {
    List<RunTelemetry.Source> states = new ArrayList<>();
    sources
        .found()
        .forEach((source, opening) ->
            states.add(
                switch (opening) {
                  case Opening.Opened opened ->
                      new RunTelemetry.Source(
                          source.id(),
                          source.metersEnergy(),
                          new Availability.Available<>(opened.gives()),
                          opened.gaps().stream().map(SourceStates::gap).toList());
                  case Opening.Unavailable(String reason, String remedy) ->
                      new RunTelemetry.Source(
                          source.id(),
                          source.metersEnergy(),
                          new Availability.Unavailable<>(reason, new Remedy.Advice(remedy)),
                          List.of());
                }));
    return states;
  }

  private static RunTelemetry.Gap gap(Gap gap) {
    return new RunTelemetry.Gap(gap.what(), gap.reason(), new Remedy.Advice(gap.remedy()));
  }
}
