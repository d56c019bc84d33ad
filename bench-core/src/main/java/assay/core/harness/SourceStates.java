package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.record.RunTelemetry;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.TelemetrySource.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The sources as they stand in the record and in {@code assay list telemetry}. */
public final class SourceStates {
  private SourceStates() {}

  /**
   * Every source with what it gives here, or why it gives nothing.
   *
   * @param words how a remedy is put
   */
  public static List<RunTelemetry.Source> of(OpenSources sources, Function<Remedy, String> words) {
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
                          true,
                          opened.gives(),
                          null,
                          opened.gaps().stream()
                              .map(g ->
                                  new RunTelemetry.Gap(
                                      g.what(), g.reason(), words.apply(g.remedy())))
                              .toList());
                  case Availability.Unavailable<Opened>(String reason, Remedy remedy) ->
                      new RunTelemetry.Source(
                          source.id(),
                          source.metersEnergy(),
                          false,
                          reason,
                          words.apply(remedy),
                          List.of());
                }));
    return states;
  }
}
