package assay.fpga;

import assay.core.availability.Availability;
import assay.core.device.Device;

/** Probes in a process of its own and prints what came out. */
final class ProbeMain {
  private ProbeMain() {}

  @SuppressWarnings("SystemOut") // The answer to the parent process.
  public static void main(String[] args) {
    switch (new FpgaTarget().probe()) {
      case Availability.Unavailable<Device> none -> {
        System.out.println("UNAVAILABLE: " + none.reason());
        System.out.println("REMEDY: " + (none.remedy() == null ? "" : none.remedy().text()));
      }
      case Availability.Available<Device> found -> {
        String kind = found.value() instanceof Device.Hardware ? "HARDWARE" : "EMULATED";
        System.out.println(kind + ": " + found.value());
      }
    }
    System.out.println("DIVISION: " + divide(1, args.length));
  }

  /** What the JVM makes of a division by zero once the driver has set up its signals. */
  private static String divide(int number, int by) {
    try {
      return String.valueOf(number / by);
    } catch (ArithmeticException e) {
      return "exception";
    }
  }
}
