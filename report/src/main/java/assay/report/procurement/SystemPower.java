package assay.report.procurement;

import assay.core.record.Energy;
import assay.core.telemetry.Share;
import assay.report.money.Power;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Power of a system for its running costs: the mean over its tasks of what its meters measured. If
 * an external meter measured the whole machine, only that counts; otherwise the domains that are
 * not part of another are added up, which leaves out everything without a sensor.
 *
 * @param power load and idle, null where nothing was metered
 * @param metered tasks with measured power
 * @param tasks measured tasks in all, ceilings aside
 * @param domains what was added up, by name
 */
record SystemPower(@Nullable Power power, int metered, int tasks, Set<String> domains) {

  static SystemPower of(List<Measured> all) {
    List<Measured> tasks =
        all.stream().filter(each -> !new Task(each.cell().id().workload(), "").ceiling()).toList();
    List<Power> powers = new ArrayList<>();
    Set<String> domains = new TreeSet<>();
    for (Measured measured : tasks) {
      if (measured.metered()) {
        List<Energy> counted = counted(measured.energies());
        counted.forEach(e -> domains.add(e.domain() + " (" + e.source() + ")"));
        powers.add(sum(counted));
      }
    }
    return new SystemPower(mean(powers), powers.size(), tasks.size(), domains);
  }

  private static List<Energy> counted(List<Energy> energies) {
    List<Energy> external =
        energies.stream()
            .filter(energy -> Grade.of(energy.source()) == Grade.EXTERNAL_METER)
            .limit(1)
            .toList();
    return external.isEmpty()
        ? energies.stream().filter(energy -> energy.share() != Share.PART).toList()
        : external;
  }

  private static Power sum(List<Energy> energies) {
    double load = 0;
    Double idle = 0.0;
    for (Energy energy : energies) {
      load += energy.watts();
      Double own = energy.idleWatts();
      idle = idle == null || own == null ? null : Double.valueOf(idle + own);
    }
    return new Power(load, idle);
  }

  private static @Nullable Power mean(List<Power> powers) {
    if (powers.isEmpty()) {
      return null;
    }
    double load = powers.stream().mapToDouble(Power::loadWatts).average().orElseThrow();
    double idle = 0;
    for (Power power : powers) {
      Double own = power.idleWatts();
      if (own == null) {
        return new Power(load, null);
      }
      idle += own / powers.size();
    }
    return new Power(load, idle);
  }
}
