package assay.cpu.telemetry;

import assay.core.availability.Remedy;

/** Remedies around hardware monitoring chips. */
final class HwmonAdvice {
  private HwmonAdvice() {}

  /** How to make a file of {@code chip} readable that has just failed. */
  static Remedy readable(HwmonChip chip, NumberFile file) {
    return file.denied()
        ? new Remedy.Permit("/" + chip.folder() + "/*_input")
        : new Remedy.Advice("look at the kernel log: sudo dmesg | grep -i " + chip.name());
  }
}
