package assay.cpu.telemetry;

import assay.core.availability.Remedy;

/** Remedies for hardware monitoring chips. */
final class HwmonAdvice {
  private HwmonAdvice() {}

  /** What to do about a file of {@code chip} that could not be read. */
  static Remedy readable(HwmonChip chip, NumberFile file) {
    return file.denied()
        ? new Remedy.Permit("/" + chip.folder() + "/*_input")
        : new Remedy.Advice("check the kernel log: sudo dmesg | grep -i " + chip.name());
  }
}
