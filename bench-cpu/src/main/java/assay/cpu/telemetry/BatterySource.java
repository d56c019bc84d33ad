package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.TelemetrySource;
import java.util.ArrayList;
import java.util.List;

/**
 * Source {@code battery}: the power that a laptop draws from its batteries
 * (Documentation/power/power_supply_class.rst, ABI/testing/sysfs-class-power).
 */
public final class BatterySource implements TelemetrySource {
  private static final Remedy METER = new Advice("use an external power meter");

  /** Reads nothing yet. */
  public BatterySource() {}

  @Override
  public String id() {
    return "battery";
  }

  @Override
  public String description() {
    return "power of the whole machine while it runs on battery, from /" + Batteries.CLASS;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root();
    List<String> batteries = Batteries.own(root);
    if (batteries.isEmpty()) {
      return new Availability.Unavailable<>("/" + Batteries.CLASS + " lists no battery", METER);
    }
    List<BatteryPart.Battery> metered = new ArrayList<>();
    for (String folder : batteries) {
      List<String> files = Batteries.powerFiles(root, folder);
      if (files.isEmpty()) {
        return new Availability.Unavailable<>(
            "/" + folder + " has neither power_now nor current_now and voltage_now", METER);
      }
      metered.add(BatteryPart.Battery.of(root, folder, files));
    }
    List<SmallFile> mains =
        Batteries.mains(root).stream()
            .map(f -> new SmallFile(root, f + "/online", SmallFile.NUMBER))
            .toList();
    Findings findings = new Findings();
    findings.add(new BatteryPart(metered, mains));
    return findings.opening("power of the whole machine while it runs on battery");
  }
}
