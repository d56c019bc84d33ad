package assay.report.procurement;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.Energy;
import assay.core.record.RefusedEnergy;
import assay.core.telemetry.Share;
import assay.report.procurement.Result.Measured;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of a system measured in a task: the target's own energy, and that of the whole
 * system as far as it is metered.
 *
 * <p>A meter in front of the machine is the system. Without one, the system is the target's own
 * domains and those around it, none of which contains another. Left out of that sum are what a
 * board's maker connected to the processor's platform counter, which contains some of the others,
 * and sensors of which only a label is known.
 */
final class TaskEnergy {
  private static final String PLATFORM = "psys";
  private static final String LABELLED = "hwmon/";

  private final Measured measured;
  private final List<Energy> all;

  private TaskEnergy(Measured measured) {
    this.measured = measured;
    this.all = measured.energies();
  }

  /** Null where nothing was metered, or only a stand-in for the machine. */
  static @Nullable TaskEnergy of(Measured measured) {
    return measured.metered() ? new TaskEnergy(measured) : null;
  }

  /** The target's own domains. */
  List<Energy> own() {
    return all.stream().filter(energy -> energy.share() == Share.PRIMARY).toList();
  }

  /** Whether a meter in front of the machine measured it. */
  boolean whole() {
    return all.stream().anyMatch(TaskEnergy::inFront);
  }

  private static boolean inFront(Energy energy) {
    return Grade.of(energy.source()) == Grade.EXTERNAL_METER;
  }

  /**
   * The domains that make up the system, as far as they are metered.
   *
   * @param whole whether to take the meter in front of the machine; there must be one
   */
  List<Energy> system(boolean whole) {
    if (whole) {
      return all.stream().filter(TaskEnergy::inFront).limit(1).toList();
    }
    List<Energy> inside = all.stream().filter(energy -> !inFront(energy)).toList();
    List<Energy> battery = inside.stream().filter(e -> e.domain().equals("battery")).toList();
    return battery.isEmpty()
        ? inside.stream().filter(e -> counts(e.domain(), e.share())).toList()
        : battery;
  }

  private static boolean counts(String domain, Share share) {
    return share == Share.PRIMARY
        || (share == Share.SURROUNDING
            && !domain.startsWith(PLATFORM)
            && !domain.startsWith(LABELLED));
  }

  /** Energy of one execution, J: of the whole system, or why a part of it is missing. */
  Availability<Double> systemJoules() {
    if (whole()) {
      return new Available<>(joules(system(true)));
    }
    List<Energy> system = system(false);
    String refused =
        measured.result().telemetry().refusedEnergy().stream()
            .filter(TaskEnergy::isPart)
            .map(part -> part.domain() + ": " + part.reason())
            .distinct()
            .collect(Collectors.joining("; "));
    if (!refused.isEmpty()) {
      return new Unavailable<>(refused);
    }
    return system.stream().anyMatch(TaskEnergy::ofHost)
        ? new Available<>(joules(system))
        : new Unavailable<>("no meter measures what is around " + String.join(" + ", names(own())));
  }

  private static boolean isPart(RefusedEnergy refused) {
    return Grade.of(refused.source()) != Grade.EXTERNAL_METER
        && !refused.domain().equals("battery")
        && counts(refused.domain(), refused.share());
  }

  private static boolean ofHost(Energy energy) {
    return energy.domain().startsWith("package")
        || energy.domain().startsWith(PLATFORM)
        || energy.domain().equals("battery");
  }

  /** Energy of one execution, J. */
  static double joules(List<Energy> energies) {
    return energies.stream().mapToDouble(each -> each.joules() / each.executions()).sum();
  }

  /** Idle power of the system, W; null if it is not known of every domain. */
  @Nullable Double idleWatts(boolean whole) {
    double idle = 0;
    for (Energy energy : system(whole)) {
      Double own = energy.idleWatts();
      if (own == null) {
        return null;
      }
      idle += own;
    }
    return idle;
  }

  /** Power of the system while it does the task, W: joules of an execution ÷ its timed seconds. */
  double watts(boolean whole) {
    return joules(system(whole)) / measured.seconds();
  }

  /**
   * Expanded uncertainty (k = 2) of the sum of energies, %. Errors are added linearly, since
   * sensors of one vendor share a scale error.
   */
  static double uncertaintyPercent(List<Energy> energies) {
    double uncertain =
        energies.stream()
            .mapToDouble(each -> each.joules() / each.executions() * each.uncertaintyPercent())
            .sum();
    return uncertain / joules(energies);
  }

  /** Domains and their sources: {@code package-0 (rapl)}. */
  static Set<String> names(List<Energy> energies) {
    return energies.stream()
        .map(each -> each.domain() + " (" + each.source() + ")")
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Those whose sensor has no known accuracy in some fork, or no fork: they compare only with
   * themselves.
   */
  Set<String> uncalibrated(List<Energy> energies) {
    Predicate<Energy> calibrated =
        energy ->
            !measured.forks().isEmpty()
                && measured.forks().stream()
                    .flatMap(fork -> fork.telemetry().energies().stream())
                    .filter(reading ->
                        reading.domain().equals(energy.domain())
                            && reading.source().equals(energy.source()))
                    .allMatch(reading -> reading.calibrationPercent() != null);
    return names(energies.stream().filter(calibrated.negate()).toList());
  }

  /**
   * How much longer an execution took in the energy window than timed, %: the largest of all forks,
   * negative if less; 0 if none is known.
   */
  double windowExcessPercent() {
    double largest = 0;
    for (var fork : measured.forks()) {
      Double excess = fork.windowExcessPercent();
      if (excess != null && Math.abs(excess) > Math.abs(largest)) {
        largest = excess;
      }
    }
    return largest;
  }
}
