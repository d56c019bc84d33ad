package assay.report.nightly;

import assay.core.record.MetricKey;
import java.util.Locale;

/**
 * Metrics that the state of a machine moves alike: a host's canaries correct series of their own
 * family only.
 */
enum MetricFamily {
  /** Times and rates. */
  SPEED,
  /** Energy. */
  ENERGY,
  /** What a machine's state does not move, such as an accuracy; never corrected. */
  OTHER;

  private static final String SEPARATOR = " ";

  static MetricFamily of(String metric) {
    MetricKey key = MetricKey.byId(metric).orElse(null);
    if (key == null) {
      return OTHER;
    }
    return switch (key.family()) {
      case EXECUTION, DEVICE, START, LATENCY -> SPEED;
      case ENERGY -> ENERGY;
      case TRAINING -> key == MetricKey.TIME_TO_TARGET ? SPEED : OTHER;
    };
  }

  /** Whether that metric of a canary shows the host's state: one a cell and family. */
  static boolean shows(String metric) {
    return metric.equals(MetricKey.TIME.id()) || metric.equals(MetricKey.ENERGY_PER_EXECUTION.id());
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The key under which the gate corrects series of a host. */
  String hostKey(String host) {
    return hostKey(id(), host);
  }

  static String hostKey(String family, String host) {
    return family + SEPARATOR + host;
  }

  /** The host of such a key. */
  static String host(String hostKey) {
    return hostKey.substring(hostKey.indexOf(SEPARATOR) + 1);
  }

  /** The family of such a key, by its id. */
  static String family(String hostKey) {
    return hostKey.substring(0, hostKey.indexOf(SEPARATOR));
  }
}
