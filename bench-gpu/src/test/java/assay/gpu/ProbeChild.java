package assay.gpu;

import assay.core.availability.Availability;
import assay.core.device.Device;

/** What runs in a JVM with the stand-in driver: the probe, printed. */
public final class ProbeChild {
  private ProbeChild() {}

  /**
   * Prints reason and remedy, or kind and details of the device.
   *
   * @param args which device, as after {@code cuda:}; nothing for {@code cuda} alone
   */
  public static void main(String[] args) {
    CudaTarget cuda = new CudaTarget();
    switch ((args.length == 0 ? cuda : cuda.on(args[0])).probe()) {
      case Availability.Unavailable<Device> u -> {
        System.out.println("reason: " + u.reason());
        System.out.println("remedy: " + (u.remedy() == null ? "" : u.remedy().text()));
      }
      case Availability.Available<Device>(Device device) ->
          System.out.println(device.getClass().getSimpleName() + ": " + device.details());
    }
  }
}
