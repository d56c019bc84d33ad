package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.record.RunTelemetry;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.TelemetrySource.Opened;
import java.util.ArrayList;
import java.util.List;

/** The state of telemetry sources, for the record and the list of sources. */
public final class SourceStates {
  private SourceStates() {}

  /** Every source with what it provides here, or why it provides nothing. */
  public static List<RunTelemetry.Source> of(OpenSources sources) {
    List<RunTelemetry.Source> states = new ArrayList<>();
    sources
        .found()
        .forEach((source, opening) ->
            states.add(
                switch (opening) {
                  case Availability.Available<Opened>(Opened opened) ->
                      new RunTelemetry.Source(
                          source.id(),
                          source.metersEnergy(),
                          new Availability.Available<>(opened.gives()),
                          opened.gaps().stream()
                              .map(g -> new RunTelemetry.Gap(g.what(), g.reason(), g.remedy()))
                              .toList());
                  case Availability.Unavailable<Opened> none ->
                      new RunTelemetry.Source(
                          source.id(), source.metersEnergy(), none.as(), List.of());
                }));
    return states;
  }
}
