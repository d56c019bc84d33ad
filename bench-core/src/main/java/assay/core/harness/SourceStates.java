package assay.core.harness;

import assay.core.record.RunTelemetry;
import assay.core.telemetry.OpenSources;
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
                          true,
                          opened.gives(),
                          null,
                          opened.gaps().stream()
                              .map(g -> new RunTelemetry.Gap(g.what(), g.reason(), g.remedy()))
                              .toList());
                  case Opening.Unavailable(String reason, String remedy) ->
                      new RunTelemetry.Source(
                          source.id(), source.metersEnergy(), false, reason, remedy, List.of());
                }));
    return states;
  }
}
