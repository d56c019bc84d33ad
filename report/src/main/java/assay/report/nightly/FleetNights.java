package assay.report.nightly;

import assay.core.record.RunId;
import assay.report.history.StoredRun;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs, by night. A night lasts from noon to noon, UTC, and has at most one run of each host: a
 * further one of the same day begins a night of its own. Runs that were interrupted are no nights;
 * runs that measured suspects again belong to the night of the run that they confirm.
 *
 * @param nights in the order of time
 */
record FleetNights(List<FleetNight> nights) {
  /**
   * A night.
   *
   * @param number ascending
   * @param runs by host label
   */
  record FleetNight(int number, Map<String, Measured> runs) {
    /** The night of a host that has a run in it. */
    NightRef ref(String host) {
      StoredRun run = Objects.requireNonNull(runs.get(host), host).run();
      return new NightRef(number, run.started(), run.run());
    }
  }

  /**
   * A host's run and those that confirm it, in the order of time.
   *
   * @param before the host's run of the night before, null if this is its first
   */
  record Measured(StoredRun run, List<StoredRun> confirming, @Nullable StoredRun before) {}

  static FleetNights of(List<StoredRun> runs) {
    List<StoredRun> ordered = new ArrayList<>(runs);
    ordered.sort(Comparator.comparing(StoredRun::started).thenComparing(StoredRun::run));
    Map<RunId, List<StoredRun>> confirming = new HashMap<>();
    for (StoredRun run : ordered) {
      if (run.confirms() != null) {
        confirming.computeIfAbsent(run.confirms(), _ -> new ArrayList<>()).add(run);
      }
    }
    List<FleetNight> nights = new ArrayList<>();
    Map<String, StoredRun> before = new HashMap<>();
    LocalDate date = LocalDate.MIN;
    for (StoredRun run : ordered) {
      if (run.confirms() != null || !run.finished()) {
        continue;
      }
      LocalDate own = night(run);
      if (!own.equals(date) || nights.getLast().runs().containsKey(run.host())) {
        nights.add(new FleetNight(nights.size(), new TreeMap<>()));
        date = own;
      }
      nights
          .getLast()
          .runs()
          .put(
              run.host(),
              new Measured(
                  run,
                  List.copyOf(confirming.getOrDefault(run.run(), List.of())),
                  before.put(run.host(), run)));
    }
    return new FleetNights(nights);
  }

  private static LocalDate night(StoredRun run) {
    return LocalDate.ofInstant(run.started().minus(Duration.ofHours(12)), ZoneOffset.UTC);
  }
}
