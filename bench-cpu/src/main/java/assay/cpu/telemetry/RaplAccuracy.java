package assay.cpu.telemetry;

import assay.core.host.CpuInfo;
import assay.core.telemetry.Calibration;
import org.jspecify.annotations.Nullable;

/**
 * How far the processors' energy counters may be off by a constant share. Neither vendor states it;
 * the limits are judged from published comparisons with external meters, a Type-B evaluation (JCGM
 * 100:2008, 4.3).
 */
final class RaplAccuracy {
  /** Measured rather than modelled since Haswell. */
  private static final Calibration INTEL =
      new Calibration(5, "Khan et al., RAPL in Action, 2018, doi:10.1145/3177754");

  /** Modelled, so that it does not see all that the operands' values change. */
  static final Calibration AMD =
      new Calibration(
          10,
          "Schöne et al., Energy Efficiency Aspects of the AMD Zen 2 Architecture, 2021,"
              + " arXiv:2108.00808");

  private RaplAccuracy() {}

  /** Null for a processor whose counters nobody is known to have compared. */
  static @Nullable Calibration of(CpuInfo.Maker maker) {
    return switch (maker) {
      case INTEL -> INTEL;
      case AMD -> AMD;
      case ARM, OTHER -> null;
    };
  }
}
