package assay.fpga;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.spi.Devices;
import assay.core.spi.Target;

/** Lists the devices and probes the target on those with the given numbers. */
final class DevicesMain {
  private DevicesMain() {}

  @SuppressWarnings("SystemOut") // The answer to the parent process.
  public static void main(String[] args) {
    FpgaTarget target = new FpgaTarget();
    switch (target.devices()) {
      case Availability.Unavailable<Devices> none ->
          System.out.println("NO DEVICES: " + none.reason());
      case Availability.Available<Devices>(Devices devices) ->
          devices.all().forEach(device -> System.out.println("DEVICE: " + device));
    }
    probe(target);
    for (String number : args) {
      probe(target.on(number));
    }
  }

  @SuppressWarnings("SystemOut") // The answer to the parent process.
  private static void probe(Target target) {
    System.out.println(
        target.id()
            + ": "
            + switch (target.probe()) {
              case Availability.Unavailable<Device> none -> "UNAVAILABLE " + none.reason();
              case Availability.Available<Device>(Device.Hardware board) ->
                  "HARDWARE deviceNumber="
                      + board.details().get("deviceNumber")
                      + " of "
                      + board.details().get("deviceCount");
              case Availability.Available<Device>(Device other) -> "EMULATED " + other;
            });
  }
}
