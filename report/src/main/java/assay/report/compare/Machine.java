package assay.report.compare;

import assay.core.record.RunRecord.Environment;
import java.util.Map;

/** Readable names of machines. */
public final class Machine {
  private Machine() {}

  /** Host label and processor, as far as known. */
  public static String name(Environment environment) {
    Map<String, String> identity = environment.identity();
    String cpu = identity.getOrDefault("cpu.model", identity.get("cpuModel"));
    String host = environment.host();
    if (host == null) {
      return cpu == null ? environment.identityHash().substring(0, 12) : cpu;
    }
    return cpu == null ? host : host + " (" + cpu + ")";
  }

  /** Host label, else the processor. */
  public static String label(Environment environment) {
    String host = environment.host();
    return host == null ? name(environment) : host;
  }
}
