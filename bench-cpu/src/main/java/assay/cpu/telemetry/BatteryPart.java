package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The power drawn from all batteries together, W. It is the machine's power only while no adapter
 * is plugged in and a battery discharges; otherwise it is missing.
 */
final class BatteryPart implements Part {
  private static final byte[] DISCHARGING = "Discharging".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHARGING = "Charging".getBytes(StandardCharsets.US_ASCII);
  private static final double MICRO = 1e-6;
  // 10 kW, 10 kA or 10 kV.
  private static final double MAX_MICRO = 1e10;
  // The ACPI battery driver queries the firmware at most once in this time (its cache_time).
  private static final double UPDATE_SECONDS = 1;

  private static final Channel CHANNEL =
      new Channel.Power(
          "battery.power", Domain.host("battery", Domain.Kind.BATTERY), UPDATE_SECONDS, 0, null);

  private final List<Battery> batteries;
  private final List<SmallFile> mains;
  private final Scan scan = new Scan();
  private String problem = "";

  /**
   * Reads batteries and adapters.
   *
   * @param mains the files {@code online} of the adapters
   */
  BatteryPart(List<Battery> batteries, List<SmallFile> mains) {
    this.batteries = List.copyOf(batteries);
    this.mains = List.copyOf(mains);
  }

  /**
   * One battery.
   *
   * @param factors µW, or µA and µV; some drivers report a discharge as negative
   */
  record Battery(SmallFile status, List<NumberFile> factors) {
    static Battery of(HostRoot root, String folder, List<String> factors) {
      return new Battery(
          new SmallFile(root, folder + "/status", SmallFile.NUMBER),
          factors.stream().map(f -> NumberFile.sensor(root, f, -MAX_MICRO, MAX_MICRO)).toList());
    }
  }

  @Override
  public List<Channel> channels() {
    return List.of(CHANNEL);
  }

  @Override
  public void read(Readings into, int first) {
    problem = "";
    double watts = onMains() ? Double.NaN : discharge();
    if (problem.isEmpty()) {
      into.value(first, watts);
    } else {
      into.missing(first, problem);
    }
  }

  private boolean onMains() {
    for (SmallFile adapter : mains) {
      if (adapter.refresh() && scan.over(adapter).number() && scan.value() != 0) {
        problem = "on mains power, so the battery does not supply the machine";
        return true;
      }
    }
    return false;
  }

  /**
   * Power of all discharging batteries, W; sets {@link #problem} if that is not the machine's
   * power.
   */
  private double discharge() {
    double watts = 0;
    for (Battery battery : batteries) {
      if (!battery.status().refresh()) {
        problem = battery.status().problem();
      } else if (scan.over(battery.status()).find(CHARGING)) {
        problem = "a battery is charging, so it does not supply the machine";
      } else if (scan.over(battery.status()).find(DISCHARGING)) {
        watts += power(battery);
      }
    }
    if (watts == 0 && problem.isEmpty()) {
      problem = "no battery is discharging, so batteries do not supply the machine";
    }
    return watts;
  }

  private double power(Battery battery) {
    double power = 1;
    for (NumberFile factor : battery.factors()) {
      if (!factor.refresh()) {
        problem = factor.problem();
      }
      power *= Math.abs(factor.value()) * MICRO;
    }
    if (power == 0 && problem.isEmpty()) {
      problem = battery.status().name() + " reports a discharge, but the power reads 0";
    }
    return power;
  }

  @Override
  public void close() {
    mains.forEach(SmallFile::close);
    for (Battery battery : batteries) {
      battery.status().close();
      battery.factors().forEach(NumberFile::close);
    }
  }
}
